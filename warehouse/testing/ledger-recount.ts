/** The oracle of ledger lists: filtered, sorted and cut from a plain list of events, the obvious way. */
import type { Interval } from "../domain/calendar.ts"
import type { Filter, Filters } from "../domain/filters.ts"
import type { LedgerSort } from "../domain/ledger-order.ts"
import type { UsageEvent } from "../domain/usage-event.ts"
import { balancesAfter, categoryOf, inLedgerOrder } from "./recount.ts"

const CATALOG_DESCRIPTIONS: Readonly<Record<string, string>> = {
  keyframeGenerate: "Tool: keyframeGenerate",
  voiceoverGenerate: "Tool: voiceoverGenerate",
  researcher: "Tool: researcher",
  purchase: "Credit purchase",
  refund: "Refund of a failed operation",
}
const descriptionOf = (event: UsageEvent): string =>
  event.description ?? CATALOG_DESCRIPTIONS[event.operation] ?? event.operation

/** `"-1.5"` as millionths, by hand. */
const millionths = (text: string): bigint => {
  const [whole = "", fraction = ""] = text.replace("-", "").split(".")
  const magnitude = BigInt(whole + fraction.padEnd(6, "0"))
  return text.startsWith("-") ? -magnitude : magnitude
}

const creditsOf = ({ type, credits }: UsageEvent) => (type === "spend" ? -credits : credits)

const textsOf = (event: UsageEvent, field: string): ReadonlyArray<string> => {
  if (field.startsWith("property:")) return [event.properties?.[field.slice(9)] ?? ""]
  const description = descriptionOf(event)
  const reference = event.reference ?? ""
  const texts: Readonly<Record<string, ReadonlyArray<string>>> = {
    type: [event.type],
    category: [categoryOf(event)],
    operation: [event.operation],
    actor: [event.actor ?? ""],
    description: [description],
    reference: [reference],
    text: [description, reference],
  }
  return texts[field] ?? []
}

const holds = (event: UsageEvent, { field, operator, values }: Filter): boolean => {
  if (field === "credits") {
    const credits = creditsOf(event)
    const asked = values.map(millionths)
    if (operator === "gt") return asked.every((value) => credits > value)
    if (operator === "lt") return asked.every((value) => credits < value)
    return asked.some((value) => value === credits) === (operator === "is")
  }
  const texts = textsOf(event, field)
  if (operator === "has")
    return texts.some((text) =>
      values.some((value) => text.toLowerCase().includes(value.toLowerCase())),
    )
  return texts.some((text) => values.includes(text)) === (operator === "is")
}

export interface ListedEntry {
  readonly event: UsageEvent
  readonly balanceAfter: bigint
}

/** The whole list that pages are cut from. */
export const listOf = (
  events: ReadonlyArray<UsageEvent>,
  asked: { interval: Interval | null; filters: Filters; sort: LedgerSort },
): ReadonlyArray<ListedEntry> => {
  const balances = balancesAfter(events)
  const ascending = inLedgerOrder(events)
    .map((event, i) => ({ event, balanceAfter: balances[i] as bigint }))
    .filter(({ event: { occurredAt } }) => {
      const { interval } = asked
      return interval === null || (occurredAt >= interval.from && occurredAt < interval.to)
    })
    .filter(({ event }) => asked.filters.every((filter) => holds(event, filter)))
  // Sorting is stable: what has equal credits stays in the order of time.
  if (asked.sort.endsWith("credits"))
    ascending.sort((a, b) => Number(creditsOf(a.event) - creditsOf(b.event)))
  return asked.sort.startsWith("-") ? ascending.reverse() : ascending
}
