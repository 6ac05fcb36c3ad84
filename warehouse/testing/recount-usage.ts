/**
 * The oracle for series, breakdowns and statements: every figure again from the plain list of events, by
 * loops. It takes nothing from the warehouse's own arithmetic: days are what a calendar on the wall shows.
 */
import type { Filter, FilterField } from "../domain/filters.ts"
import type { UsageEvent } from "../domain/usage-event.ts"
import { balanceOf, categoryOf, recount, wallDay } from "./recount.ts"

export interface WallDays {
  readonly first: string
  readonly last: string
}

export const within = (
  events: ReadonlyArray<UsageEvent>,
  { first, last }: WallDays,
  zone: string,
): ReadonlyArray<UsageEvent> =>
  events.filter(({ occurredAt }) => {
    const day = wallDay(occurredAt, zone)
    return day >= first && day <= last
  })

/** The text that a field or a dimension of an event has; empty where it was not sent. */
export const textOf = (event: UsageEvent, field: string): string => {
  if (field.startsWith("property:")) return event.properties?.[field.slice(9)] ?? ""
  const texts: Readonly<Record<string, string | undefined>> = {
    account: event.account,
    actor: event.actor,
    category: categoryOf(event),
    operation: event.operation,
    type: event.type,
  }
  return texts[field] ?? ""
}

const signedCredits = ({ type, credits }: UsageEvent) => (type === "spend" ? -credits : credits)

const holds = (event: UsageEvent, { field, operator, values }: Filter): boolean => {
  if (field === "credits") {
    const limit = BigInt(values[0] ?? "0") * 1_000_000n
    return operator === "gt" ? signedCredits(event) > limit : signedCredits(event) < limit
  }
  const text = textOf(event, field satisfies FilterField)
  if (operator === "is") return values.includes(text)
  if (operator === "not") return !values.includes(text)
  return values.some((value) => text.toLowerCase().includes(value.toLowerCase()))
}

export const filtered = (
  events: ReadonlyArray<UsageEvent>,
  filters: ReadonlyArray<Filter>,
): ReadonlyArray<UsageEvent> =>
  events.filter((event) => filters.every((filter) => holds(event, filter)))

export const measureOf = (events: ReadonlyArray<UsageEvent>, measure: string): bigint => {
  const { spend, purchase, refund, bonus, count } = recount(events)
  const figures: Readonly<Record<string, bigint>> = {
    spend,
    purchase,
    refund,
    bonus,
    credits: spend + purchase + refund + bonus,
    count: BigInt(count) * 1_000_000n,
  }
  return figures[measure] as bigint
}

/** Names the bucket of a day as the series does. Weeks begin on Monday. */
const keys: Readonly<Record<string, (day: string) => string>> = {
  day: (day) => day,
  week: (day) => {
    const date = new Date(`${day}T12:00:00Z`)
    date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
    return date.toISOString().slice(0, 10)
  },
  month: (day) => day.slice(0, 7),
  quarter: (day) => `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) + 2) / 3)}`,
}

/** What a bucket holds. Of an hour, which no calendar on the wall tells apart twice, its own ends decide. */
export const inBucket = (
  events: ReadonlyArray<UsageEvent>,
  bucket: { readonly key: string; readonly from: number; readonly to: number },
  { grain, zone }: { readonly grain: string; readonly zone: string },
): ReadonlyArray<UsageEvent> =>
  grain === "hour"
    ? events.filter(({ occurredAt }) => occurredAt >= bucket.from && occurredAt < bucket.to)
    : events.filter(({ occurredAt }) => keys[grain]?.(wallDay(occurredAt, zone)) === bucket.key)

export interface RecountedGroup {
  readonly values: ReadonlyArray<string>
  readonly now: ReadonlyArray<UsageEvent>
  readonly before: ReadonlyArray<UsageEvent>
}

/** Groups in the order asked for; equal ones by the bytes of their values. */
export const groupsOf = (
  now: ReadonlyArray<UsageEvent>,
  before: ReadonlyArray<UsageEvent>,
  { by, measure, sort }: { by: ReadonlyArray<string>; measure: string; sort: string },
): ReadonlyArray<RecountedGroup> => {
  const nameOf = (event: UsageEvent) => JSON.stringify(by.map((field) => textOf(event, field)))
  const names = [...new Set([...now, ...before].map(nameOf))]
  const groups = names.map((name) => ({
    values: JSON.parse(name) as string[],
    now: now.filter((event) => nameOf(event) === name),
    before: before.filter((event) => nameOf(event) === name),
  }))
  const weight = ({ now, before }: RecountedGroup): bigint => {
    if (sort.endsWith("count")) return measureOf(now, "count")
    if (sort.endsWith("credits")) return measureOf(now, measure)
    return sort === "value" ? 0n : measureOf(now, measure) - measureOf(before, measure)
  }
  const bytes = ({ values }: RecountedGroup, i: number) => Buffer.from(values[i] ?? "")
  return groups.sort((a, b) => {
    const [x, y] = sort.startsWith("-") ? [weight(b), weight(a)] : [weight(a), weight(b)]
    if (x !== y) return x < y ? -1 : 1
    return Buffer.compare(bytes(a, 0), bytes(b, 0)) || Buffer.compare(bytes(a, 1), bytes(b, 1))
  })
}

/** The balance after everything that occurred before the instant. */
export const balanceBefore = (events: ReadonlyArray<UsageEvent>, at: number): bigint =>
  balanceOf(events.filter(({ occurredAt }) => occurredAt < at))
