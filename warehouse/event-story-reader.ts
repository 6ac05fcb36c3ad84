/** One event's whole story: the stored transaction, where it came from, what it is linked to. */
import { Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { LedgerEntry } from "./domain/transaction.ts"
import { TRANSACTION_TYPES, type TransactionType } from "./domain/transaction-type.ts"
import type { LogPosition } from "./domain/usage-event.ts"
import type { WarehouseError } from "./errors.ts"
import { LedgerReader } from "./ledger-reader.ts"
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
}

/** More would make an answer without bound: a spend is refunded once or twice. */
export const LINKS_MAX = 100

export class EventStoryReader extends Context.Service<
  EventStoryReader,
  {
    /** Null when nothing is stored under that id. */
    readonly stored: (
      account: string,
      id: string,
    ) => Effect.Effect<StoredStory | null, WarehouseError>
  }
>()("warehouse/EventStoryReader") {
  static readonly layer = Layer.effect(
    EventStoryReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const ledger = yield* LedgerReader
      return EventStoryReader.of({
        stored: Effect.fn("EventStoryReader.stored")(
          readStored,
          Effect.provideService(ClickHouse, clickhouse),
          Effect.provideService(LedgerReader, ledger),
        ),
      })
    }),
  )
}

const origin = sqlQuery("event-origin")
const links = sqlQuery("event-links")

const OriginRow = Schema.Struct({
  occurred_at: Schema.String,
  refers_to: Schema.String,
  received_at: Schema.String,
  topic: Schema.String,
  partition: Schema.Int,
  offset: Schema.BigIntFromString,
  batch: Schema.BigIntFromString,
})

const LinkRow = Schema.Struct({
  id: Schema.String,
  type: Schema.Literals(TRANSACTION_TYPES),
  operation: Schema.String,
  credits: Schema.String,
  refers_to: Schema.String,
  occurred_at: Schema.String,
  in_all: Schema.String,
})

const readStored = Effect.fnUntraced(function* (account: string, id: string) {
  const clickhouse = yield* ClickHouse
  const [found] = yield* clickhouse.query(origin, { account, id }, OriginRow)
  if (found === undefined) return null
  const entry = yield* readEntry(account, id, Number(found.occurred_at))
  const linked = yield* clickhouse.query(
    links,
    // One more for the event that this one names.
    { account, id, refers_to: found.refers_to, limit: LINKS_MAX + 1 },
    LinkRow,
  )
  const named = linked.find((row) => found.refers_to !== "" && row.id === found.refers_to)
  const naming = linked.filter((row) => row.refers_to === id)
  const unrelated = named === undefined || named.refers_to === id ? 0 : 1
  const { topic, partition, offset } = found
  const story: StoredStory = {
    entry,
    position: topic === "" ? null : { topic, partition, offset },
    batch: found.batch,
    receivedAt: Number(found.received_at),
    refersTo: named === undefined ? null : toLink(named),
    referredBy: naming.slice(0, LINKS_MAX).map(toLink),
    referredByCount: Number(linked[0]?.in_all ?? 0) - unrelated,
  }
  return story
})

/** A page of one, beginning right behind the entry's own place: it comes with the balance after it. */
const readEntry = Effect.fnUntraced(function* (account: string, id: string, occurredAt: number) {
  const ledger = yield* LedgerReader
  const { entries } = yield* ledger.page({
    account,
    timeZone: "UTC",
    interval: null,
    // No id lies between an id and the same with one more character, the lowest there is.
    cursor: { direction: "older", occurredAt, id: `${id}\u0001` },
    limit: 1,
  })
  const entry = entries.find((one) => one.id === id)
  if (entry === undefined) throw new Error("a stored event is missing from its own ledger")
  return entry
})

const toLink = (row: typeof LinkRow.Type): LinkedEvent => ({
  id: row.id,
  type: row.type,
  operation: row.operation,
  credits: storedDecimal(row.credits),
  occurredAt: Number(row.occurred_at),
})
