/** The ledger as a native table, in groups of days. */

import { createTable } from "@tanstack/solid-table"
import { type Accessor, createMemo, For, Index, type JSX, Show } from "solid-js"
import type { Transaction, Transactions } from "#api/contract.ts"
import type { Day } from "../days.ts"
import { shortDate, timeOfDay, timestamp } from "../format-date.ts"
import {
  columnCredits,
  columnDigits,
  exactCredits,
  money,
  signedColumnCredits,
} from "../format-number.ts"
import { type ColumnId, density } from "../ledger-columns.ts"
import { ledgerDays } from "../ledger-days.ts"
import { m } from "../messages.ts"
import { isByTime, type Sort, sorts } from "../url-state.ts"
import { Payment } from "./Payment.tsx"
import { TransactionType } from "./TransactionType.tsx"
import { columns, features } from "./transaction-columns.ts"

interface CellContext {
  readonly zone: string
  /** Today, where rows of several days stand together and each needs its date. */
  readonly dated: Day | undefined
  readonly creditDigits: number
  readonly balanceDigits: number
  readonly onOpen: (id: string) => void
  readonly onPick: TransactionTableProps["onPick"]
  /** Another entry of the page. */
  readonly entry: (id: string) => Transaction | undefined
}

export interface TransactionTableProps {
  readonly page: Transactions
  readonly today: Day
  readonly caption: string
  /** By column id. */
  readonly visible: Record<string, boolean>
  readonly filtered: boolean
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  /** A value of a field was pressed: only entries with it, or none of them. */
  readonly onPick: (field: "category" | "operation", value: string, operator: "is" | "not") => void
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

const none = (what: string) => <span class="visually-hidden">{what}</span>

/** ` · 1,000 combos`: what one large entry was for. A quantity of one says nothing new. */
export const quantityOf = ({ quantity, unit }: Transaction): string =>
  quantity === null || quantity === "1"
    ? ""
    : ` · ${exactCredits(quantity)}${unit === null ? "" : ` ${unit}`}`

export const amountOf = ({ amount, currency }: Transaction): string | undefined =>
  amount === null ? undefined : money(amount, currency ?? "")

/** Alt leaves the value out instead. */
const Pick = (props: {
  readonly field: "category" | "operation"
  readonly value: string
  readonly onPick: TransactionTableProps["onPick"]
}) => (
  <button
    type="button"
    class="pick ellipsis"
    title={`${m().filters.only(props.value)}. ${m().filters.exclude}`}
    onClick={(event) => props.onPick(props.field, props.value, event.altKey ? "not" : "is")}
  >
    {props.value}
  </button>
)

type Cell = (t: Accessor<Transaction>, context: Accessor<CellContext>) => JSX.Element

const cells: Readonly<Record<ColumnId, Cell>> = {
  occurred_at: (t, context) => {
    const zone = () => context().zone
    const date = () => {
      const { dated } = context()
      return dated === undefined ? "" : `${shortDate(t().day, dated)}, `
    }
    return (
      <button
        type="button"
        class="row-open"
        data-entry={t().id}
        aria-haspopup="dialog"
        title={timestamp(t().occurred_at, zone())}
        onClick={() => context().onOpen(t().id)}
      >
        <time datetime={t().occurred_at}>{date() + timeOfDay(t().occurred_at, zone())}</time>
        <span class="visually-hidden">{`, ${t().description}`}</span>
      </button>
    )
  },
  description: (t, context) => {
    const returned = () =>
      t().type === "refund" ? context().entry(t().refers_to ?? "") : undefined
    const back = () => {
      const spend = returned()
      if (spend === undefined) return ""
      return ` · ${m().ledger.returns(timeOfDay(spend.occurred_at, context().zone))}`
    }
    return (
      <span class="ellipsis" title={t().description}>
        {t().description}
        <span class="note">{quantityOf(t()) + back()}</span>
      </span>
    )
  },
  category: (t, context) => (
    <Pick field="category" value={t().category} onPick={context().onPick} />
  ),
  operation: (t, context) => (
    <Pick field="operation" value={t().operation} onPick={context().onPick} />
  ),
  type: (t) => {
    // A memo: the glyph of the same type is not drawn again.
    const type = createMemo(() => t().type)
    return <TransactionType type={type()} />
  },
  credits: (t, context) => (
    <span class={`type-${t().type}`}>
      {signedColumnCredits(t().credits, context().creditDigits)}
    </span>
  ),
  amount: (t) => (
    <Show when={amountOf(t())} fallback={none(m().ledger.noAmount)}>
      {(amount) => amount()}
    </Show>
  ),
  balance_after: (t, context) => <>{columnCredits(t().balance_after, context().balanceDigits)}</>,
  reference: (t) => (
    <Show when={t().reference} fallback={none(m().ledger.noPayment)}>
      {(reference) => <Payment reference={reference()} />}
    </Show>
  ),
}
