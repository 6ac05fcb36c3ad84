/** What questions are put to, and what they have in common. */
import type { Chance } from "./chance.ts"
import type { History } from "./history.ts"
import { type Account, type Row, ZONES } from "./rows.ts"
import { dayAfter, dayStart, wallDay } from "./wall-calendar.ts"

/** An answer's JSON; what is in it is compared piece by piece. */
// biome-ignore lint/suspicious/noExplicitAny: the wire, before anything is known of it
export type Answer = any

export interface World extends History {
  /** Asks the API. Throws where it does not answer 200. */
  readonly ask: (path: string) => Promise<Answer>
  /** Epoch milliseconds: where the histories end. */
  readonly until: number
}

/** Asks one random question, or several that belong together. Gives what differs, in words. */
export type Question = (chance: Chance, world: World) => Promise<ReadonlyArray<string>>

/** A sentence where two figures differ. */
export const same = (what: string, got: unknown, wanted: unknown): ReadonlyArray<string> => {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)]
  return a === b ? [] : [`${what}: got ${a?.slice(0, 400)}, wanted ${b?.slice(0, 400)}`]
}

export const accountPath = ({ account }: Account) => `/v1/accounts/${encodeURIComponent(account)}`

export const rowsOf = ({ rows }: World, { account }: Account): ReadonlyArray<Row> =>
  rows.filter((row) => row.account === account)

/** Whose usage: one account's, or that of all. */
export interface Scope {
  readonly path: string
  readonly zone: string
  readonly rows: ReadonlyArray<Row>
  /** Null: all of them. */
  readonly account: Account | null
}

export const scopeOf = (chance: Chance, world: World): Scope => {
  if (chance.once(3)) return { path: "/v1", zone: "UTC", rows: world.rows, account: null }
  const account = chance.pick(world.accounts)
  return {
    path: accountPath(account),
    zone: account.zone,
    rows: rowsOf(world, account),
    account,
  }
}

export interface Days {
  readonly first: string
  readonly last: string
}

/** Days within the history, few or many; now and then those that a zone skipped. */
export const daysOf = (chance: Chance, { until }: World, most: number): Days => {
  const today = wallDay(until, "UTC")
  const first = chance.once(12)
    ? dayAfter("2011-12-27", chance.below(4))
    : dayAfter(today, -chance.below(290))
  return { first, last: dayAfter(first, chance.below(most)) }
}

/** The same, now and then up to today, which is compared differently. */
export const daysToCompare = (chance: Chance, world: World, zone: string, most: number): Days => {
  if (!chance.once(3)) return daysOf(chance, world, most)
  const last = wallDay(world.until, zone)
  return { first: dayAfter(last, -chance.below(most)), last }
}

/** The rows of days, the last of which ends early where a cut is given. */
export const withinUntil = (
  rows: ReadonlyArray<Row>,
  days: Days,
  { zone, cut }: { readonly zone: string; readonly cut: number | null },
) => within(rows, days, zone).filter(({ at }) => cut === null || at < cut)

const QUARTER_HOUR = 900_000
/** A question may be asked in one quarter of an hour and answered in the next. */
const ASKED_WITHIN = 10_000

/** As far into a day as today has come when an answer was made: there are two where that has just changed. */
export const cutsOf = (generatedAt: string, day: string, zone: string): ReadonlyArray<number> => {
  const end = dayStart(dayAfter(day), zone) ?? Number.POSITIVE_INFINITY
  const start = dayStart(day, zone) ?? end
  return [0, ASKED_WITHIN].map((ago) => {
    const now = Date.parse(generatedAt) - ago
    const midnight = dayStart(wallDay(now, zone), zone) ?? now
    const quarters = Math.floor((now - midnight) / QUARTER_HOUR)
    return Math.min(start + quarters * QUARTER_HOUR, end)
  })
}

export const within = <A extends { readonly at: number }>(
  rows: ReadonlyArray<A>,
  { first, last }: Days,
  zone: string,
) =>
  rows.filter(({ at }) => {
    const day = wallDay(at, zone)
    return day >= first && day <= last
  })

/** Usually the scope's own zone, else one that the query names. */
export const zoneOf = (
  chance: Chance,
  own: string,
): { readonly zone: string; readonly tz?: string } => {
  if (chance.once(2)) return { zone: own }
  const zone = chance.pick(ZONES)
  return { zone, tz: zone }
}

/** Undefined words are left out; lists are repeated. */
export const search = (
  words: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>,
): string => {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(words))
    for (const one of typeof value === "string" ? [value] : (value ?? []))
      parameters.append(name, one)
  const text = parameters.toString()
  return text === "" ? "" : `?${text}`
}

/** Often that of a row, or right beside it: null for any other. */
const instantNear = (chance: Chance, rows: ReadonlyArray<Row>): number | null =>
  chance.once(2) && rows.length > 0 ? chance.pick(rows).at + chance.below(3) - 1 : null

/** Days, two instants, or nothing: then it is everything. */
export const stretchOf = (chance: Chance, world: World, rows: ReadonlyArray<Row>, zone: string) => {
  const kind = chance.below(3)
  if (kind === 0) return { words: {}, rows }
  if (kind === 1) {
    const days = daysOf(chance, world, 120)
    return { words: { from: days.first, to: days.last }, rows: within(rows, days, zone) }
  }
  const from = instantNear(chance, rows) ?? world.until - chance.below(250 * 86_400_000)
  const end = instantNear(chance, rows) ?? from + chance.below(60 * 86_400_000)
  const to = Math.max(from + 1, end)
  return {
    words: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    rows: rows.filter(({ at }) => at >= from && at < to),
  }
}
