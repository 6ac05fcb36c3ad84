/** Reads stored events as they were sent, to compare a conflict field by field. */
import { Effect, Schema } from "effect"
import { identityOf } from "./batch-fates.ts"
import { ClickHouse } from "./clickhouse.ts"
import { TRANSACTION_TYPES } from "./domain/transaction-type.ts"
import { FAILURE_REASONS, type FailureReason, type UsageEvent } from "./domain/usage-event.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"

const storedEvents = sqlQuery("stored-events")
const storedFailures = sqlQuery("stored-failures")

const EVENTS_PER_LOOKUP = 1_000

/** Those of the events whose account and id are stored, by identity. */
export const lookUpEvents = Effect.fnUntraced(function* (events: ReadonlyArray<UsageEvent>) {
  const clickhouse = yield* ClickHouse
  const found = new Map<string, UsageEvent>()
  for (let from = 0; from < events.length; from += EVENTS_PER_LOOKUP) {
    const chunk = events.slice(from, from + EVENTS_PER_LOOKUP)
    const parameters = {
      accounts: [...new Set(chunk.map(({ account }) => account))],
      ids: chunk.map(({ id }) => id),
    }
    const rows = yield* clickhouse.query(storedEvents, parameters, StoredRow)
    for (const row of rows.map(toEvent)) found.set(identityOf(row), row)
    const failures = yield* clickhouse.query(storedFailures, parameters, FailureRow)
    for (const row of failures.map(toFailure)) found.set(identityOf(row), row)
  }
  return found
})

const StoredRow = Schema.Struct({
  account: Schema.String,
  id: Schema.String,
  type: Schema.Literals(TRANSACTION_TYPES),
  operation: Schema.String,
  credits: Schema.String,
  occurred_at: Schema.String,
  category: Schema.String,
  description: Schema.String,
  quantity: Schema.NullOr(Schema.String),
  unit: Schema.String,
  reference: Schema.String,
  refers_to: Schema.String,
  amount: Schema.NullOr(Schema.String),
  currency: Schema.String,
  actor: Schema.String,
  properties: Schema.Record(Schema.String, Schema.String),
})

const FailureRow = Schema.Struct({
  account: Schema.String,
  id: Schema.String,
  refers_to: Schema.String,
  reason: Schema.Literals(Object.keys(FAILURE_REASONS) as ReadonlyArray<FailureReason>),
  occurred_at: Schema.String,
  operation: Schema.String,
  description: Schema.String,
  actor: Schema.String,
  properties: Schema.Record(Schema.String, Schema.String),
})

const text = <K extends string>(name: K, value: string) =>
  value === "" ? {} : ({ [name]: value } as { [P in K]: string })
const decimal = <K extends string>(name: K, value: string | null) =>
  value === null ? {} : ({ [name]: storedDecimal(value) } as { [P in K]: bigint })

const toEvent = (row: typeof StoredRow.Type): UsageEvent => ({
  account: row.account,
  id: row.id,
  type: row.type,
  operation: row.operation,
  credits: storedDecimal(row.credits),
  occurredAt: Number(row.occurred_at),
  ...text("category", row.category),
  ...text("description", row.description),
  ...decimal("quantity", row.quantity),
  ...text("unit", row.unit),
  ...text("reference", row.reference),
  ...text("refersTo", row.refers_to),
  ...decimal("amount", row.amount),
  ...text("currency", row.currency),
  ...text("actor", row.actor),
  ...propertiesOf(row),
})

const toFailure = (row: typeof FailureRow.Type): UsageEvent => ({
  account: row.account,
  id: row.id,
  type: "failure",
  operation: row.operation,
  credits: 0n,
  occurredAt: Number(row.occurred_at),
  refersTo: row.refers_to,
  reason: row.reason,
  ...text("description", row.description),
  ...text("actor", row.actor),
  ...propertiesOf(row),
})

const propertiesOf = ({ properties }: Pick<typeof FailureRow.Type, "properties">) =>
  Object.keys(properties).length === 0 ? {} : { properties }
