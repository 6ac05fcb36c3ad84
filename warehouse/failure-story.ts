/** What became of a stored failure, and which failures name a spend. */
import { Effect, Schema } from "effect"
import { identityOf } from "./batch-fates.ts"
import { ClickHouse } from "./clickhouse.ts"
import { type Failure, type FailureState, stateOfFailure } from "./domain/refunds.ts"
import { FAILURE_REASONS, type FailureReason, type LogPosition } from "./domain/usage-event.ts"
import { sqlQuery } from "./sql-files.ts"
import { knownOf, lookUpLinks } from "./stored-links.ts"

export interface FailureStory extends Failure {
  /** The spend that it names. */
  readonly refersTo: string
  readonly operation: string | null
  readonly description: string | null
  readonly state: FailureState
  /** Null: it did not come through the log. */
  readonly position: LogPosition | null
  readonly batch: bigint
  readonly receivedAt: number
}

const origin = sqlQuery("failure-origin")
const OriginRow = Schema.Struct({
  refers_to: Schema.String,
  reason: Schema.Literals(Object.keys(FAILURE_REASONS) as ReadonlyArray<FailureReason>),
  occurred_at: Schema.String,
  operation: Schema.String,
  description: Schema.String,
  received_at: Schema.String,
  topic: Schema.String,
  partition: Schema.Int,
  offset: Schema.BigIntFromString,
  batch: Schema.BigIntFromString,
})

/** Null when no failure is stored under that id. */
export const readFailure = Effect.fnUntraced(function* (account: string, id: string) {
  const clickhouse = yield* ClickHouse
  const [row] = yield* clickhouse.query(origin, { account, id }, OriginRow)
  if (row === undefined) return null
  const { topic, partition, offset } = row
  const known = yield* readKnown(account, row.refers_to)
  const story: FailureStory = {
    id,
    reason: row.reason,
    occurredAt: Number(row.occurred_at),
    refersTo: row.refers_to,
    operation: row.operation === "" ? null : row.operation,
    description: row.description === "" ? null : row.description,
    state: stateOfFailure(id, row.refers_to, known),
    position: topic === "" ? null : { topic, partition, offset },
    batch: row.batch,
    receivedAt: Number(row.received_at),
  }
  return story
})

/** The failures that name this spend. */
export const readFailuresOf = Effect.fnUntraced(function* (account: string, id: string) {
  return (yield* readKnown(account, id)).failures
})

const readKnown = Effect.fnUntraced(function* (account: string, id: string) {
  const spend = { account, id }
  return knownOf((yield* lookUpLinks([spend], null)).get(identityOf(spend)))
})
