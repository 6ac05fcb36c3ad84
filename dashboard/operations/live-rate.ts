/** Credits a minute, from what all accounts together have spent, as a live stream tells it. */
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"

/** What was spent, and how many entries there were, since the beginning of the ledger. */
export interface LifetimeAt {
  /** Milliseconds of any clock that goes on steadily. */
  readonly at: number
  readonly spent: string
  readonly count: number
}

export interface LiveRate {
  readonly credits: string
  readonly entries: number
  /** Of how many seconds, up to a minute. */
  readonly seconds: number
}

const MINUTE_MS = 60_000

/** The newest told before the minute began stays: what came since is counted from it. */
export const recentOf = (
  told: ReadonlyArray<LifetimeAt>,
  now: number,
): ReadonlyArray<LifetimeAt> => {
  const before = told.findLastIndex(({ at }) => at <= now - MINUTE_MS)
  return before < 0 ? told : told.slice(before)
}

/** `undefined` until something was told. `since`: when listening began. */
export const rateOf = (
  told: ReadonlyArray<LifetimeAt>,
  { since, now }: { readonly since: number; readonly now: number },
): LiveRate | undefined => {
  const recent = recentOf(told, now)
  const [first, last] = [recent[0], recent.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const spent = (parseDecimal(last.spent) ?? 0n) - (parseDecimal(first.spent) ?? 0n)
  return {
    credits: formatDecimal(spent),
    entries: last.count - first.count,
    seconds: Math.min(60, Math.max(0, Math.floor((now - since) / 1000))),
  }
}
