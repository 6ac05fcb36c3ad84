/** What a finished file says of itself: scope, what it holds, and how it is told from any other. */
import { For, type JSX, Show } from "solid-js"
import type { ExportJob, Manifest } from "#api/contract.ts"
import { createRead } from "../create-read.ts"
import { accountName, daysOfManifest, filterTexts, reportName } from "../export-words.ts"
import { exportsClient } from "../exports-client.ts"
import { timestamp } from "../format-date.ts"
import { columnCredits, columnDigits, count } from "../format-number.ts"
import { exportsWords } from "../messages/exports.ts"
import { m } from "../messages.ts"
import { useView } from "../view.ts"
import { CopyButton } from "./CopyButton.tsx"
import { Modal } from "./Modal.tsx"
import { SectionProblem } from "./SectionProblem.tsx"

const said = () => exportsWords().manifest

export function ManifestDialog(props: { readonly job: ExportJob; readonly onClose: () => void }) {
  const read = createRead(() => props.job.id, exportsClient.manifest)
  return (
    <Modal title={said().title} onClose={props.onClose}>
      <p class="note">{said().text}</p>
      <SectionProblem read={read} what={said().what} />
      <Show when={read.latest()} fallback={<div class="skeleton desk-wait" aria-hidden="true" />}>
        {(manifest) => <ManifestFigures manifest={manifest()} />}
      </Show>
      <div class="export-foot">
        <a
          class="control"
          href={`/v1/exports/${encodeURIComponent(props.job.id)}/manifest`}
          download={`${props.job.file_name ?? props.job.id}.manifest.json`}
          rel="external"
        >
          {said().save}
        </a>
        <button
          type="button"
          class="control primary push"
          autofocus
          onClick={() => props.onClose()}
        >
          {m().common.close}
        </button>
      </div>
    </Modal>
  )
}

const sums = ["spend", "purchase", "refund", "bonus"] as const

function ManifestFigures(props: { readonly manifest: Manifest }) {
  const view = useView()
  const at = (instant: string) => timestamp(instant, props.manifest.tz)
  const figures = () => {
    const { sums: by, opening_balance: opening, closing_balance: closing } = props.manifest
    return [...sums.map((type) => by[type]), opening ?? "0", closing ?? "0"]
  }
  const digits = () => columnDigits(figures())
  const filters = () => filterTexts(props.manifest.filters)
  return (
    <>
      <List title={said().scope}>
        <Line name={said().report}>
          {reportName(props.manifest)}, {exportsWords().formats[props.manifest.format]}
        </Line>
        <Line name={said().account}>{accountName(props.manifest.account)}</Line>
        <Line name={said().days}>
          {daysOfManifest(props.manifest, view.today())} · {props.manifest.tz}
        </Line>
        <Line name={said().filters}>
          {filters().length === 0 ? said().noFilters : filters().join(" · ")}
        </Line>
        <Line name={said().complete}>
          {at(props.manifest.complete_to)} <span class="note">{said().completeNote}</span>
        </Line>
        <Line name={said().generated}>{at(props.manifest.generated_at)}</Line>
      </List>
      <List title={said().holds} class="manifest-sums">
        <Line name={said().rows}>{count(props.manifest.rows)}</Line>
        <Line name={said().entries}>{count(props.manifest.sums.count)}</Line>
        <For each={sums}>
          {(type) => (
            <Line name={said()[type]}>
              <Exact value={props.manifest.sums[type]} digits={digits()} />
            </Line>
          )}
        </For>
        <Show when={props.manifest.opening_balance}>
          {(value) => (
            <Line name={said().opening}>
              <Exact value={value()} digits={digits()} />
            </Line>
          )}
        </Show>
        <Show when={props.manifest.closing_balance}>
          {(value) => (
            <Line name={said().closing}>
              <Exact value={value()} digits={digits()} />
            </Line>
          )}
        </Show>
      </List>
      <List title={said().file}>
        <Line name={said().bytes}>{count(props.manifest.bytes)}</Line>
        <Line name={said().sha256}>
          <code>{props.manifest.sha256}</code>{" "}
          <CopyButton
            class="sheet-button"
            label={m().common.copyOf(said().sha256)}
            text={() => props.manifest.sha256}
          />
        </Line>
        <Line name={said().signature}>
          <code class="note">{props.manifest.signature}</code>
        </Line>
      </List>
    </>
  )
}

const Exact = (props: { readonly value: string; readonly digits: number }) => (
  <data value={props.value}>{columnCredits(props.value, props.digits)}</data>
)

const List = (props: {
  readonly title: string
  readonly class?: string
  readonly children: JSX.Element
}) => (
  <>
    <h3>{props.title}</h3>
    <dl class={`manifest ${props.class ?? ""}`}>{props.children}</dl>
  </>
)

const Line = (props: { readonly name: string; readonly children: JSX.Element }) => (
  <div>
    <dt>{props.name}</dt>
    <dd>{props.children}</dd>
  </div>
)
