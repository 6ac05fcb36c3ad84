/** The two 64-bit hashes of an event: its identity, and its meaning. */
import xxhash from "xxhash-wasm"
import type { UsageEvent } from "./domain/usage-event.ts"

const { h64 } = await xxhash()

/** Of `account \0 id`; the same as the column `key`: `xxHash64(concat(account, '\0', id))`. */
export const keyOf = (identity: string): bigint => h64(identity)

const cell = new BigUint64Array(1)
const halves = new Uint32Array(cell.buffer)

/** The two halves of a hash. */
export const wordsOf = (hash: bigint): { readonly low: number; readonly high: number } => {
  cell[0] = hash
  return { low: halves[0] as number, high: halves[1] as number }
}

/**
 * Equal for events that mean the same: `1.50` and `1.5`, other offsets of an instant, other order of
 * fields or properties. Made of the event as sent, so it does not change with the catalog.
 */
export const contentOf = (event: UsageEvent): bigint =>
  h64(
    JSON.stringify([
      event.account,
      event.id,
      event.type,
      event.operation,
      `${event.credits}`,
      event.occurredAt,
      event.category,
      event.description,
      event.quantity === undefined ? null : `${event.quantity}`,
      event.unit,
      event.reference,
      event.refersTo,
      event.amount === undefined ? null : `${event.amount}`,
      event.currency,
      event.actor,
      event.properties === undefined ? null : propertiesOf(event.properties),
    ]),
  )

/** An empty set of properties is stored, and meant, as none. */
const propertiesOf = (properties: Readonly<Record<string, string>>) => {
  const entries = Object.entries(properties)
  return entries.length === 0 ? null : entries.sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Names a rejection by what it is. */
export const hashOf = (text: string): bigint => h64(text)
