/** All values with their figures, also those that the chart shows as one. */
import { createMemo, createSignal, For, Index, Show } from "solid-js"
import { openExport } from "../export-offer.ts"
import { averageCredits, columnCredits, columnDigits, count, percent } from "../format-number.ts"
import { exploreWords } from "../messages/explore.ts"
import { m } from "../messages.ts"
import type { TableFormat } from "../table-copy.ts"
import { useView } from "../view.ts"
import {
  columnsOf,
  columnTitle,
  copyBreakdown,
  LARGEST_FIRST,
  nextSort,
  sortRows,
} from "./breakdown-columns.ts"
import { CopyBreakdown } from "./CopyBreakdown.tsx"
import { type Explore, type Explored, grainOf } from "./create-explore.ts"
import { type Row, totalRow } from "./explore-rows.ts"
import { figure } from "./explore-sentence.ts"
import { toggled } from "./linked-list.ts"
import { dimensionName, dimensionTitle } from "./question-words.ts"
import { Sparkline } from "./Sparkline.tsx"
import { trendWords } from "./trend.ts"
import { ValueButton } from "./ValueButton.tsx"
import { slotColour } from "./value-slots.ts"

const said = () => exploreWords().table

export function ExploreBreakdown(props: { readonly explore: Explore }) {
  const view = useView()
  const explored = () => props.explore.explored()
  const note = (rows: ReadonlyArray<Row>, others: number) => {
    const named = rows.filter(({ key }) => key !== undefined).length
    return others === 0 ? said().note(named) : said().largest(named, others)
  }
  return (
    <section
      class="section explore-breakdown"
      aria-labelledby="explore-breakdown-title"
      aria-busy={props.explore.read.pending()}
    >
      <div class="section-head">
        <h2 id="explore-breakdown-title">
          {said().title(dimensionName(explored()?.by ?? view.state().by))}
        </h2>
        <Show when={explored()}>
          {(known) => (
            <p class="section-note">{note(known().rows, known().usage.other?.groups ?? 0)}</p>
          )}
        </Show>
        <button type="button" class="link-button push" onClick={() => openExport()}>
          {m().shell.export}
        </button>
      </div>
      <Show when={explored()}>{(known) => <Table explored={known()} />}</Show>
    </section>
  )
}

function Table(props: { readonly explored: Explored }) {
  const usage = () => props.explored.usage
  const total = createMemo(() => totalRow(usage()))
  const [sort, setSort] = createSignal(LARGEST_FIRST)
  const rows = createMemo(() => sortRows(props.explored.rows, sort()))
  const copied = (format: TableFormat) =>
    copyBreakdown([...rows(), total()], {
      ...{ usage: usage(), name: dimensionTitle(props.explored.by), format },
    })
  const isCount = () => usage().measure === "count"
  const digits = createMemo(() => columnDigits([...rows(), total()].map(({ value }) => value)))
  const beforeDigits = createMemo(() =>
    columnDigits([...rows(), total()].map(({ previous }) => previous ?? "0")),
  )
  const whole = () => props.explored.divided.columns.filter(({ state }) => state === "whole")
  return (
    <>
      <section class="table-region" tabindex="0" aria-label={said().region}>
        <table class="sums-table explore-table">
          <caption class="visually-hidden">
            {said().title(dimensionName(props.explored.by))}
          </caption>
          <thead>
            <tr>
              <For each={columnsOf(usage())}>
                {(id) => (
                  <SortHead
                    title={columnTitle(id, usage(), dimensionTitle(props.explored.by))}
                    sorted={sort().by === id ? sort().descending : undefined}
                    onSort={() => setSort(nextSort(sort(), id))}
                  />
                )}
              </For>
              <th scope="col" class="course">
                {said().course[grainOf(props.explored)](whole().length)}
              </th>
            </tr>
          </thead>
          <tbody>
            <Index each={rows()}>
              {(row) => (
                <tr>
                  <th scope="row">
                    <RowName row={row()} by={props.explored.by} />
                  </th>
                  <Figures
                    {...{ row: row(), digits: digits(), beforeDigits: beforeDigits() }}
                    {...{ isCount: isCount(), isCompared: usage().comparison !== null }}
                  />
                  <Course row={row()} explored={props.explored} />
                </tr>
              )}
            </Index>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{total().name}</th>
              <Figures
                {...{ row: total(), digits: digits(), beforeDigits: beforeDigits() }}
                {...{ isCount: isCount(), isCompared: usage().comparison !== null }}
              />
              <td />
            </tr>
          </tfoot>
        </table>
      </section>
      <div class="section-foot">
        <p class="note">{said().foot(figure(total().value, usage().measure))}</p>
        <div class="push">
          <CopyBreakdown text={copied} />
        </div>
      </div>
    </>
  )
}

/** `sorted`: whether largest first; `undefined` where something else says the order. */
function SortHead(props: {
  readonly title: string
  readonly sorted: boolean | undefined
  readonly onSort: () => void
}) {
  const direction = () => (props.sorted ? "descending" : "ascending")
  return (
    <th scope="col" aria-sort={props.sorted === undefined ? undefined : direction()}>
      <button type="button" class="sort-button" onClick={() => props.onSort()}>
        {props.title}
        <span aria-hidden="true">
          {props.sorted === undefined ? " ↕" : props.sorted ? " ↓" : " ↑"}
        </span>
      </button>
    </th>
  )
}

function RowName(props: { readonly row: Row; readonly by: Explored["by"] }) {
  const view = useView()
  const toggle = (key: string, how: "is" | "not") =>
    view.update({ filters: toggled(view.state().filters, props.by, { key, how }) })
  return (
    <Show when={props.row.key !== undefined} fallback={props.row.name}>
      <span class="row-name">
        <ValueButton
          name={props.row.name}
          swatch={slotColour(props.row.slot)}
          state="counted"
          entry
          onToggle={(how) => toggle(props.row.key ?? "", how)}
        />
      </span>
    </Show>
  )
}

function Figures(props: {
  readonly row: Row
  readonly digits: number
  readonly beforeDigits: number
  readonly isCount: boolean
  readonly isCompared: boolean
}) {
  return (
    <>
      <td>{columnCredits(props.row.value, props.digits)}</td>
      <td>{percent(props.row.share * 100)}</td>
      <Show when={!props.isCount}>
        <td>{count(props.row.count)}</td>
        <td>{props.row.average === undefined ? "–" : averageCredits(props.row.average)}</td>
      </Show>
      <Show when={props.isCompared}>
        <td>{columnCredits(props.row.previous ?? "0", props.beforeDigits)}</td>
        <td>{changeWords(props.row)}</td>
      </Show>
    </>
  )
}

const changeWords = ({ change, value }: Row): string => {
  if (change === undefined) return value === "0" ? "–" : said().fresh
  if (change === 0) return percent(0)
  const size = percent(Math.abs(change))
  return change > 0 ? `+${size}` : `−${size}`
}

function Course(props: { readonly row: Row; readonly explored: Explored }) {
  const view = useView()
  const words = () => {
    const whole = props.explored.divided.columns.filter(({ state }) => state === "whole")
    return trendWords(props.row.trend, whole, view.today())
  }
  return (
    <td class="course">
      <Sparkline heights={props.row.spark} />
      <span class="note">{words()}</span>
    </td>
  )
}
