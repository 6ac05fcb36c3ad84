import { Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"
import { OPEN_END } from "./intent.ts"
import { sqlQuery } from "./sql-files.ts"

const logGaps = sqlQuery("log-gaps")

export const GAPS_MAX = 1_000

const GapRow = Schema.Struct({
  topic: Schema.String,
  partition: Schema.Number,
  first: Schema.BigIntFromString,
  last: Schema.BigIntFromString,
  given_up_at: Schema.NumberFromString,
})

/** Messages that no figure holds: they were gone from the log, and an operator went on without them. */
export interface LogGap {
  readonly topic: string
  readonly partition: number
  /** Offsets, inclusive; `last` is null where nobody knows how many they were. */
  readonly first: bigint
  readonly last: bigint | null
  /** Epoch milliseconds. */
  readonly givenUpAt: number
}

export class LogGaps extends Context.Service<
  LogGaps,
  {
    /** Newest first, at most `GAPS_MAX`. */
    readonly list: Effect.Effect<ReadonlyArray<LogGap>, WarehouseError>
  }
>()("warehouse/LogGaps") {
  static readonly layer = Layer.effect(
    LogGaps,
    Effect.map(ClickHouse, (clickhouse) =>
      LogGaps.of({
        list: clickhouse.query(logGaps, { limit: GAPS_MAX }, GapRow).pipe(
          Effect.map((rows) =>
            rows.map(({ last, given_up_at, ...row }) => ({
              ...row,
              last: last === OPEN_END ? null : last,
              givenUpAt: given_up_at,
            })),
          ),
          Effect.withSpan("LogGaps.list"),
        ),
      }),
    ),
  )
}
