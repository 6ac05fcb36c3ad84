/** The two 64-bit hashes of an event: its identity, and its meaning. */
import xxhash from "xxhash-wasm"
import type { UsageEvent } from "./domain/usage-event.ts"

const { h64 } = await xxhash()

/** The same as the column `key`: `xxHash64(concat(account, '\0', id))`. */
export const keyOf = (account: string, id: string): bigint => h64(`${account}\0${id}`)

/**
 * Equal for events that mean the same: `1.50` and `1.5`, other offsets of an instant, other order of
 * fields or properties. Made of the event as sent, so it does not change with the catalog.
 */
export const contentOf = (event: UsageEvent): bigint => {
  const properties = Object.entries(event.properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  return h64(
    JSON.stringify([
      event.account,
      event.id,
      event.type,
      event.operation,
      String(event.credits),
      event.occurredAt,
      event.category ?? null,
      event.description ?? null,
      event.quantity === undefined ? null : String(event.quantity),
      event.unit ?? null,
      event.reference ?? null,
      event.refersTo ?? null,
      event.amount === undefined ? null : String(event.amount),
      event.currency ?? null,
      event.actor ?? null,
      properties,
    ]),
  )
}

/** Names a rejection by what it is. */
export const hashOf = (text: string): bigint => h64(text)
