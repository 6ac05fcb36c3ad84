/** Which reports there are, how many rows each would have, and how much the chosen one is. */
import { For, Show } from "solid-js"
import type { ReportName } from "#api/contract.ts"
import type { ExportSize } from "../create-export-sizes.ts"
import type { Read } from "../create-read.ts"
import { estimateBytes } from "../export-estimate.ts"
import { dimensionName } from "../export-words.ts"
import type { FormatName } from "../exports-client.ts"
import { roughByteSize } from "../format-bytes.ts"
import { count, roughCount } from "../format-number.ts"
import { exportsWords } from "../messages/exports.ts"

const said = () => exportsWords().dialog

export function ExportReports(props: {
  readonly reports: ReadonlyArray<ReportName>
  readonly chosen: ReportName
  readonly by: string
  readonly sizes: (report: ReportName) => Read<ExportSize>
  readonly onChoose: (report: ReportName) => void
}) {
  const name = (report: ReportName) =>
    report === "breakdown"
      ? exportsWords().breakdownBy(props.by.split(",").map(dimensionName).join(", "))
      : exportsWords().reports[report]
  return (
    <fieldset class="export-reports">
      <legend>{said().what}</legend>
      <For each={props.reports}>
        {(report) => (
          <label class="export-report" data-chosen={props.chosen === report ? "" : undefined}>
            <input
              type="radio"
              name="report"
              checked={props.chosen === report}
              onChange={() => props.onChoose(report)}
            />
            <span>
              {name(report)}{" "}
              <span class="note wide-only">{exportsWords().reportNotes[report]}</span>
            </span>
            <span class="export-count">
              <RowsOf read={props.sizes(report)} />
            </span>
          </label>
        )}
      </For>
    </fieldset>
  )
}

const rowsText = ({ rows, isExact }: ExportSize): string =>
  said().rows(isExact ? count(rows) : roughCount(rows, said().roughly), rows)

const RowsOf = (props: { readonly read: Read<ExportSize> }) => (
  <Show
    when={props.read.latest()}
    fallback={props.read.problem() === undefined ? said().counting : said().unknown}
  >
    {(size) => rowsText(size())}
  </Show>
)

export const ExportSizeLine = (props: {
  readonly report: ReportName
  readonly format: FormatName
  readonly read: Read<ExportSize>
}) => (
  <Show
    when={props.read.latest()}
    fallback={
      <span class="note">
        {props.read.problem() === undefined ? said().counting : props.read.problem()?.detail}
      </span>
    }
  >
    {(size) => (
      <Show when={size().rows > 0} fallback={said().none}>
        {said().size(
          rowsText(size()),
          roughByteSize(estimateBytes(props, size().rows, size().sample)),
        )}
      </Show>
    )}
  </Show>
)

export function TooManyRows(props: {
  readonly report: ReportName
  readonly rows: number
  readonly max: number
  readonly onUse: (format: FormatName) => void
}) {
  const isLedger = () => props.report === "transactions"
  const instead = (): FormatName => (isLedger() ? "parquet" : "csv")
  const text = () => (isLedger() ? said().tooManyForSheet : said().tooManyForParquet)
  return (
    <div class="problem" role="alert">
      <p>{text()(count(props.rows), count(props.max))}</p>
      <button type="button" class="control" onClick={() => props.onUse(instead())}>
        {said().use(exportsWords().formats[instead()])}
      </button>
    </div>
  )
}
