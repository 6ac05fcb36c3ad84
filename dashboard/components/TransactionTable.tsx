/** The ledger as a native table, in groups of days. */

import { createTable } from "@tanstack/solid-table"
import { createMemo, For, type JSX, Show } from "solid-js"
import type { Transaction, Transactions } from "#api/contract.ts"
import type { Day } from "../days.ts"
import { timeOfDay, timestamp } from "../format-date.ts"
import {
  columnCredits,
  columnDigits,
  exactCredits,
  money,
  signedColumnCredits,
} from "../format-number.ts"
import { ledgerDays } from "../ledger-days.ts"
import { Payment } from "./Payment.tsx"
import { TransactionType } from "./TransactionType.tsx"
import { columns, features, narrowHidden } from "./transaction-columns.ts"

interface CellContext {
  readonly zone: string
  readonly creditDigits: number
  readonly balanceDigits: number
}

export function TransactionTable(props: {
  readonly page: Transactions
  readonly today: Day
  readonly caption: string
  /** Without the columns that a middling width has no room for. */
  readonly compact: boolean
}) {
  const table = createTable({
    features,
    columns,
    getRowId: (transaction) => transaction.id,
    get data() {
      return props.page.transactions
    },
    state: {
      get columnVisibility() {
        return props.compact ? narrowHidden : {}
      },
    },
  })
  const days = createMemo(() =>
    ledgerDays(
      props.page,
      table.getRowModel().rows.map((row) => ({ row, transaction: row.original })),
      props.today,
    ),
  )
  const context = createMemo(
    (): CellContext => ({
      zone: props.page.meta.tz,
      creditDigits: columnDigits(props.page.transactions.map((t) => t.credits)),
      balanceDigits: columnDigits(props.page.transactions.map((t) => t.balance_after)),
    }),
  )
  const width = () => table.getVisibleLeafColumns().length
  return (
    <section class="table-region" aria-label="Entries table" tabindex="0">
      <table class="ledger-table">
        <caption id="ledger-caption" tabindex="-1">
          {props.caption}
        </caption>
        <thead>
          <For each={table.getHeaderGroups()}>
            {(group) => (
              <tr>
                <For each={group.headers}>
                  {(header) => (
                    <th
                      scope="col"
                      class={`cell-${header.column.id}`}
                      aria-sort={header.column.id === "occurred_at" ? "descending" : undefined}
                    >
                      {String(header.column.columnDef.header)}
                      <Show when={header.column.id === "occurred_at"}>
                        <span aria-hidden="true"> ↓</span>
                      </Show>
                    </th>
                  )}
                </For>
              </tr>
            )}
          </For>
        </thead>
        <For each={days()}>
          {(day) => (
            <tbody>
              <tr class="day-head">
                <th scope="rowgroup" colspan={Math.ceil(width() / 2)}>
                  {day.title}
                </th>
                <td colspan={Math.floor(width() / 2)}>{day.sums}</td>
              </tr>
              <For each={day.rows}>
                {(row) => (
                  <tr>
                    <For each={row.getVisibleCells()}>
                      {(cell) => (
                        <td class={`cell-${cell.column.id}`}>
                          {cells[cell.column.id]?.(row.original, context())}
                        </td>
                      )}
                    </For>
                  </tr>
                )}
              </For>
            </tbody>
          )}
        </For>
      </table>
    </section>
  )
}

const none = (what: string) => <span class="visually-hidden">no {what}</span>

/** ` · 1,000 combos`: what one large entry was for. A quantity of one says nothing new. */
export const quantityOf = ({ quantity, unit }: Transaction): string =>
  quantity === null || quantity === "1"
    ? ""
    : ` · ${exactCredits(quantity)}${unit === null ? "" : ` ${unit}`}`

export const amountOf = ({ amount, currency }: Transaction): string | undefined =>
  amount === null ? undefined : money(amount, currency ?? "")

const cells: Readonly<Record<string, (t: Transaction, context: CellContext) => JSX.Element>> = {
  occurred_at: (t, { zone }) => (
    <time datetime={t.occurred_at} title={timestamp(t.occurred_at, zone)}>
      {timeOfDay(t.occurred_at, zone)}
    </time>
  ),
  description: (t) => (
    <span class="ellipsis" title={t.description}>
      {t.description}
      <span class="note">{quantityOf(t)}</span>
    </span>
  ),
  category: (t) => <span class="ellipsis">{t.category}</span>,
  operation: (t) => (
    <span class="ellipsis" title={t.operation}>
      {t.operation}
    </span>
  ),
  type: (t) => <TransactionType type={t.type} />,
  credits: (t, { creditDigits }) => (
    <span class={`type-${t.type}`}>{signedColumnCredits(t.credits, creditDigits)}</span>
  ),
  amount: (t) => amountOf(t) ?? none("amount"),
  balance_after: (t, { balanceDigits }) => columnCredits(t.balance_after, balanceDigits),
  reference: (t) => (t.reference === null ? none("payment") : <Payment reference={t.reference} />),
}
