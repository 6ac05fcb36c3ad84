import { Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { type OperationCatalog, settleTexts } from "./domain/transaction.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { EventRows, type RowOrigin } from "./event-rows.ts"
import { TextSettler } from "./settled-texts.ts"
import { sqlQuery } from "./sql-files.ts"

/** Encodes events as the rows that will be stored, with what the operation catalog knows of them. */
export class EventEncoder extends Context.Service<
  EventEncoder,
  {
    /** No rows yet. `capacity`: bytes of memory to begin with. */
    readonly rows: (origin: RowOrigin, capacity?: number) => EventRows
    /** The category that an event is stored with: its own, else its operation's. */
    readonly categoryOf: (event: UsageEvent) => string
  }
>()("warehouse/EventEncoder") {
  static readonly layer = Layer.effect(
    EventEncoder,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const rows = yield* clickhouse.query(sqlQuery("operation-catalog"), {}, CatalogRow)
      return encoderOf(new Map(rows.map((row) => [row.operation, row])))
    }),
  )
}

const CatalogRow = Schema.Struct({
  operation: Schema.String,
  category: Schema.String,
  description: Schema.String,
})

export const encoderOf = (catalog: OperationCatalog): EventEncoder["Service"] => {
  const settler = new TextSettler(catalog)
  return EventEncoder.of({
    rows: (origin, capacity) => new EventRows(settler, origin, capacity),
    categoryOf: ({ category, operation }) =>
      category ?? settleTexts(operation, catalog).category[0],
  })
}
