/** The event that stands for a number: the same as `sql/queries/bench-engine-limit.sql` makes of it. */
import type { UsageEvent } from "#warehouse/domain/usage-event.ts"

export const FIRST_AT = Date.UTC(2026, 0, 1)
const SPAN_MS = 5_184_000_000

export const benchEvent = (n: number, accounts: number): UsageEvent => ({
  account: `account-${(n * 7919) % accounts}`,
  id: `event-${n}`,
  type: n % 100 === 0 ? "purchase" : "spend",
  operation: `operation-${n % 12}`,
  category: `category-${n % 5}`,
  description: `Tool: operation-${n % 12}`,
  credits: BigInt((n % 5000) + 1) * 10_000n,
  occurredAt: FIRST_AT + ((n * 104729) % SPAN_MS),
})

export const benchEvents = (from: number, count: number, accounts: number): UsageEvent[] =>
  Array.from({ length: count }, (_, i) => benchEvent(from + i, accounts))
