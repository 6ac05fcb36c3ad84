/**
 * The oracle: every figure counted again from a plain list of events, the slow and obvious way. Shares
 * no arithmetic with the warehouse: days come from `Intl`, sums from a loop over the list.
 */
import type { UsageEvent } from "../domain/usage-event.ts"

export interface Recount {
  readonly spend: bigint
  readonly purchase: bigint
  readonly refund: bigint
  readonly bonus: bigint
  readonly count: number
}

const CATALOG: Readonly<Record<string, string>> = {
  keyframeGenerate: "Image Generation",
  voiceoverGenerate: "Audio Generation",
  researcher: "Research",
  purchase: "Billing",
  refund: "Billing",
}
export const OPERATIONS = [...Object.keys(CATALOG), "unheardOf"]

export const categoryOf = (event: UsageEvent): string =>
  event.category ?? CATALOG[event.operation] ?? "Other"

export const recount = (events: ReadonlyArray<UsageEvent>): Recount => {
  const sum = { spend: 0n, purchase: 0n, refund: 0n, bonus: 0n, count: 0 }
  for (const { type, credits } of events) {
    if (type === "failure") continue
    sum[type] += credits
    sum.count++
  }
  return sum
}

const movement = ({ type, credits }: UsageEvent) => (type === "spend" ? -credits : credits)

export const balanceOf = (events: ReadonlyArray<UsageEvent>): bigint =>
  events.reduce((balance, event) => balance + movement(event), 0n)

/** Oldest first; ids in the order of their UTF-8 bytes. */
export const inLedgerOrder = (events: ReadonlyArray<UsageEvent>): UsageEvent[] =>
  [...events].sort(
    (a, b) => a.occurredAt - b.occurredAt || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)),
  )

export const balancesAfter = (events: ReadonlyArray<UsageEvent>): bigint[] => {
  let balance = 0n
  return inLedgerOrder(events).map((event) => {
    balance += movement(event)
    return balance
  })
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** What a wall calendar in the zone shows at that instant. */
export const wallDay = (instant: number, timeZone: string): string => {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" })
  formats.set(timeZone, format)
  return format.format(instant)
}

export const groupBy = <A>(items: ReadonlyArray<A>, key: (item: A) => string): Map<string, A[]> =>
  Map.groupBy(items, key)
