/** What is shown as a file: what of it, in which form, how much that is; then how far it is. */
import { createMemo, createSignal, Show } from "solid-js"
import type { ReportName } from "#api/contract.ts"
import { createExport } from "../create-export.ts"
import { createExportSizes } from "../create-export-sizes.ts"
import { rowsMax } from "../export-estimate.ts"
import { exporting } from "../export-offer.ts"
import {
  choosesColumns,
  type ExportScope,
  formatsOf,
  reportsOf,
  requestOf,
  shownColumns,
} from "../export-request.ts"
import { accountName, filterTexts } from "../export-words.ts"
import type { FormatName } from "../exports-client.ts"
import { printFilter } from "../filters.ts"
import { dateRange } from "../format-date.ts"
import { preferred } from "../ledger-columns.ts"
import { exportsWords } from "../messages/exports.ts"
import { rangeName, resolveRange } from "../ranges.ts"
import type { UrlState } from "../url-state.ts"
import { useView } from "../view.ts"
import { ExportFields } from "./ExportFields.tsx"
import { ExportOutcome } from "./ExportOutcome.tsx"
import { ExportReports, ExportSizeLine, TooManyRows } from "./ExportReports.tsx"
import { Modal } from "./Modal.tsx"
import "../styles/exports.css"

const said = () => exportsWords().dialog

const createScope = () => {
  const view = useView()
  const offer = exporting()
  const [chosen, setChosen] = createSignal<UrlState["range"]>()
  const shown = (): UrlState["range"] => {
    const { day, range } = view.state()
    return offer.range ?? (day === undefined ? range : { first: day, last: day })
  }
  const range = () => chosen() ?? shown()
  const scope = createMemo((): ExportScope | undefined => {
    const account = offer.account === undefined ? view.accountId() : offer.account
    if (account === undefined) return undefined
    return {
      account,
      range: range(),
      days:
        account === null && range() === "all"
          ? undefined
          : resolveRange(range(), view.rangeContext()),
      tz: offer.tz ?? (account === null ? view.state().tz : view.zone()),
      filters: offer.filters ?? view.state().filters.map(printFilter),
      by: offer.by ?? view.state().by,
    }
  })
  return { offer, shown, chosen, setChosen, scope }
}

export function ExportDialog(props: { readonly onClose: () => void }) {
  const { offer, shown, chosen, setChosen, scope } = createScope()
  const sizes = createExportSizes(scope)
  const run = createExport()
  const [picked, setReport] = createSignal<ReportName>(offer.report ?? "transactions")
  const [wanted, setFormat] = createSignal<FormatName>("csv")
  const [onlyShown, setOnlyShown] = createSignal(false)
  const view = useView()
  const reports = () => reportsOf(scope()?.account ?? null)
  const report = () => (reports().includes(picked()) ? picked() : (reports()[0] ?? "usage"))
  const format = () => (formatsOf(report()).includes(wanted()) ? wanted() : "csv")
  const columns = () => shownColumns(view.state().columns ?? preferred())
  const size = () => sizes(report()).latest()
  const limit = () => {
    const [max, known] = [rowsMax(report(), format()), size()]
    return max !== undefined && known !== undefined && known.rows > max ? max : undefined
  }
  const start = (event: SubmitEvent) => {
    event.preventDefault()
    const known = scope()
    if (known === undefined || limit() !== undefined) return
    const some = onlyShown() && choosesColumns(report(), format())
    void run.start(requestOf(known, report(), format(), some ? columns() : undefined))
  }
  return (
    <Modal title={said().title} onClose={props.onClose}>
      <Show when={scope()}>{(known) => <ScopeLine scope={known()} />}</Show>
      <Show
        when={run.job()}
        fallback={
          <form class="export-form" onSubmit={start}>
            <ExportReports
              reports={reports()}
              chosen={report()}
              by={scope()?.by ?? "category"}
              sizes={sizes}
              onChoose={setReport}
            />
            <ExportFields
              report={report()}
              format={format()}
              columns={columns().length}
              onlyShown={onlyShown()}
              shown={shown()}
              range={chosen()}
              onFormat={setFormat}
              onColumns={setOnlyShown}
              onRange={setChosen}
            />
            <p class="note">{exportsWords().formatNotes[format()]}</p>
            <Show when={report() === "statement" && (scope()?.filters.length ?? 0) > 0}>
              <p class="note">{said().unfiltered}</p>
            </Show>
            <Show when={limit()}>
              {(max) => (
                <TooManyRows
                  report={report()}
                  rows={size()?.rows ?? 0}
                  max={max()}
                  onUse={(name) => setFormat(name)}
                />
              )}
            </Show>
            <Show when={run.failure()}>
              {(why) => (
                <p class="field-problem" role="alert">
                  {why()}{" "}
                  <a href={view.href("/exports", {})} onClick={() => props.onClose()}>
                    {said().toExports}
                  </a>
                </p>
              )}
            </Show>
            <div class="export-foot">
              <p role="status">
                <ExportSizeLine report={report()} format={format()} read={sizes(report())} />
              </p>
              <button type="button" class="control push" onClick={() => props.onClose()}>
                {said().cancel}
              </button>
              <button
                type="submit"
                class="control primary"
                autofocus
                disabled={limit() !== undefined}
                aria-disabled={run.busy() || scope() === undefined}
              >
                {said().start(exportsWords().formats[format()])}
              </button>
            </div>
          </form>
        }
      >
        {(job) => <ExportOutcome job={job()} run={run} onClose={props.onClose} />}
      </Show>
    </Modal>
  )
}

function ScopeLine(props: { readonly scope: ExportScope }) {
  const view = useView()
  const name = () => {
    const { account } = props.scope
    const known = view.account()
    return known !== undefined && known.account === account ? known.name : accountName(account)
  }
  const parts = () => {
    const { range, days, tz, filters } = props.scope
    const dates = days === undefined ? [] : [dateRange(days, view.today())]
    const preset = typeof range === "string" ? [rangeName(range, days)] : []
    const zone = tz === undefined ? [] : [tz]
    return [name(), ...preset, ...dates, ...zone, ...filterTexts(filters)]
  }
  return <p class="export-scope">{parts().join(" · ")}</p>
}
