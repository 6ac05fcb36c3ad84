/** "Check a file": dropped or chosen, it is compared with the manifest that was signed when it was made. */
import { createSignal, For, Match, onCleanup, Show, Switch } from "solid-js"
import type { ExportJob, Manifest } from "#api/contract.ts"
import {
  type CheckedFile,
  checkFile,
  exportOfBytes,
  likelyExports,
  type Measured,
  measure,
  sortDropped,
} from "../check-file.ts"
import { createAct } from "../create-act.ts"
import { accountName, daysAsked, reportName } from "../export-words.ts"
import { exportsClient } from "../exports-client.ts"
import { percent } from "../format-number.ts"
import { exportsWords } from "../messages/exports.ts"
import { useView } from "../view.ts"
import { CheckOutcome } from "./CheckOutcome.tsx"

const said = () => exportsWords().check

type Step =
  | { readonly step: "idle"; readonly problem?: string }
  | { readonly step: "reading"; readonly name: string; readonly share: number }
  | { readonly step: "asking" }
  | { readonly step: "choosing"; readonly measured: Measured }
  | { readonly step: "told"; readonly told: CheckedFile }

export function FileCheck(props: { readonly jobs: ReadonlyArray<ExportJob> }) {
  const act = createAct()
  const [step, setStep] = createSignal<Step>({ step: "idle" })
  const is = <S extends Step["step"]>(name: S) => {
    const now = step()
    return now.step === name ? (now as Extract<Step, { readonly step: S }>) : undefined
  }
  let isGone = false
  onCleanup(() => {
    isGone = true
  })

  const compare = async (measured: Measured, manifest: Manifest) => {
    setStep({ step: "asking" })
    const told = await checkFile(measured, manifest)
    setStep({ step: "told", told })
  }
  const compareWith = (measured: Measured, id: string) =>
    attempt(async () => compare(measured, await exportsClient.manifest(id)))
  /** What could not be asked is said, and one begins again. */
  const attempt = async (work: () => Promise<void>) => {
    await act.run(work)
    if (act.failure() !== undefined) setStep({ step: "idle" })
  }
  const take = (files: ReadonlyArray<File>) =>
    attempt(async () => {
      const dropped = await sortDropped(files)
      if ("problem" in dropped)
        return void setStep({ step: "idle", problem: said()[dropped.problem] })
      const { file, manifest } = dropped
      setStep({ step: "reading", name: file.name, share: 0 })
      const measured = await measureIt(file)
      if (measured === undefined || isGone) return
      if (manifest !== null) return compare(measured, manifest)
      const found = exportOfBytes(props.jobs, measured)
      if (found === undefined) return void setStep({ step: "choosing", measured })
      await compare(measured, await exportsClient.manifest(found.id))
    })
  const measureIt = async (file: File): Promise<Measured | undefined> => {
    try {
      return await measure(file, (share) => setStep({ step: "reading", name: file.name, share }))
    } catch {
      // It was changed or taken away while it was read.
      setStep({ step: "idle", problem: said().read(file.name) })
      return undefined
    }
  }
  return (
    <section class="section file-check" aria-labelledby="check-title">
      <div class="section-head">
        <h2 id="check-title">{said().title}</h2>
        <p class="section-note">{said().note}</p>
      </div>
      <Switch>
        <Match when={is("idle")}>
          {(idle) => <DropPlace problem={idle().problem ?? act.failure()} onFiles={take} />}
        </Match>
        <Match when={is("reading")}>
          {(reading) => (
            <div class="export-progress" role="status">
              <progress aria-label={said().reading(reading().name, "")} value={reading().share} />
              <span class="note">
                {said().reading(reading().name, percent(Math.floor(reading().share * 100)))}
              </span>
            </div>
          )}
        </Match>
        <Match when={is("asking")}>
          <p role="status">{said().asking}</p>
        </Match>
        <Match when={is("choosing")}>
          {(choosing) => (
            <WhichExport
              measured={choosing().measured}
              jobs={likelyExports(props.jobs, choosing().measured)}
              onChoose={(id) => void compareWith(choosing().measured, id)}
              onLeave={() => setStep({ step: "idle" })}
            />
          )}
        </Match>
        <Match when={is("told")}>
          {(told) => (
            <CheckOutcome told={told().told} onAnother={() => setStep({ step: "idle" })} />
          )}
        </Match>
      </Switch>
    </section>
  )
}

function DropPlace(props: {
  readonly problem: string | undefined
  readonly onFiles: (files: ReadonlyArray<File>) => void
}) {
  const [isOver, setOver] = createSignal(false)
  let input!: HTMLInputElement
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length > 0) props.onFiles(files)
  }
  return (
    <>
      <Show when={props.problem}>
        {(why) => (
          <p class="field-problem" role="alert">
            {why()}
          </p>
        )}
      </Show>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same. */}
      <div
        class="drop-place"
        data-over={isOver() ? "" : undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p>{said().drop}</p>
        <p class="note">{said().dropNote}</p>
        <button type="button" class="control" onClick={() => input.click()}>
          {said().choose}
        </button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          onChange={(event) => props.onFiles([...(event.currentTarget.files ?? [])])}
        />
      </div>
    </>
  )
}

function WhichExport(props: {
  readonly measured: Measured
  readonly jobs: ReadonlyArray<ExportJob>
  readonly onChoose: (id: string) => void
  readonly onLeave: () => void
}) {
  const view = useView()
  let select: HTMLSelectElement | undefined
  const name = (job: ExportJob) =>
    [reportName(job), accountName(job.account), daysAsked(job, view.today()), job.format].join(
      " · ",
    )
  return (
    <div class="which-export">
      <p role="status">{said().unknown(props.measured.name)}</p>
      <Show when={props.jobs.length > 0}>
        <label class="export-field">
          {said().which}
          <select class="control field" ref={select}>
            <For each={props.jobs}>{(job) => <option value={job.id}>{name(job)}</option>}</For>
          </select>
        </label>
      </Show>
      <div class="desk-acts">
        <Show when={props.jobs.length > 0}>
          <button
            type="button"
            class="control primary"
            onClick={() => select !== undefined && props.onChoose(select.value)}
          >
            {said().compare}
          </button>
        </Show>
        <button type="button" class="control" onClick={() => props.onLeave()}>
          {said().another}
        </button>
      </div>
    </div>
  )
}
