/** Transactions as RowBinary rows, in the order of `insert-transactions.sql`. */
import { TEXT_SOURCES, type Transaction } from "./domain/transaction.ts"
import { TRANSACTION_TYPES } from "./domain/transaction-type.ts"
import type { LogPosition } from "./domain/usage-event.ts"
import type { RowBinaryWriter } from "./row-binary.ts"

export const TRANSACTION_STRUCTURE = [
  "account String",
  "id String",
  "type Enum8('spend' = 1, 'purchase' = 2, 'refund' = 3, 'bonus' = 4)",
  "operation String",
  "category String",
  "category_source Enum8('event' = 1, 'catalog' = 2, 'default' = 3)",
  "description String",
  "description_source Enum8('event' = 1, 'catalog' = 2, 'default' = 3)",
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
  "received_at DateTime64(3, 'UTC')",
  "content UInt64",
  "topic String",
  "partition UInt16",
  "offset UInt64",
  "batch UInt64",
].join(", ")

export interface TransactionRow {
  readonly transaction: Transaction
  readonly receivedAt: number
  readonly position: LogPosition | null
  readonly content: bigint
}

export const writeTransactionRow = (
  out: RowBinaryWriter,
  { transaction, receivedAt, position, content }: TransactionRow,
  batch: bigint,
): void => {
  const { event } = transaction
  out.string(event.account)
  out.string(event.id)
  out.uint8(TRANSACTION_TYPES.indexOf(event.type) + 1)
  out.string(event.operation)
  out.string(transaction.category)
  out.uint8(TEXT_SOURCES.indexOf(transaction.categorySource) + 1)
  out.string(transaction.description)
  out.uint8(TEXT_SOURCES.indexOf(transaction.descriptionSource) + 1)
  out.int64(event.credits)
  out.int64FromNumber(event.occurredAt)
  out.nullableInt64(event.quantity)
  out.string(event.unit ?? "")
  out.string(event.reference ?? "")
  out.string(event.refersTo ?? "")
  out.nullableInt64(event.amount)
  out.string(event.currency ?? "")
  out.string(event.actor ?? "")
  out.map(Object.entries(event.properties ?? {}))
  out.int64FromNumber(receivedAt)
  out.uint64(content)
  out.string(position?.topic ?? "")
  out.uint16(position?.partition ?? 0)
  out.uint64(position?.offset ?? 0n)
  out.uint64(batch)
}
