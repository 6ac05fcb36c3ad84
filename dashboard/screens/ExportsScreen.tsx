/** "Give me the file, and let me trust it." */
import { createEffect, onCleanup, Show } from "solid-js"
import { ExportsList } from "../components/ExportsList.tsx"
import { FileCheck } from "../components/FileCheck.tsx"
import { Phrases } from "../components/Phrases.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import { createRead } from "../create-read.ts"
import { openExport } from "../export-offer.ts"
import { exportsSentence } from "../export-words.ts"
import { exportsClient, isOver } from "../exports-client.ts"
import { exportsWords } from "../messages/exports.ts"
import { m } from "../messages.ts"
import { openPanel } from "../open-panel.ts"
import { mayRead } from "../session.ts"
import { useView } from "../view.ts"
import "../styles/desk.css"
import "../styles/exports.css"

/** How often to ask while something is on its way, and while nothing is. */
const BUSY_MS = 1_000
const QUIET_MS = 15_000

export function ExportsScreen() {
  const view = useView()
  const session = () => view.session.latest()
  createEffect(() => {
    document.title = m().shell.names.exports
  })
  return (
    <Show
      when={session()}
      fallback={
        <div class="column">
          <SectionProblem read={view.session} what={exportsWords().session} />
        </div>
      }
    >
      {(known) => (
        <Show
          when={mayRead(known())}
          fallback={
            <section class="column empty-page">
              <h1>{exportsWords().noPermission}</h1>
              <p>{exportsWords().noPermissionText}</p>
            </section>
          }
        >
          <AllExports />
        </Show>
      )}
    </Show>
  )
}

function AllExports() {
  const read = createRead(() => "exports" as const, exportsClient.list)
  const jobs = () => read.latest() ?? []
  const isBusy = () => jobs().some((job) => !isOver(job))
  createEffect(() => {
    const timer = setInterval(
      () => {
        if (document.visibilityState === "visible" && !read.pending()) read.again()
      },
      isBusy() ? BUSY_MS : QUIET_MS,
    )
    onCleanup(() => clearInterval(timer))
  })
  // What the dialog has begun shows as soon as it is closed.
  createEffect((before: boolean | undefined) => {
    const isOpen = openPanel() === "export"
    if (before === true && !isOpen) read.again()
    return isOpen
  })
  return (
    <div class="column exports">
      <div class="page-head">
        <p class="page-line">
          {m().shell.names.exports} · {exportsWords().place}
        </p>
        <h1 class="sentence">
          <Show
            when={read.latest()}
            fallback={
              <>
                <span class="visually-hidden">{m().shell.names.exports}</span>
                <span class="skeleton skeleton-sentence" aria-hidden="true" />
              </>
            }
          >
            {(known) => <Phrases text={exportsSentence(known())} />}
          </Show>
        </h1>
      </div>
      <ExportsList read={read} onNew={() => openExport()} />
      <FileCheck jobs={jobs()} />
    </div>
  )
}
