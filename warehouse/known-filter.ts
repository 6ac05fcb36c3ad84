/** Which keys are surely new, for as long as a process is the only one that writes. */
import { Effect, Fiber, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { KeyTable } from "./key-table.ts"
import { sqlQuery } from "./sql-files.ts"

const storedKeys = sqlQuery("stored-keys")
const storedCount = sqlQuery("stored-count")
const failureKeys = sqlQuery("failure-keys")
const failureCount = sqlQuery("failure-count")

/** Twenty megabytes: growing means reading every stored key again. */
const CAPACITY_MIN = 4_000_000
/** Room for what comes until the next growth, as a share of what is there. */
const ROOM = 1.5
/** Keys are read in as many pieces, so that none holds up other work for long. */
const SLICES = 128n
const SLICE = (1n << 64n) / SLICES
/** A small warehouse has its filter before the first event. */
const FIRST_FILL_MAX = "1 second"

/** Counts what is stored: how large the filter must be, and which number the next batch may take. */
export const countStored = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const rows = yield* clickhouse.query(storedCount, {}, Counted)
  const { stored, last_batch } = rows[0] ?? { stored: "0", last_batch: "0" }
  return { stored: Number(stored), lastBatch: BigInt(last_batch) }
})
const Counted = Schema.Struct({ stored: Schema.String, last_batch: Schema.String })

export const countFailures = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const rows = yield* clickhouse.query(failureCount, {}, CountedFailures)
  return Number(rows[0]?.failures ?? "0")
})
const CountedFailures = Schema.Struct({ failures: Schema.String })

export interface KnownFilter {
  /** False: the key is surely new. */
  readonly has: (low: number, high: number) => boolean
  readonly add: (low: number, high: number) => void
}

/** Every key may be taken. */
export const FILTER_OF_ALL: KnownFilter = { has: () => true, add: () => {} }

/**
 * It is filled with what is stored, and when it is crowded filled anew with more room, while events
 * come in: until it is complete every key may be taken, and so is looked up. `addOpen` adds what
 * is on its way and perhaps not stored yet.
 */
export const openKnownFilter = Effect.fnUntraced(function* (
  addOpen: (filter: Pick<KnownFilter, "add">) => void,
) {
  const run = Effect.runForkWith(yield* Effect.context<ClickHouse>())
  let complete: KeyTable | null = null
  let next: KeyTable | null = null
  let filling = true

  const fill = Effect.gen(function* () {
    const { stored } = yield* countStored
    // A failure holds two keys: its own, and that of a spend which may never come.
    const keys = stored + 2 * (yield* countFailures)
    const table = new KeyTable(Math.max(CAPACITY_MIN, keys * ROOM))
    // What is accepted from here on is added to it; what was before is stored, or in an open batch.
    next = table
    addOpen(table)
    yield* addStored(table)
    complete = table
    yield* Effect.logDebug("known ids are in memory", { stored })
  }).pipe(
    Effect.tapError((error) => Effect.logWarning(`known ids are looked up: ${error.message}`)),
    Effect.ignore,
    Effect.ensuring(
      Effect.sync(() => {
        next = null
        filling = false
      }),
    ),
  )

  const first = yield* Effect.forkScoped(fill)
  yield* Effect.timeoutOption(Fiber.await(first), FIRST_FILL_MAX)
  return {
    has: (low, high) => complete === null || complete.has(low, high),
    add: (low, high) => {
      complete?.add(low, high)
      next?.add(low, high)
      if (filling || complete?.full !== true) return
      filling = true
      run(fill)
    },
  } satisfies KnownFilter
})

const addStored = Effect.fnUntraced(function* (table: KeyTable) {
  const clickhouse = yield* ClickHouse
  for (let slice = 0n; slice < SLICES; slice++) {
    const low = slice * SLICE
    const keys = yield* clickhouse.queryWords(storedKeys, { low, high: low + SLICE - 1n })
    addAll(table, keys)
  }
  addAll(table, yield* clickhouse.queryWords(failureKeys, {}))
})

const addAll = (table: KeyTable, words: Uint32Array): void => {
  for (let i = 0; i < words.length; i += 2) table.add(words[i] as number, words[i + 1] as number)
}
