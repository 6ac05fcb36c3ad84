/**
 * Which ids are taken. A filter in memory answers for ids that are surely new, so that fresh events
 * cost no lookup; the others are looked up by key hash and confirmed by content, or by account and id.
 * The filter only counts where no other process writes; elsewhere every id is looked up.
 */
import { Effect, Schema } from "effect"
import {
  type BatchDraft,
  contested,
  identityOf,
  NOTHING_STORED,
  type Stored,
} from "./batch-fates.ts"
import { BloomFilter } from "./bloom-filter.ts"
import { ClickHouse } from "./clickhouse.ts"
import type { TransactionType } from "./domain/transaction-type.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import type { WarehouseError } from "./errors.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"

const storedContents = sqlQuery("stored-contents")
const storedEvents = sqlQuery("stored-events")
const storedKeys = sqlQuery("stored-keys")
const storedCount = sqlQuery("stored-count")

const KEYS_PER_LOOKUP = 10_000
const EVENTS_PER_LOOKUP = 1_000
/** Eight megabytes: growing means reading every stored key again. */
const FILTER_CAPACITY_MIN = 4_000_000
const SLICES = 8n
const SLICE = (1n << 64n) / SLICES

export interface KnownIds {
  /** The ids of the draft that may be taken. None: nothing of it is stored. */
  readonly suspects: (draft: Draft) => ReadonlyArray<bigint>
  /** From now on the ids at these places of the draft are suspects. */
  readonly remember: (draft: Draft, places: ReadonlyArray<number>) => void
  /** The filter is full: call `grow` once all that is remembered is also stored. */
  readonly crowded: () => boolean
  readonly grow: Effect.Effect<void, WarehouseError>
  readonly lookUp: (
    draft: Draft,
    suspects: ReadonlyArray<bigint>,
  ) => Effect.Effect<Stored, WarehouseError>
}
type Draft = BatchDraft<{ readonly event: UsageEvent }>

/** Counts what is stored: how large the filter must be, and which number the next batch may take. */
export const countStored = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const rows = yield* clickhouse.query(storedCount, {}, Counted)
  const { stored, last_batch } = rows[0] ?? { stored: "0", last_batch: "0" }
  return { stored: Number(stored), lastBatch: BigInt(last_batch) }
})
const Counted = Schema.Struct({ stored: Schema.String, last_batch: Schema.String })

export const openKnownIds = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  let filter = clickhouse.exclusive ? yield* fill(FILTER_CAPACITY_MIN) : null

  const here = Effect.provideService(ClickHouse, clickhouse)

  const known: KnownIds = {
    suspects: (draft) => {
      const seen = filter
      const suspects: bigint[] = []
      draft.firsts.forEach((first, place) => {
        if (first !== place) return
        if (seen === null || seen.has(draft.lows[place] as number, draft.highs[place] as number))
          suspects.push(draft.keyAt(place))
      })
      return suspects
    },
    remember: (draft, places) => {
      for (const place of places)
        filter?.add(draft.lows[place] as number, draft.highs[place] as number)
    },
    crowded: () => filter?.full === true,
    grow: Effect.suspend(() =>
      filter === null
        ? Effect.void
        : Effect.map(fill(filter.capacity * 2), (grown) => {
            filter = grown
          }),
    ).pipe(here),
    lookUp: Effect.fnUntraced(function* (draft: Draft, suspects: ReadonlyArray<bigint>) {
      if (suspects.length === 0) return NOTHING_STORED
      const contents = yield* lookUpContents(suspects)
      const events = yield* lookUpEvents(contested(draft, contents))
      return { contents, events }
    }, here),
  }
  return known
})

const fill = Effect.fnUntraced(function* (capacityMin: number) {
  const clickhouse = yield* ClickHouse
  const { stored } = yield* countStored
  const filter = new BloomFilter(Math.max(capacityMin, stored * 2))
  for (let slice = 0n; slice < SLICES; slice++) {
    const low = slice * SLICE
    const keys = yield* clickhouse.queryWords(storedKeys, { low, high: low + SLICE - 1n })
    for (let i = 0; i < keys.length; i += 2) filter.add(keys[i] as number, keys[i + 1] as number)
  }
  return filter
})

const chunksOf = <A>(items: ReadonlyArray<A>, size: number): A[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )

const KeyContent = Schema.Struct({ key: Schema.String, content: Schema.String })

const lookUpContents = Effect.fnUntraced(function* (keys: ReadonlyArray<bigint>) {
  const clickhouse = yield* ClickHouse
  const contents = new Map<bigint, bigint[]>()
  for (const chunk of chunksOf(keys, KEYS_PER_LOOKUP)) {
    const rows = yield* clickhouse.query(storedContents, { keys: chunk }, KeyContent)
    for (const row of rows) {
      const key = BigInt(row.key)
      contents.set(key, [...(contents.get(key) ?? []), BigInt(row.content)])
    }
  }
  return contents
})

const lookUpEvents = Effect.fnUntraced(function* (events: ReadonlyArray<UsageEvent>) {
  const clickhouse = yield* ClickHouse
  const found = new Map<string, UsageEvent>()
  for (const chunk of chunksOf(events, EVENTS_PER_LOOKUP)) {
    const parameters = {
      accounts: [...new Set(chunk.map(({ account }) => account))],
      ids: chunk.map(({ id }) => id),
    }
    const rows = yield* clickhouse.query(storedEvents, parameters, StoredRow)
    for (const row of rows.map(toEvent)) found.set(identityOf(row), row)
  }
  return found
})

const StoredRow = Schema.Struct({
  account: Schema.String,
  id: Schema.String,
  type: Schema.Literals(["spend", "purchase", "refund", "bonus"]),
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

const text = <K extends string>(name: K, value: string) =>
  value === "" ? {} : ({ [name]: value } as { [P in K]: string })
const decimal = <K extends string>(name: K, value: string | null) =>
  value === null ? {} : ({ [name]: storedDecimal(value) } as { [P in K]: bigint })

const toEvent = (row: typeof StoredRow.Type): UsageEvent => ({
  account: row.account,
  id: row.id,
  type: row.type satisfies TransactionType,
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
  ...(Object.keys(row.properties).length === 0 ? {} : { properties: row.properties }),
})
