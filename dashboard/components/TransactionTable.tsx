/** The ledger as a native table, in groups of days. */

import { createTable } from "@tanstack/solid-table"
import { createMemo, For, Index, Show } from "solid-js"
import type { Transaction, Transactions } from "#api/contract.ts"
import type { Day } from "../days.ts"
import { columnCredits, columnDigits, signedColumnCredits } from "../format-number.ts"
import { type ColumnId, density } from "../ledger-columns.ts"
import { ledgerDays } from "../ledger-days.ts"
import { m } from "../messages.ts"
import { isByTime, type Sort, sorts } from "../url-state.ts"
import { amountOf, type CellContext, cells, type OnPick } from "./transaction-cells.tsx"
import { columns, features } from "./transaction-columns.ts"

export interface TransactionTableProps {
  readonly page: Transactions
  readonly today: Day
  readonly caption: string
  /** By column id. */
  readonly visible: Record<string, boolean>
  readonly filtered: boolean
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly onPick: OnPick
  /** The id of the entry whose story is open. */
  readonly opened: string | undefined
  readonly onOpen: (id: string) => void
}

export function TransactionTable(props: TransactionTableProps) {
  const table = createTable({
    features,
    columns,
    getRowId: (transaction) => transaction.id,
    get data() {
      return props.page.transactions
    },
    state: {
      get columnVisibility() {
        return props.visible
      },
    },
  })
  const days = createMemo(() =>
    ledgerDays(
      props.page,
      table.getRowModel().rows.map((row) => ({ row, transaction: row.original })),
      { today: props.today, byDay: isByTime(props.sort), filtered: props.filtered },
    ),
  )
  // A spend's refund, or a refund's spend: the other half of what is open.
  const isLinked = (t: Transaction, opened: string | undefined) =>
    opened !== undefined && (t.refers_to === opened || context().entry(opened)?.refers_to === t.id)
  const context = createMemo(
    (): CellContext => ({
      zone: props.page.meta.tz,
      dated: isByTime(props.sort) ? undefined : props.today,
      creditDigits: columnDigits(props.page.transactions.map((t) => t.credits)),
      balanceDigits: columnDigits(props.page.transactions.map((t) => t.balance_after)),
      onOpen: (id) => props.onOpen(id),
      onPick: (...picked) => props.onPick(...picked),
      entry: (id) => props.page.transactions.find((t) => t.id === id),
    }),
  )
  const width = () => table.getVisibleLeafColumns().length
  // The columns are of fixed widths: those of figures are told how long theirs get.
  const room = () => {
    const { creditDigits, balanceDigits } = context()
    const longest = (textOf: (t: Transaction) => string) =>
      `${Math.max(0, ...props.page.transactions.map((t) => textOf(t).length))}ch`
    return {
      "--credits": longest((t) => signedColumnCredits(t.credits, creditDigits)),
      "--amount": longest((t) => amountOf(t) ?? ""),
      "--balance": longest((t) => columnCredits(t.balance_after, balanceDigits)),
    }
  }
  return (
    <section class="table-region" aria-label={m().ledger.table} tabindex="0">
      <table
        class="ledger-table"
        classList={{ dated: !isByTime(props.sort) }}
        style={room()}
        data-density={density()}
      >
        <caption id="ledger-caption" tabindex="-1">
          {props.caption}
        </caption>
        <thead>
          <tr>
            <For each={table.getVisibleLeafColumns()}>
              {(column) => (
                <Head id={column.id as ColumnId} sort={props.sort} onSort={props.onSort} />
              )}
            </For>
          </tr>
        </thead>
        {/* By their places: another page writes other text into the same rows, which is half the work. */}
        <Index each={days()}>
          {(day) => (
            <tbody>
              <Show when={day().title !== ""}>
                <tr class="day-head">
                  <th scope="rowgroup" colspan={Math.ceil(width() / 2)}>
                    {day().title}
                  </th>
                  <td colspan={Math.floor(width() / 2)}>{day().sums}</td>
                </tr>
              </Show>
              <Index each={day().rows}>
                {(row) => (
                  <tr
                    class="entry-row"
                    data-opened={row().id === props.opened ? "" : undefined}
                    data-linked={isLinked(row().original, props.opened) ? "" : undefined}
                    onClick={(event) => isForTheRow(event) && props.onOpen(row().id)}
                  >
                    <For each={table.getVisibleLeafColumns()}>
                      {({ id }) => (
                        <td class={`cell-${id}`}>
                          {cells[id as ColumnId](() => row().original, context)}
                        </td>
                      )}
                    </For>
                  </tr>
                )}
              </Index>
            </tbody>
          )}
        </Index>
      </table>
    </section>
  )
}

function Head(props: {
  readonly id: ColumnId
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
}) {
  const direction = () =>
    props.sort === props.id ? "ascending" : props.sort === `-${props.id}` ? "descending" : undefined
  const name = () => m().ledger.columns[props.id]
  return (
    <th scope="col" class={`cell-${props.id}`} aria-sort={direction()}>
      <Show when={isSortable(props.id)} fallback={name()}>
        <button
          type="button"
          class="sort-button"
          onClick={() => props.onSort(nextSort(props.id, props.sort))}
        >
          {name()}
          <span aria-hidden="true">
            {direction() === undefined ? " ↕" : direction() === "descending" ? " ↓" : " ↑"}
          </span>
        </button>
      </Show>
    </th>
  )
}

const isSortable = (id: ColumnId) => sorts.some((sort) => sort === id)

/** Largest or newest first, then the other way round. */
const nextSort = (id: ColumnId, sort: Sort): Sort => {
  const [descending, ascending] = [`-${id}`, id].map((name) => sorts.find((one) => one === name))
  return (sort === descending ? ascending : descending) ?? sort
}

/** Not a click on something in the row that does something else, and not the end of a selection. */
const isForTheRow = (event: MouseEvent): boolean =>
  !(event.target instanceof Element && event.target.closest("a, button") !== null) &&
  (document.getSelection()?.isCollapsed ?? true)
