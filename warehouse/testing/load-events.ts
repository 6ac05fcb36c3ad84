/** A fixed load: the same events for the same number, spread over accounts, days and categories. */
import type { UsageEvent } from "../domain/usage-event.ts"
import { OPERATIONS } from "./recount.ts"

const FIRST = Date.UTC(2026, 2, 27)
const TYPES = ["spend", "spend", "spend", "spend", "purchase", "refund", "bonus"] as const

/** Scatters a number over 32 bits, always the same way. */
const scatter = (n: number): number => {
  let x = Math.imul(n ^ (n >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

const pick = <A>(from: ReadonlyArray<A>, n: number): A => from[n % from.length] as A

export const loadOf = (count: number): UsageEvent[] =>
  Array.from({ length: count }, (_, i) => {
    const random = scatter(i + 1)
    return {
      id: `event-${i}`,
      account: `account-${random % 40}`,
      type: pick(TYPES, random >>> 3),
      operation: pick(OPERATIONS, random >>> 7),
      credits: BigInt(scatter(i + 7) % 50_000_000) + 1n,
      occurredAt: FIRST + (scatter(i + 13) % (9 * 86_400_000)),
      ...(random % 5 === 0 ? { category: "Bespoke", description: `text ${i}` } : {}),
    }
  })
