/** The ledger on a small screen: the same rows as a list, two lines each. */

import { createMemo, For, Show } from "solid-js"
import type { Transaction, Transactions } from "#api/contract.ts"
import type { Day } from "../days.ts"
import { shortDate, timeOfDay } from "../format-date.ts"
import { columnCredits, columnDigits, signedColumnCredits } from "../format-number.ts"
import { ledgerDays } from "../ledger-days.ts"
import { m } from "../messages.ts"
import { Payment } from "./Payment.tsx"
import { TransactionType } from "./TransactionType.tsx"
import { amountOf, quantityOf } from "./transaction-cells.tsx"

export function TransactionList(props: {
  readonly page: Transactions
  readonly today: Day
  readonly caption: string
  /** Whether rows are in the order of time. */
  readonly byDay: boolean
  readonly filtered: boolean
  readonly onOpen: (id: string) => void
}) {
  const days = createMemo(() =>
    ledgerDays(
      props.page,
      props.page.transactions.map((transaction) => ({ row: transaction, transaction })),
      { today: props.today, byDay: props.byDay, filtered: props.filtered },
    ),
  )
  const digits = createMemo(() =>
    columnDigits(props.page.transactions.flatMap((t) => [t.credits, t.balance_after])),
  )
  return (
    <div class="ledger-list">
      <p id="ledger-caption" class="ledger-caption" tabindex="-1">
        {props.caption}
      </p>
      <For each={days()}>
        {(day) => (
          <>
            <Show when={props.byDay}>
              <h3 class="day-head">
                {day.title} <span class="day-sums">{day.sums}</span>
              </h3>
            </Show>
            <ul>
              <For each={day.rows}>
                {(transaction) => (
                  <Entry
                    transaction={transaction}
                    zone={props.page.meta.tz}
                    digits={digits()}
                    dated={props.byDay ? undefined : props.today}
                    onOpen={props.onOpen}
                  />
                )}
              </For>
            </ul>
          </>
        )}
      </For>
    </div>
  )
}

function Entry(props: {
  readonly transaction: Transaction
  readonly zone: string
  readonly digits: number
  /** Today, where each row needs its date. */
  readonly dated: Day | undefined
  readonly onOpen: (id: string) => void
}) {
  const t = () => props.transaction
  return (
    <li class="entry">
      <button
        type="button"
        class="entry-what"
        data-entry={t().id}
        aria-haspopup="dialog"
        onClick={() => props.onOpen(t().id)}
      >
        {t().description}
        <span class="note">{quantityOf(t())}</span>
      </button>
      <span class={`entry-credits type-${t().type}`}>
        {signedColumnCredits(t().credits, props.digits)}
        <span class="visually-hidden"> {m().ledger.columns.credits}</span>
      </span>
      <span class="entry-how">
        <TransactionType type={t().type} /> ·{" "}
        <time datetime={t().occurred_at}>
          {props.dated === undefined ? "" : `${shortDate(t().day, props.dated)}, `}
          {timeOfDay(t().occurred_at, props.zone)}
        </time>{" "}
        · {t().category}
        <Show when={amountOf(t())}>{(amount) => <> · {amount()}</>}</Show>
        <Show when={t().reference}>
          {(reference) => (
            <>
              {" "}
              · <Payment reference={reference()} />
            </>
          )}
        </Show>
      </span>
      <span class="entry-balance">
        <span class="visually-hidden">{m().ledger.columns.balance_after} </span>
        {columnCredits(t().balance_after, props.digits)}
      </span>
    </li>
  )
}
