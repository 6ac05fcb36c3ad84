/**
 * Transactions as RowBinary rows, in the order of `insert-transactions.sql`: first the event as it was
 * sent, so that one hash over these bytes is its content; then what the writer adds. The batch's number
 * is last, since it is known last.
 */
import { EVENT_TYPES } from "./domain/transaction-type.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import type { RowBinaryWriter } from "./row-binary.ts"

export const TRANSACTION_STRUCTURE = [
  "account String",
  "id String",
  "type Enum8('spend' = 1, 'purchase' = 2, 'refund' = 3, 'bonus' = 4)",
  "operation String",
  "credits Decimal(18, 6)",
  "occurred_at DateTime64(3, 'UTC')",
  "quantity Nullable(Decimal(18, 6))",
  "unit String",
  "reference String",
  "refers_to String",
  "amount Nullable(Decimal(18, 6))",
  "currency String",
  "actor String",
  "properties Map(String, String)",
  "category_source Enum8('event' = 1, 'catalog' = 2, 'default' = 3)",
  "category String",
  "description_source Enum8('event' = 1, 'catalog' = 2, 'default' = 3)",
  "description String",
  "received_at DateTime64(3, 'UTC')",
  "content UInt64",
  "topic String",
  "partition UInt16",
  "offset UInt64",
  "batch UInt64",
].join(", ")

/** Of a row's last two fields. */
export const OFFSET_BYTES = 8
export const BATCH_BYTES = 8

/** Everything up to the category. */
export const writeSent = (out: RowBinaryWriter, event: UsageEvent): void => {
  out.string(event.account)
  out.string(event.id)
  out.uint8(EVENT_TYPES.indexOf(event.type) + 1)
  out.string(event.operation)
  out.int64(event.credits)
  out.int64FromNumber(event.occurredAt)
  out.nullableInt64(event.quantity)
  out.string(event.unit ?? "")
  // A failure has no reference, and its row goes to no table: its reason stands here to be hashed.
  out.string(event.reason ?? event.reference ?? "")
  out.string(event.refersTo ?? "")
  out.nullableInt64(event.amount)
  out.string(event.currency ?? "")
  out.string(event.actor ?? "")
  out.map(propertiesOf(event))
}

/** In the order of their names: what order they were sent in means nothing. */
const propertiesOf = ({ properties = {} }: UsageEvent) =>
  Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1))

/** In place of a source: the text was not sent. Stands only in the bytes that are hashed. */
export const TEXT_ABSENT = 0
/** `event` among the sources. */
export const TEXT_SENT = 1

/** A category or description with its source. */
export const writeText = (out: RowBinaryWriter, text: string | undefined): void => {
  out.uint8(text === undefined ? TEXT_ABSENT : TEXT_SENT)
  if (text !== undefined) out.string(text)
}
