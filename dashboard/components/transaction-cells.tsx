/** What a cell of the ledger shows, by its column. Each follows its entry, so that rows can be used again. */
import { type Accessor, createMemo, type JSX, Show } from "solid-js"
import type { Transaction } from "#api/contract.ts"
import type { Day } from "../days.ts"
import { shortDate, timeOfDay, timestamp } from "../format-date.ts"
import { columnCredits, exactCredits, money, signedColumnCredits } from "../format-number.ts"
import type { ColumnId } from "../ledger-columns.ts"
import { m } from "../messages.ts"
import { Payment } from "./Payment.tsx"
import { TransactionType } from "./TransactionType.tsx"

/** A value of a field was pressed: only entries with it, or none of them. */
export type OnPick = (
  field: "category" | "operation",
  value: string,
  operator: "is" | "not",
) => void

export interface CellContext {
  readonly zone: string
  /** Today, where rows of several days stand together and each needs its date. */
  readonly dated: Day | undefined
  readonly creditDigits: number
  readonly balanceDigits: number
  readonly onOpen: (id: string) => void
  readonly onPick: OnPick
  /** Another entry of the page. */
  readonly entry: (id: string) => Transaction | undefined
}

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
  readonly onPick: OnPick
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

export const cells: Readonly<Record<ColumnId, Cell>> = {
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
