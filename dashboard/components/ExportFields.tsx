/** The form of a file: its format, its columns, its days. */
import { For, Show } from "solid-js"
import type { ReportName } from "#api/contract.ts"
import { choosesColumns, fileColumns, formatsOf } from "../export-request.ts"
import type { FormatName } from "../exports-client.ts"
import { exportsWords } from "../messages/exports.ts"
import { m } from "../messages.ts"
import { rangeName, resolveRange } from "../ranges.ts"
import { presets, type UrlState } from "../url-state.ts"
import { useView } from "../view.ts"
import { Choice } from "./ScopeBar.tsx"

const said = () => exportsWords().dialog

export function ExportFields(props: {
  readonly report: ReportName
  readonly format: FormatName
  /** How many columns the table shows. */
  readonly columns: number
  readonly onlyShown: boolean
  /** The days of the page. */
  readonly shown: UrlState["range"]
  /** Others, where they were chosen. */
  readonly range: UrlState["range"] | undefined
  readonly onFormat: (format: FormatName) => void
  readonly onColumns: (onlyShown: boolean) => void
  readonly onRange: (range: UrlState["range"] | undefined) => void
}) {
  return (
    <div class="export-fields">
      <div class="export-field">
        <span aria-hidden="true">{said().format}</span>
        <Choice
          label={said().format}
          value={props.format}
          onChoose={(name) => props.onFormat(name as FormatName)}
        >
          <For each={formatsOf(props.report)}>
            {(name) => (
              <option value={name} selected={name === props.format}>
                {exportsWords().formats[name]}
              </option>
            )}
          </For>
        </Choice>
      </div>
      <Show when={choosesColumns(props.report, props.format)}>
        <div class="export-field">
          <span aria-hidden="true">{said().columns}</span>
          <Choice
            label={said().columns}
            value={props.onlyShown ? "shown" : "all"}
            onChoose={(name) => props.onColumns(name === "shown")}
          >
            <option value="all" selected={!props.onlyShown}>
              {said().allColumns(fileColumns.length)}
            </option>
            <option value="shown" selected={props.onlyShown}>
              {said().shownColumns(props.columns)}
            </option>
          </Choice>
        </div>
      </Show>
      <div class="export-field">
        <span aria-hidden="true">{said().range}</span>
        <RangeChoice shown={props.shown} chosen={props.range} onChoose={props.onRange} />
      </div>
    </div>
  )
}

function RangeChoice(props: {
  readonly shown: UrlState["range"]
  readonly chosen: UrlState["range"] | undefined
  readonly onChoose: (range: UrlState["range"] | undefined) => void
}) {
  const view = useView()
  const shownName = () => rangeName(props.shown, resolveRange(props.shown, view.rangeContext()))
  return (
    <Choice
      label={said().range}
      value={typeof props.chosen === "string" ? props.chosen : ""}
      onChoose={(name) => props.onChoose(presets.find((each) => each === name))}
    >
      <option value="" selected={props.chosen === undefined}>
        {said().asShown(shownName())}
      </option>
      <For each={presets.filter((preset) => preset !== props.shown)}>
        {(preset) => (
          <option value={preset} selected={preset === props.chosen}>
            {m().range.presets[preset]}
          </option>
        )}
      </For>
    </Choice>
  )
}
