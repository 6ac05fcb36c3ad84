import { Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"
import { sqlQuery } from "./sql-files.ts"

const logReach = sqlQuery("log-reach")

const ReachRow = Schema.Struct({ partition: Schema.Number, last_offset: Schema.BigIntFromString })

/** What the warehouse holds of the log. */
export class LogReach extends Context.Service<
  LogReach,
  {
    /** The last stored offset of each partition; none for a partition of which nothing is stored. */
    readonly lastOffsets: (
      topic: string,
    ) => Effect.Effect<ReadonlyMap<number, bigint>, WarehouseError>
  }
>()("warehouse/LogReach") {
  static readonly layer = Layer.effect(
    LogReach,
    Effect.map(ClickHouse, (clickhouse) =>
      LogReach.of({
        lastOffsets: Effect.fn("LogReach.lastOffsets")(function* (topic) {
          const rows = yield* clickhouse.query(logReach, { topic }, ReachRow)
          return new Map(rows.map((row) => [row.partition, row.last_offset]))
        }),
      }),
    ),
  )
}
