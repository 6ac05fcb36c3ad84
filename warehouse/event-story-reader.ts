/** One event's whole story: the stored transaction, where it came from, what it is linked to. */
import { Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { Failure } from "./domain/refunds.ts"
import type { LedgerEntry } from "./domain/transaction.ts"
import { TRANSACTION_TYPES, type TransactionType } from "./domain/transaction-type.ts"
import type { LogPosition } from "./domain/usage-event.ts"
import type { WarehouseError } from "./errors.ts"
import { type FailureStory, readFailure, readFailuresOf } from "./failure-story.ts"
import { readLedgerEntry } from "./ledger-entry.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"

export interface LinkedEvent {
  readonly id: string
  readonly type: TransactionType
  readonly operation: string
  /** Signed. */
  readonly credits: bigint
  readonly occurredAt: number
}

export interface StoredStory {
  readonly entry: LedgerEntry
  /** Null: it did not come through the log. */
  readonly position: LogPosition | null
  /** The writer's batch that stored it. */
  readonly batch: bigint
  readonly receivedAt: number
  /** The event that this one names, when it is stored. */
  readonly refersTo: LinkedEvent | null
  /** The first of the events that name this one, oldest first, and how many there are. */
  readonly referredBy: ReadonlyArray<LinkedEvent>
  readonly referredByCount: number
  /** The failures that name this one; of a refund that a failure made, that failure. */
  readonly failures: ReadonlyArray<Failure>
}

/** More would make an answer without bound: a spend is refunded once or twice. */
export const LINKS_MAX = 100

export class EventStoryReader extends Context.Service<
  EventStoryReader,
  {
    /** Null when no transaction is stored under that id. */
    readonly stored: (
      account: string,
      id: string,
    ) => Effect.Effect<StoredStory | null, WarehouseError>
    /** Null when no failure is stored under that id. */
    readonly failure: (
      account: string,
      id: string,
    ) => Effect.Effect<FailureStory | null, WarehouseError>
    /** The balance right after a stored event; null when nothing is stored under that id. */
    readonly balanceAfter: (
      account: string,
      id: string,
    ) => Effect.Effect<bigint | null, WarehouseError>
  }
>()("warehouse/EventStoryReader") {
  static readonly layer = Layer.effect(
    EventStoryReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      const here = Effect.provideService(ClickHouse, clickhouse)
      return EventStoryReader.of({
        // Behind the gate: an event whose sender knows its fate is found.
        stored: Effect.fn("EventStoryReader.stored")(
          (account: string, id: string) => gate.reading(readStored(account, id)),
          here,
        ),
        failure: Effect.fn("EventStoryReader.failure")(
          (account: string, id: string) => gate.reading(readFailure(account, id)),
          here,
        ),
        balanceAfter: Effect.fn("EventStoryReader.balanceAfter")(
          (account: string, id: string) => gate.reading(readBalance(account, id)),
          here,
        ),
      })
    }),
  )
}

const origin = sqlQuery("event-origin")
const links = sqlQuery("event-links")

const linkColumns = {
  id: Schema.String,
  type: Schema.Literals(TRANSACTION_TYPES),
  operation: Schema.String,
  credits: Schema.String,
  occurred_at: Schema.String,
}
const LinkRow = Schema.Struct({ ...linkColumns, in_all: Schema.String })
const OriginRow = Schema.Struct({
  ...linkColumns,
  refers_to: Schema.String,
  received_at: Schema.String,
  topic: Schema.String,
  partition: Schema.Int,
  offset: Schema.BigIntFromString,
  batch: Schema.BigIntFromString,
})

const readOrigin = Effect.fnUntraced(function* (account: string, id: string) {
  const clickhouse = yield* ClickHouse
  const [found] = yield* clickhouse.query(origin, { account, id }, OriginRow)
  return found ?? null
})

const readBalance = Effect.fnUntraced(function* (account: string, id: string) {
  const found = yield* readOrigin(account, id)
  if (found === null) return null
  const entry = yield* readLedgerEntry(account, { occurredAt: Number(found.occurred_at), id })
  return entry?.balanceAfter ?? null
})

const readStored = Effect.fnUntraced(function* (account: string, id: string) {
  const clickhouse = yield* ClickHouse
  const found = yield* readOrigin(account, id)
  if (found === null) return null
  const entry = yield* readLedgerEntry(account, { occurredAt: Number(found.occurred_at), id })
  if (entry === null) throw new Error("a stored event is missing from its own ledger")
  const asked = { account, id, limit: LINKS_MAX }
  const naming = yield* clickhouse.query(links, asked, LinkRow)
  const named = found.refers_to === "" ? null : yield* readOrigin(account, found.refers_to)
  const { topic, partition, offset } = found
  const story: StoredStory = {
    entry,
    position: topic === "" ? null : { topic, partition, offset },
    batch: found.batch,
    receivedAt: Number(found.received_at),
    refersTo: named === null ? null : toLink(named),
    referredBy: naming.map(toLink),
    referredByCount: Number(naming[0]?.in_all ?? 0),
    failures: yield* readFailuresAbout(account, entry),
  }
  return story
})

/** Of a spend, the failures that name it; of a refund that one of them made, this one. */
const readFailuresAbout = Effect.fnUntraced(function* (account: string, entry: LedgerEntry) {
  if (entry.type === "spend") return yield* readFailuresOf(account, entry.id)
  const made = entry.properties.failure
  if (entry.type !== "refund" || entry.refersTo === null || made === undefined) return []
  return (yield* readFailuresOf(account, entry.refersTo)).filter(({ id }) => id === made)
})

const toLink = (row: typeof LinkRow.Type | typeof OriginRow.Type): LinkedEvent => ({
  id: row.id,
  type: row.type,
  operation: row.operation,
  credits: storedDecimal(row.credits),
  occurredAt: Number(row.occurred_at),
})
