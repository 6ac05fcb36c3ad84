/** A slow query that a request asks: what becomes of it, and of the request, over real HTTP. */
import { assert, layer } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { TestClock } from "effect/testing"
import { ClickHouse } from "#warehouse/clickhouse.ts"
import { OverviewReader } from "#warehouse/overview-reader.ts"
import { warehouseForTests } from "#warehouse/testing/warehouse.ts"
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

/** The API, with an overview that takes minutes. */
const served = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const slow = clickhouse.query(SLOW, {}, Schema.Struct({ text: Schema.String }))
  const overview = Layer.succeed(OverviewReader, {
    overview: () => Effect.flatMap(slow, () => Effect.die("it was not slow")),
  })
  const { app, runtime } = yield* Effect.promise(() => fakeApp(overview))
  const address = yield* listen(app.fetch, { host: "127.0.0.1", port: 0 })
  const ask = (signal: AbortSignal | null) =>
    fetch(`${address}/v1/accounts/studio-north/overview`, { headers: asAdmin, signal })
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
