/** What a planned quantity of an operation will cost, from what it cost before. */
import { divideRounded } from "./decimal.ts"

/** One spend on the operation. Millionths. */
export interface PricedEntry {
  readonly credits: bigint
  /** Null when it was sent without one. */
  readonly quantity: bigint | null
  readonly unit: string | null
}

export interface Estimate {
  /** The unit that the quantity is counted in; null for entries, or where no unit was sent. */
  readonly unit: string | null
  /** `unit`: priced by quantity. `entry`: no entry had one, so the quantity counts entries. */
  readonly basis: "unit" | "entry"
  /** Entries that it rests on. */
  readonly entries: number
  /** All of it at the price that one of ten entries was at or below, on average, and at or above. */
  readonly low: bigint
  readonly expected: bigint
  readonly high: bigint
  /** Whether the balance covers it: also at the high price, only at the low one, or not even then. */
  readonly covered: "yes" | "maybe" | "no"
}

const ONE = 1_000_000n

/** `entries` newest first. Null without any. */
export const estimateOf = (
  entries: ReadonlyArray<PricedEntry>,
  quantity: bigint,
  balance: bigint,
): Estimate | null => {
  const counted = entries.flatMap(({ credits, quantity, unit }) =>
    quantity === null || quantity <= 0n ? [] : [{ credits, quantity, unit }],
  )
  const [newest] = counted
  const priced =
    newest === undefined
      ? entries.map(({ credits }) => ({ credits, quantity: ONE }))
      : counted.filter(({ unit }) => unit === newest.unit)
  if (priced.length === 0) return null
  const sorted = [...priced].sort(byPrice)
  const tenth = Math.floor(sorted.length / 10)
  const at = (price: Price | undefined) =>
    price === undefined ? 0n : divideRounded(quantity * price.credits, price.quantity)
  const [low, high] = [at(sorted[tenth]), at(sorted[sorted.length - 1 - tenth])]
  const whole = priced.reduce((sum, one) => ({
    credits: sum.credits + one.credits,
    quantity: sum.quantity + one.quantity,
  }))
  return {
    unit: newest?.unit ?? null,
    basis: newest === undefined ? "entry" : "unit",
    entries: priced.length,
    low,
    expected: at(whole),
    high,
    covered: balance >= high ? "yes" : balance >= low ? "maybe" : "no",
  }
}

interface Price {
  readonly credits: bigint
  readonly quantity: bigint
}

/** By credits for one, without a division. */
const byPrice = (a: Price, b: Price): number => {
  const [left, right] = [a.credits * b.quantity, b.credits * a.quantity]
  return left === right ? 0 : left < right ? -1 : 1
}
