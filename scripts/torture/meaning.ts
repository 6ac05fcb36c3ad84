/** What an event says, apart from how it is spelled: read and compared without the product's own code. */
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import type { FailureReason, UsageEvent } from "#warehouse/domain/usage-event.ts"

/** Wire name and wire text of every field that an event of the load can have. */
const fieldsOf = (event: UsageEvent): ReadonlyArray<readonly [string, string]> => [
  ["id", event.id],
  ["account", event.account],
  ["type", event.type],
  ["operation", event.operation],
  ["credits", `${event.credits}`],
  ["occurred_at", `${event.occurredAt}`],
  ["category", event.category ?? ""],
  ["description", event.description ?? ""],
  ["quantity", `${event.quantity ?? ""}`],
  ["unit", event.unit ?? ""],
  ["reference", event.reference ?? ""],
  ["refers_to", event.refersTo ?? ""],
  ["reason", event.reason ?? ""],
  ...Object.entries(event.properties ?? {})
    .map(([name, value]) => [`properties.${name}`, value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
]

/** Equal for two events exactly when they mean the same. */
export const meaningOf = (event: UsageEvent): string => JSON.stringify(fieldsOf(event))

/** The names of the fields in which two events with the same properties differ, in a fixed order. */
export const differingFields = (a: UsageEvent, b: UsageEvent): string => {
  const others = new Map(fieldsOf(b))
  return fieldsOf(a)
    .filter(([name, value]) => others.get(name) !== value)
    .map(([name]) => name)
    .join()
}

interface Wire {
  readonly id: string
  readonly account: string
  readonly type: UsageEvent["type"]
  readonly operation?: string
  readonly credits?: string
  readonly occurred_at: string
  readonly category?: string
  readonly description?: string | null
  readonly quantity?: string | number
  readonly unit?: string
  readonly reference?: string
  readonly refers_to?: string
  readonly reason?: FailureReason
  readonly properties?: Readonly<Record<string, string>>
}

/** A well-formed event of the load out of its bytes. */
export const readEvent = (bytes: Uint8Array): UsageEvent => {
  const wire = JSON.parse(Buffer.from(bytes).toString()) as Wire
  const { id, account, type, operation = "", credits, category, description, unit } = wire
  const { reference, refers_to: refersTo, reason, properties } = wire
  return {
    id,
    account,
    type,
    operation,
    credits: parseDecimal(credits ?? "") ?? 0n,
    occurredAt: Date.parse(wire.occurred_at.toUpperCase()),
    ...(category !== undefined && { category }),
    ...(description != null && { description }),
    ...(wire.quantity !== undefined && { quantity: parseDecimal(`${wire.quantity}`) ?? 0n }),
    ...(unit !== undefined && { unit }),
    ...(reference !== undefined && { reference }),
    ...(refersTo !== undefined && { refersTo }),
    ...(reason !== undefined && { reason }),
    ...(properties !== undefined && { properties }),
  }
}
