/** How long the engine takes and how often it fails, whichever adapter stands behind the port. */
import { Duration, Effect, Layer, Metric } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { Operation, WarehouseError } from "./errors.ts"

/** From a millisecond to half a minute. */
const SECONDS = Metric.exponentialBoundaries({ start: 0.001, factor: 2, count: 16 })

const timer = (name: string, description: string) => {
  const seconds = Metric.histogram(name, { description, boundaries: SECONDS })
  return Metric.mapInput(seconds, (took: Duration.Duration) => Duration.toSeconds(took))
}
const queries = timer("tidemark_query_seconds", "How long the engine took to answer a question")
const inserts = timer("tidemark_insert_seconds", "How long the engine took to store a file of rows")

const OPERATIONS: ReadonlyArray<Operation> = ["command", "insert", "query"]

const failures = (operation: Operation) =>
  Metric.counter("tidemark_engine_failures_total", {
    description: "Statements that the engine did not carry out; most are tried again",
    incremental: true,
    attributes: { operation },
  })

const counted = <A>(effect: Effect.Effect<A, WarehouseError>) =>
  Effect.tapError(effect, (error) => Metric.update(failures(error.operation), 1))

/** The same port, measured. Downloads are not: they take as long as their reader does. */
export const layerMeasured = Layer.effect(
  ClickHouse,
  Effect.gen(function* () {
    const engine = yield* ClickHouse
    yield* Effect.forEach(OPERATIONS, (operation) => Metric.update(failures(operation), 0))
    return ClickHouse.of({
      ...engine,
      command: (...asked) => counted(engine.command(...asked)),
      query: (...asked) => counted(Effect.trackDuration(engine.query(...asked), queries)),
      queryWords: (...asked) => counted(Effect.trackDuration(engine.queryWords(...asked), queries)),
      insertRows: (rows) => counted(Effect.trackDuration(engine.insertRows(rows), inserts)),
    })
  }),
)
