/** How many events arrived and what became of them, duplicates too, which leave no trace in the ledger. */
import { randomUUID } from "node:crypto"
import { Clock, Context, Effect, Layer, Schedule, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { type Interval, QUARTER_HOUR_MS } from "./domain/calendar.ts"
import type { WarehouseError } from "./errors.ts"
import { countedFates } from "./fate-metrics.ts"
import { countedRejections } from "./rejection-store.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"

export const ARRIVAL_FATES = [
  "accepted",
  "duplicate",
  "conflict",
  "rejected",
  "unreadable",
] as const
export type ArrivalFate = (typeof ARRIVAL_FATES)[number]
export type FateCounts = Readonly<Record<ArrivalFate, number>>

export interface Arrivals {
  readonly counts: FateCounts
  /** Epoch milliseconds of the quarter hour in which counting began; null before the first event. */
  readonly countedSince: number | null
}

/** What a process has counted and not written down yet is lost when it is killed: at most this long. */
const WRITE_EVERY = "15 seconds"

export class ArrivalCounts extends Context.Service<
  ArrivalCounts,
  {
    /** Of the quarter hours of `interval`, whichever process counted them. */
    readonly within: (interval: Interval) => Effect.Effect<Arrivals, WarehouseError>
  }
>()("warehouse/ArrivalCounts") {
  static readonly layer = Layer.effect(
    ArrivalCounts,
    Effect.map(ClickHouse, (clickhouse) =>
      ArrivalCounts.of({
        within: Effect.fn("ArrivalCounts.within")(function* ({ from, to }) {
          const parameters = { from: from / 1000, to: to / 1000 }
          const rows = yield* clickhouse.query(question, parameters, ArrivalRow)
          const counts = { ...NONE }
          for (const { fate, counted } of rows) counts[fate] = counted
          const since = Math.min(...rows.map(({ first }) => first))
          return { counts, countedSince: rows.length === 0 ? null : since * 1000 }
        }),
      }),
    ),
  )
}

/** Writes down what this process counts, for as long as the layer lives. `folder`: for scratch files. */
export const arrivalRecorder = (folder: string) =>
  Layer.effectDiscard(
    Effect.gen(function* () {
      const write = yield* arrivalWriter(folder)
      yield* Effect.addFinalizer(() => write)
      yield* write.pipe(Effect.repeat(Schedule.spaced(WRITE_EVERY)), Effect.forkScoped)
    }),
  )

/** Each run writes down what was counted since the one before. */
export const arrivalWriter = Effect.fnUntraced(function* (folder: string) {
  const clickhouse = yield* ClickHouse
  let told: FateCounts = yield* countedNow
  let waiting: { readonly token: string; readonly rows: ReadonlyArray<CountRow> } | null = null
  return Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    if (waiting === null) {
      const counted = yield* countedNow
      const rows = rowsOf(counted, told, now)
      if (rows.length === 0) return
      waiting = { token: randomUUID(), rows }
      told = counted
    }
    // Tried again as it is: whether the engine has it already tells the token.
    yield* insertScratchRows({ folder, ...insert, token: waiting.token }, waiting.rows, writeRow)
    waiting = null
  }).pipe(
    Effect.tapError((error) => Effect.logWarning("arrivals are not written down", error.reason)),
    Effect.ignore,
    Effect.provideService(ClickHouse, clickhouse),
  )
})

const countedNow = Effect.map(
  Effect.all([countedFates, countedRejections]),
  ([fates, rejections]): FateCounts => ({ ...fates, ...rejections }),
)

interface CountRow {
  /** Epoch milliseconds. */
  readonly bucket: number
  readonly fate: ArrivalFate
  readonly events: number
}

const rowsOf = (counted: FateCounts, told: FateCounts, now: number): ReadonlyArray<CountRow> => {
  const bucket = now - (now % QUARTER_HOUR_MS)
  return ARRIVAL_FATES.flatMap((fate) => {
    const events = counted[fate] - told[fate]
    return events > 0 ? [{ bucket, fate, events }] : []
  })
}

const question = sqlQuery("arrivals")

const ArrivalRow = Schema.Struct({
  fate: Schema.Literals(ARRIVAL_FATES),
  counted: Schema.NumberFromString,
  first: Schema.NumberFromString,
})

const NONE: FateCounts = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0, unreadable: 0 }

const FATE_TYPE = ARRIVAL_FATES.map((fate, i) => `'${fate}' = ${i + 1}`).join(", ")
const insert = {
  statement: sqlQuery("insert-arrivals"),
  structure: `bucket UInt64, fate Enum8(${FATE_TYPE}), events UInt64`,
}

const writeRow: Parameters<typeof insertScratchRows<CountRow>>[2] = (out, row) => {
  out.uint64(BigInt(row.bucket / 1000))
  out.uint8(ARRIVAL_FATES.indexOf(row.fate) + 1)
  out.uint64(BigInt(row.events))
}
