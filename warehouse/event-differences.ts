/** Which fields of two events with the same id differ, in wire names and wire text. */
import { formatInstant } from "./domain/calendar.ts"
import { formatDecimal } from "./domain/decimal.ts"
import type { FieldDifference, UsageEvent } from "./domain/usage-event.ts"

const decimal = (value: bigint | undefined) => (value === undefined ? null : formatDecimal(value))

const wireFields: ReadonlyArray<readonly [string, (event: UsageEvent) => string | null]> = [
  ["type", (event) => event.type],
  ["operation", (event) => (event.operation === "" ? null : event.operation)],
  ["credits", (event) => (event.type === "failure" ? null : formatDecimal(event.credits))],
  ["occurred_at", (event) => formatInstant(event.occurredAt)],
  ["category", (event) => event.category ?? null],
  ["description", (event) => event.description ?? null],
  ["quantity", (event) => decimal(event.quantity)],
  ["unit", (event) => event.unit ?? null],
  ["reference", (event) => event.reference ?? null],
  ["refers_to", (event) => event.refersTo ?? null],
  ["reason", (event) => event.reason ?? null],
  ["amount", (event) => decimal(event.amount)],
  ["currency", (event) => event.currency ?? null],
  ["actor", (event) => event.actor ?? null],
]

export const differencesOf = (stored: UsageEvent, sent: UsageEvent): FieldDifference[] => {
  const differences = wireFields.flatMap(([field, read]) => {
    const [was, is] = [read(stored), read(sent)]
    return was === is ? [] : [{ field, stored: was, sent: is }]
  })
  return [...differences, ...propertyDifferences(stored.properties ?? {}, sent.properties ?? {})]
}

const propertyDifferences = (
  stored: Readonly<Record<string, string>>,
  sent: Readonly<Record<string, string>>,
): FieldDifference[] =>
  [...new Set([...Object.keys(stored), ...Object.keys(sent)])].sort().flatMap((name) => {
    const [was, is] = [stored[name] ?? null, sent[name] ?? null]
    return was === is ? [] : [{ field: `properties.${name}`, stored: was, sent: is }]
  })
