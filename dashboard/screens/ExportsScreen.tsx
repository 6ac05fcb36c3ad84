/** "Give me the file, and let me trust it." */
import { createEffect, onCleanup, Show } from "solid-js"
import { DeskHead } from "../components/DeskHead.tsx"
import { ExportsList } from "../components/ExportsList.tsx"
import { FileCheck } from "../components/FileCheck.tsx"
import { Permitted } from "../components/Permitted.tsx"
import { createRead } from "../create-read.ts"
import { openExport } from "../export-offer.ts"
import { exportsSentence } from "../export-words.ts"
import { exportsClient, isOver } from "../exports-client.ts"
import { exportsWords } from "../messages/exports.ts"
import { m } from "../messages.ts"
import { openPanel } from "../open-panel.ts"
import { mayRead } from "../session.ts"
import "../styles/desk.css"
import "../styles/exports.css"

/** How often to ask while something is on its way, and while nothing is. */
const BUSY_MS = 1_000
const QUIET_MS = 15_000

export const ExportsScreen = () => (
  <Permitted may={mayRead} words={exportsWords()}>
    {() => <AllExports />}
  </Permitted>
)

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
  const sentence = () => {
    const known = read.latest()
    return known === undefined ? undefined : exportsSentence(known)
  }
  return (
    <div class="column exports">
      <DeskHead
        screen={m().shell.names.exports}
        place={exportsWords().place}
        sentence={sentence()}
      />
      <ExportsList read={read} onNew={() => openExport()} />
      {/* Where the list ends is known then, so that it does not move. */}
      <Show when={read.latest() !== undefined || read.problem() !== undefined}>
        <FileCheck jobs={jobs()} />
      </Show>
    </div>
  )
}
