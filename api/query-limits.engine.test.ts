/** A slow query that a request asks: what becomes of it, and of the request, over real HTTP. */
import { assert, layer } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { TestClock } from "effect/testing"
import { ClickHouse } from "#warehouse/clickhouse.ts"
import { DayNotes } from "#warehouse/day-notes.ts"
import { JointLedgerReader } from "#warehouse/joint-ledger-reader.ts"
import { OverviewReader } from "#warehouse/overview-reader.ts"
import { StatementReader } from "#warehouse/statement-reader.ts"
import { warehouseForTests } from "#warehouse/testing/warehouse.ts"
import { UsageReader } from "#warehouse/usage-reader.ts"
import { listen } from "./http-server.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const SLOW = "SELECT toString(max(sipHash64(number))) AS text FROM numbers(100000000000)"
const RUNNING =
  "SELECT toUInt32(count()) AS queries FROM system.processes WHERE query LIKE '%numbers(100000000000)' AND query NOT LIKE '%system.processes%'"

const running = ClickHouse.use((clickhouse) =>
  clickhouse.query(RUNNING, {}, Schema.Struct({ queries: Schema.Finite })),
).pipe(Effect.map(([row]) => row?.queries ?? -1))

const untilRunning = (count: number) =>
  running.pipe(
    Effect.delay("5 millis"),
    Effect.repeat({ until: (queries) => queries === count }),
    Effect.timeout("10 seconds"),
  )

/** By the reader that is asked, beside the overview: Explore, the hours of the week, notes, and the lists of all. */
const PATHS = [
  "/v1/breakdown?by=operation",
  "/v1/week-hours?range=7d",
  "/v1/notes?range=30d",
  "/v1/transactions",
  "/v1/balance",
]

/** The API, with questions that take minutes. */
const served = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const slow = clickhouse.query(SLOW, {}, Schema.Struct({ text: Schema.String }))
  const asked = () => Effect.flatMap(slow, () => Effect.die("it was not slow"))
  const readers = Layer.mergeAll(
    Layer.succeed(OverviewReader, { overview: asked }),
    Layer.succeed(UsageReader, { series: asked, breakdown: asked }),
    Layer.succeed(DayNotes, { list: asked, put: asked }),
    Layer.succeed(JointLedgerReader, { page: asked }),
    Layer.succeed(StatementReader, { lifetime: asked, spans: asked, balanceAt: asked }),
  )
  const { app, runtime } = yield* Effect.promise(() => fakeApp(readers))
  const address = yield* listen(app.fetch, { host: "127.0.0.1", port: 0 })
  const ask = (signal: AbortSignal | null, path = "/v1/accounts/studio-north/overview") =>
    fetch(`${address}${path}`, { headers: asAdmin, signal })
  const pass = (time: "30 seconds") =>
    Effect.promise(() => runtime.runPromise(TestClock.adjust(time)))
  return { ask, pass }
})

layer(warehouseForTests, { excludeTestServices: true, timeout: "60 seconds" })(
  "a request with a slow query",
  (it) => {
    it.effect("takes it along when it goes away", () =>
      Effect.gen(function* () {
        const { ask } = yield* served
        const client = new AbortController()
        const answers = ["a", "b"].map(() => ask(client.signal).catch((error) => error.name))
        yield* untilRunning(2)
        const from = performance.now()
        client.abort()
        yield* untilRunning(0)
        assert.isBelow(performance.now() - from, 5_000)
        assert.deepStrictEqual(yield* Effect.promise(() => Promise.all(answers)), [
          "AbortError",
          "AbortError",
        ])
      }),
    )

    it.effect("takes it along whatever it asked", () =>
      Effect.gen(function* () {
        const { ask } = yield* served
        // One after another: each holds a thread of the process, which by itself has four.
        for (const path of PATHS) {
          const client = new AbortController()
          const answer = ask(client.signal, path).catch((error) => error.name)
          yield* untilRunning(1)
          client.abort()
          yield* untilRunning(0)
          assert.strictEqual(yield* Effect.promise(() => answer), "AbortError", path)
        }
      }),
    )

    it.effect("hears of the limit, and what to do, when its time is over", () =>
      Effect.gen(function* () {
        const { ask, pass } = yield* served
        const answer = ask(null)
        yield* untilRunning(1)
        yield* pass("30 seconds")
        const response = yield* Effect.promise(() => answer)
        assert.strictEqual(response.status, 503)
        const problem = (yield* Effect.promise(() => response.json())) as Record<string, string>
        assert.strictEqual(problem.type, "/problems/took-too-long")
        assert.match(problem.detail ?? "", /30 seconds.*fewer days/)
        yield* untilRunning(0)
      }),
    )
  },
)
