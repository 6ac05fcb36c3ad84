/**
 * What made a day larger than usual, by one dimension. What was expected of the day is split the way the
 * days it is measured by were split; so the excesses of all values add up to the day's, exactly.
 */
import { ratio } from "./decimal.ts"

/** One value's spend on the day, and on all days together that the day is measured by. */
export interface ValueUse {
  readonly value: string
  readonly used: bigint
  readonly entries: number
  readonly history: bigint
}

export interface DayUse {
  readonly used: bigint
  readonly entries: number
  readonly expected: bigint
  /** Spend of all days that it is measured by. */
  readonly history: bigint
}

export interface Cause {
  readonly value: string
  readonly used: bigint
  readonly expected: bigint
  /** Negative for a value that was used less than usual. */
  readonly excess: bigint
  /** Of the day's excess; null when that is zero. Above 1 where others fell behind. */
  readonly share: number | null
  readonly entries: number
}

export interface Causes {
  /** Largest excess first. */
  readonly values: ReadonlyArray<Cause>
  /** All other values together; null when there are none. */
  readonly others: Omit<Cause, "value"> | null
}

/** The first `top` of the values. `uses` may leave values out: they are among the others. */
export const causesOf = (
  day: DayUse,
  uses: ReadonlyArray<ValueUse>,
  { top, complete }: { readonly top: number; readonly complete: boolean },
): Causes => {
  const ranked = [...uses].sort((a, b) => compareExcess(day, a, b))
  const shown = ranked.slice(0, top)
  const rest = {
    used: day.used - sum(shown.map(({ used }) => used)),
    entries: day.entries - shown.reduce((count, { entries }) => count + entries, 0),
    history: day.history - sum(shown.map(({ history }) => history)),
  }
  const parts = apportion(day.expected, [...shown.map(({ history }) => history), rest.history])
  const causes = shown.map((use, i) => ({ value: use.value, ...causeOf(day, use, parts[i] ?? 0n) }))
  const none = complete && ranked.length <= top
  return { values: causes, others: none ? null : causeOf(day, rest, parts[shown.length] ?? 0n) }
}

const causeOf = (day: DayUse, use: Omit<ValueUse, "value">, expected: bigint) => {
  const excess = use.used - expected
  const whole = day.used - day.expected
  return {
    used: use.used,
    expected,
    excess,
    share: whole === 0n ? null : ratio(excess, whole),
    entries: use.entries,
  }
}

/** By `used - expected * history / day.history`, without a division. */
const compareExcess = (day: DayUse, a: ValueUse, b: ValueUse): number => {
  const whole = day.history === 0n ? 1n : day.history
  const difference = (b.used - a.used) * whole - (b.history - a.history) * day.expected
  if (difference !== 0n) return difference > 0n ? 1 : -1
  return a.value < b.value ? -1 : 1
}

/**
 * Splits a whole in proportion to weights (none negative), so that the parts add up to it: each is rounded
 * down, and what is left goes to the largest remainders. All zero when the weights are.
 */
export const apportion = (whole: bigint, weights: ReadonlyArray<bigint>): ReadonlyArray<bigint> => {
  const total = sum(weights)
  if (total === 0n) return weights.map(() => 0n)
  const parts = weights.map((weight) => (whole * weight) / total)
  let left = whole - sum(parts)
  const remainder = (i: number) => (whole * (weights[i] ?? 0n)) % total
  const order = weights
    .map((_, i) => i)
    .sort((a, b) => (remainder(a) === remainder(b) ? a - b : remainder(a) > remainder(b) ? -1 : 1))
  for (const i of order) {
    if (left === 0n) break
    parts[i] = (parts[i] ?? 0n) + 1n
    left--
  }
  return parts
}

const sum = (values: ReadonlyArray<bigint>): bigint => values.reduce((a, b) => a + b, 0n)
