/** What the engine itself does with queries of the pool: runs them side by side, and stops them. */
import { assert, layer } from "@effect/vitest"
import { Effect, Fiber, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { warehouseForTests } from "./testing/warehouse.ts"

const Row = Schema.Struct({ text: Schema.String })
const Running = Schema.Struct({ queries: Schema.Finite })

/** Minutes, if nobody stops it. */
const SLOW =
  "SELECT toString(max(sipHash64(number, {salt:String}))) AS text FROM numbers(100000000000)"
const RUNNING =
  "SELECT toUInt32(count()) AS queries FROM system.processes WHERE query LIKE {mark:String} AND query NOT LIKE '%system.processes%'"

const running = (mark: string) =>
  ClickHouse.use((clickhouse) => clickhouse.query(RUNNING, { mark: `%${mark}%` }, Running)).pipe(
    Effect.map(([row]) => row?.queries ?? -1),
  )
const until = (mark: string, count: number) =>
  running(mark).pipe(
    Effect.delay("5 millis"),
    Effect.repeat({ until: (queries) => queries === count }),
    Effect.timeout("10 seconds"),
  )
const slow = (salt: string) => ClickHouse.use((clickhouse) => clickhouse.query(SLOW, { salt }, Row))

layer(warehouseForTests, { excludeTestServices: true, timeout: "60 seconds" })(
  "the embedded engine",
  (it) => {
    it.effect("answers while other queries with parameters run", () =>
      Effect.gen(function* () {
        const fibers = yield* Effect.forEach(["beside-1", "beside-2"], (salt) =>
          Effect.forkChild(slow(salt)),
        )
        yield* until("beside-", 2)
        const [row] = yield* ClickHouse.use((clickhouse) =>
          clickhouse.query("SELECT {text:String} AS text", { text: "it's\\\0\n😀" }, Row),
        )
        assert.strictEqual(row?.text, "it's\\\0\n😀")
        assert.strictEqual(yield* running("beside-"), 2)
        yield* Fiber.interruptAll(fibers)
        yield* until("beside-", 0)
      }),
    )

    it.effect("stops a query that nobody waits for any more, and reads on", () =>
      Effect.gen(function* () {
        // More than there are connections, again and again: each comes back.
        for (let round = 0; round < 3; round++) {
          const fibers = yield* Effect.forEach(["a", "b", "c"], (salt) =>
            Effect.forkChild(slow(`round-${round}-${salt}`)),
          )
          yield* until(`round-${round}-`, 3)
          yield* Fiber.interruptAll(fibers)
          yield* until(`round-${round}-`, 0)
        }
      }),
    )

    it.effect("tells a value that does not fit from an outage", () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(
          ClickHouse.use((clickhouse) =>
            clickhouse.query("SELECT toString({n:UInt8}) AS text", { n: 256 }, Row),
          ),
        )
        assert.strictEqual(error._tag, "StatementRejected")
        assert.include(error.message, "{n:UInt8}: is out of range")
      }),
    )

    it.effect("lets no read write, or change a setting", () =>
      Effect.gen(function* () {
        for (const statement of [
          "INSERT INTO accounts (account) VALUES ('x')",
          "SET readonly = 0",
          "SELECT * FROM file('/etc/passwd', LineAsString)",
        ]) {
          const error = yield* Effect.flip(
            ClickHouse.use((clickhouse) => clickhouse.query(statement, {}, Row)),
          )
          assert.strictEqual(error._tag, "StatementRejected", statement)
        }
      }),
    )
  },
)
