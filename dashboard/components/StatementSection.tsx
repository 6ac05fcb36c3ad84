/** One row a month that reads as an equation, and whether it holds; a month opens to its days. */
import { createMemo, createSignal, For, type JSX, Show } from "solid-js"
import type { Statement } from "#api/contract.ts"
import { client } from "../client.ts"
import { createRead } from "../create-read.ts"
import { refreshOnNews } from "../create-usage-read.ts"
import { openExport } from "../export-offer.ts"
import { monthAndYear } from "../format-date.ts"
import { columnCredits, columnDigits, count, signedColumnCredits } from "../format-number.ts"
import { createMediaQuery } from "../media-query.ts"
import { historyWords } from "../messages/history.ts"
import { m } from "../messages.ts"
import { addsUp, foldYears, joinsUp, type StatementRow, type Sums } from "../statement.ts"
import { useView } from "../view.ts"
import { BalanceProof } from "./BalanceProof.tsx"
import { ChevronDown, Tick } from "./icons.tsx"
import { SectionProblem } from "./SectionProblem.tsx"
import { StatementList } from "./StatementList.tsx"
import { StatementParts } from "./StatementParts.tsx"

export function StatementSection() {
  const view = useView()
  const said = () => historyWords().statement
  const read = createRead(view.scope, client.statement)
  refreshOnNews(read)
  const holds = (statement: Statement) =>
    statement.statement.every(addsUp) && joinsUp(statement.statement) && addsUp(statement.total)
  return (
    <section
      class="section statement"
      id="statement"
      aria-labelledby="statement-title"
      aria-busy={read.pending()}
    >
      <div class="section-head">
        <h2 id="statement-title">{said().title}</h2>
        <Show when={read.latest()}>
          {(known) => (
            <p class="section-note" classList={{ late: !holds(known()) }}>
              {holds(known()) ? said().note(known().statement.length) : said().wrong}
            </p>
          )}
        </Show>
        <button type="button" class="control push" onClick={printStatement}>
          {said().print}
        </button>
        <button
          type="button"
          class="control"
          onClick={() => openExport({ report: "statement", range: "all" })}
        >
          {m().shell.export}
        </button>
      </div>
      <SectionProblem read={read} what={said().what} />
      <Show when={read.latest()}>
        {(known) => (
          <>
            <Rows statement={known()} />
            <p class="note section-foot">{said().foot(known().meta.tz)}</p>
            <BalanceProof />
          </>
        )}
      </Show>
    </section>
  )
}

/** On paper there is then nothing else: see print.css. */
const printStatement = () => {
  document.documentElement.dataset.print = "statement"
  window.print()
  delete document.documentElement.dataset.print
}

const heads = ["opening", "purchased", "bonus", "refunded", "spent", "closing"] as const

function Rows(props: { readonly statement: Statement }) {
  const small = createMediaQuery("(max-width: 39.99em)")
  const digits = createMemo(() =>
    columnDigits(
      [...props.statement.statement, props.statement.total].flatMap((row) =>
        heads.map((name) => row[name]),
      ),
    ),
  )
  return (
    <Show when={small()} fallback={<Table {...props} digits={digits()} />}>
      <StatementList {...props} digits={digits()} />
    </Show>
  )
}

function Table(props: { readonly statement: Statement; readonly digits: number }) {
  const said = () => historyWords().statement
  const folded = createMemo(() => foldYears(props.statement))
  return (
    <section class="table-region" tabindex="0" aria-label={said().table}>
      <table class="statement-table">
        <caption class="visually-hidden">{said().caption(props.statement.meta.tz)}</caption>
        <thead>
          <tr>
            <th scope="col">{said().month}</th>
            <th scope="col">{said().entries}</th>
            <For each={heads}>{(name) => <th scope="col">{said()[name]}</th>}</For>
            <th scope="col">
              <span class="visually-hidden">{said().check}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={folded().months}>{(row) => <Month row={row} digits={props.digits} />}</For>
          <For each={folded().years}>
            {(year) => (
              <Foldable
                name={said().year(year.year, year.months.length)}
                row={year}
                digits={props.digits}
                bold
              >
                <For each={year.months}>{(row) => <Month row={row} digits={props.digits} />}</For>
              </Foldable>
            )}
          </For>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{said().lifetime}</th>
            <Figures row={props.statement.total} digits={props.digits} />
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

function Month(props: { readonly row: StatementRow; readonly digits: number }) {
  return (
    <Foldable
      name={monthAndYear(props.row.first_day)}
      row={props.row}
      digits={props.digits}
      open={!props.row.complete}
    >
      <tr class="statement-days">
        <td colspan={9}>
          <StatementParts row={props.row} digits={props.digits} />
        </td>
      </tr>
    </Foldable>
  )
}

/** A row with what it is made of below it, once it is opened. */
function Foldable(props: {
  readonly name: string
  readonly row: Sums
  readonly digits: number
  readonly bold?: true
  readonly open?: boolean
  readonly children: JSX.Element
}) {
  const [unfolded, setUnfolded] = createSignal(false)
  return (
    <>
      <tr classList={{ strong: props.bold === true, unfolded: unfolded() }}>
        <th scope="row">
          <button
            type="button"
            class="fold"
            aria-expanded={unfolded()}
            onClick={() => setUnfolded(!unfolded())}
          >
            <ChevronDown /> {props.name}
          </button>
        </th>
        <Figures row={props.row} digits={props.digits} open={props.open === true} />
      </tr>
      <Show when={unfolded()}>{props.children}</Show>
    </>
  )
}

function Figures(props: { readonly row: Sums; readonly digits: number; readonly open?: boolean }) {
  const said = () => historyWords().statement
  const plus = (value: string) => signedColumnCredits(value, props.digits)
  const cells = (): ReadonlyArray<readonly [value: string, text: string]> => [
    [props.row.opening, columnCredits(props.row.opening, props.digits)],
    [props.row.purchased, plus(props.row.purchased)],
    [props.row.bonus, plus(props.row.bonus)],
    [props.row.refunded, plus(props.row.refunded)],
    [props.row.spent, plus(props.row.spent === "0" ? "0" : `-${props.row.spent}`)],
  ]
  return (
    <>
      <td class="zero">{count(props.row.count)}</td>
      <For each={cells()}>
        {([value, text]) => <td classList={{ zero: value === "0" }}>{text}</td>}
      </For>
      <td class="closing">{columnCredits(props.row.closing, props.digits)}</td>
      <td class="check">
        <Show when={props.open}>
          <span class="note">{said().soFar} </span>
        </Show>
        <Show when={addsUp(props.row)} fallback={<span class="late">{said().differs}</span>}>
          <Tick />
          <span class="visually-hidden">{said().adds}</span>
        </Show>
      </td>
    </>
  )
}
