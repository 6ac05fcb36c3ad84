/** What the server adapter does when answers are late, lost or refused, and when the server is gone. */
import { readdirSync, readlinkSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { join } from "node:path"
import { assert, it, layer } from "@effect/vitest"
import { Context, Effect, Fiber, Layer, Redacted, Schema } from "effect"
import { TestClock } from "effect/testing"
import { ClickHouse } from "./clickhouse.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { WriterStopping } from "./errors.ts"
import { EventEncoder } from "./event-encoder.ts"
import { warehouseServer } from "./live.ts"
import { RefundRepair, RefundSink } from "./refund-repair.ts"
import { RollupRebuild } from "./rollup-rebuild.ts"
import { ROLLUPS } from "./rollups.ts"
import { layerServer, type ServerOptions } from "./server.ts"
import { sqlQuery } from "./sql-files.ts"
import type { Fault } from "./testing/clickhouse-faults.ts"
import { type ClickHouseProcess, clickHouseProcess } from "./testing/clickhouse-process.ts"
import { loadOf } from "./testing/load-events.ts"
import { failureOf, plantFailures, sinkForTests } from "./testing/lost-refunds.ts"
import { doubleKey, pickKeys, removeKey } from "./testing/planted-faults.ts"
import { transactionsOf } from "./testing/refunded.ts"
import { storedIds, wrongGroups } from "./testing/rollups.ts"
import { temporaryFolder, writeEvents } from "./testing/warehouse.ts"
import { TRANSACTION_STRUCTURE } from "./transaction-rows.ts"

class Server extends Context.Service<Server, ClickHouseProcess>()("warehouse/Server") {
  static readonly layer = Layer.effect(Server, clickHouseProcess)
}

const warehouse = Layer.unwrap(
  Effect.gen(function* () {
    const { options } = yield* Server
    return warehouseServer(options, yield* temporaryFolder)
  }),
).pipe(Layer.provideMerge(Server.layer))

/** Events that no other test here writes. */
const LOADS = loadOf(400_000)
let taken = 0
const written: UsageEvent[] = []
const nextLoad = (count: number) => {
  const load = LOADS.slice(taken, taken + count)
  taken += count
  written.push(...load)
  return load
}

const everythingOnce = Effect.gen(function* () {
  assert.deepStrictEqual(yield* wrongGroups(written), [])
  assert.deepStrictEqual(yield* storedIds, { rows: written.length, ids: written.length })
})

const tokensSeen = Effect.gen(function* () {
  const { seen } = yield* Server
  const requests = yield* seen
  return requests
    .filter(({ statement }) => statement.startsWith("INSERT INTO transactions"))
    .map(({ settings }) => settings.insert_deduplication_token)
})

const INSERT = "INSERT INTO transactions"
const One = Schema.Struct({ n: Schema.Int })
const one = ClickHouse.use(({ query }) => query("SELECT 1 AS n", {}, One))

layer(warehouse, { excludeTestServices: true, timeout: "60 seconds" })(
  "the server adapter",
  (it) => {
    for (const what of [
      "lost after",
      "lost before",
      "unavailable",
      "busy",
      "torn",
    ] satisfies ReadonlyArray<Fault["what"]>)
      it.effect(`stores a batch once when its insert is answered by "${what}", twice`, () =>
        Effect.gen(function* () {
          const { fail } = yield* Server
          yield* tokensSeen
          yield* fail({ statement: INSERT, what, times: 2 })
          const fates = yield* writeEvents(nextLoad(2_000))
          assert.isTrue(fates.every(({ fate }) => fate === "accepted"))
          const tokens = yield* tokensSeen
          assert.strictEqual(tokens.length, 3)
          assert.strictEqual(new Set(tokens).size, 1)
          assert.isString(tokens[0])
          yield* everythingOnce
        }),
      )

    it.effect("counts rows under one token once, in every rollup, and others again", () =>
      Effect.gen(function* () {
        const clickhouse = yield* ClickHouse
        const events = nextLoad(500)
        const rows = (yield* EventEncoder).rows({ receivedAt: 0, log: null })
        for (const event of events) rows.add(event, new Uint8Array())
        rows.stamp(1_000_000n)
        const file = join(yield* temporaryFolder, "rows")
        yield* Effect.promise(() => writeFile(file, rows.bytesOf(0, rows.count)))
        const statement = sqlQuery("insert-transactions")
        const insert = { statement, structure: TRANSACTION_STRUCTURE, file, token: "the same" }
        yield* clickhouse.insertRows(insert)
        yield* clickhouse.insertRows(insert)
        yield* everythingOnce
      }),
    )

    it.effect("keeps no file open for inserts that fail, and survives a file that is gone", () =>
      Effect.gen(function* () {
        const { fail } = yield* Server
        const clickhouse = yield* ClickHouse
        const folder = yield* temporaryFolder
        const file = join(folder, "rows")
        const statement = sqlQuery("insert-transactions")
        const insert = { statement, structure: TRANSACTION_STRUCTURE, file, token: "gone" }
        const missing = yield* Effect.flip(clickhouse.insertRows(insert))
        assert.match(missing.reason, /ENOENT/)
        yield* Effect.promise(() => writeFile(file, Buffer.alloc(1_000_000)))
        for (const what of ["lost before", "unavailable", "busy"] as const) {
          yield* fail({ statement: INSERT, what, times: 1 })
          yield* Effect.flip(clickhouse.insertRows(insert))
        }
        const open = readdirSync("/proc/self/fd").flatMap((fd) => {
          try {
            return readlinkSync(`/proc/self/fd/${fd}`)
          } catch {
            return []
          }
        })
        assert.notInclude(open, file)
      }),
    )

    it.effect("says that the server is gone, and goes on when it is back", () =>
      Effect.gen(function* () {
        const { kill, start } = yield* Server
        yield* one
        yield* kill
        const gone = yield* Effect.flip(one)
        assert.strictEqual(gone._tag, "WarehouseUnavailable")
        const load = nextLoad(2_000)
        const refused = yield* Effect.flip(writeEvents(load))
        assert.strictEqual(refused._tag, "WarehouseUnavailable")
        yield* start
        assert.deepStrictEqual(yield* one, [{ n: 1 }])
        const fates = yield* writeEvents(load)
        assert.isTrue(fates.every(({ fate }) => fate === "accepted"))
        yield* everythingOnce
      }),
    )

    it.effect("completes batches during which the server was killed", () =>
      Effect.gen(function* () {
        const { kill, start } = yield* Server
        for (let round = 0; round < 6; round++) {
          yield* tokensSeen
          const storing = yield* Effect.forkChild(writeEvents(nextLoad(20_000)))
          yield* firstInsert
          yield* Effect.sleep(`${round * 30} millis`)
          yield* kill
          yield* start
          const fates = yield* Fiber.join(storing)
          assert.isTrue(fates.every(({ fate }) => fate === "accepted"))
        }
        yield* everythingOnce
      }),
    )

    it.effect("makes a missing refund once, whoever looks, and behind one that was killed", () =>
      Effect.gen(function* () {
        const { options } = yield* Server
        const load = nextLoad(100)
        const spends = load.filter(({ type }) => type === "spend")
        yield* writeEvents(load)
        const repairIn = (folder: string, sink = sinkForTests) =>
          RefundRepair.use(({ run }) => run).pipe(
            Effect.provide(
              RefundRepair.layer(folder).pipe(
                Layer.provide(sink),
                Layer.provide(warehouseServer(options, folder)),
              ),
              // A process of its own: nothing of another is shared.
              { local: true },
            ),
          )
        const rows = Effect.map(storedIds, (stored) => stored.rows - written.length)
        const [first, second] = [yield* temporaryFolder, yield* temporaryFolder]
        yield* plantFailures(spends.slice(20))
        yield* Effect.all([repairIn(first), repairIn(second)], { concurrency: 2 })
        assert.strictEqual(yield* rows, spends.length - 20)
        // Killed before it sent what it had claimed: who starts in its folder makes it, and nobody else.
        yield* plantFailures(spends.slice(0, 20))
        const died = Layer.succeed(RefundSink, { send: () => Effect.fail(new WriterStopping({})) })
        yield* Effect.flip(repairIn(first, died))
        assert.strictEqual((yield* repairIn(second)).missing, 20)
        assert.strictEqual(yield* rows, spends.length - 20)
        yield* repairIn(first)
        const stored = transactionsOf([...written, ...spends.map(failureOf)])
        written.length = 0
        for (const event of stored) written.push(event)
        yield* everythingOnce
      }),
    )

    it.effect("makes rollups anew once nobody else writes, and misses nothing of its own", () =>
      Effect.gen(function* () {
        const { start, current } = yield* RollupRebuild
        for (const { name } of ROLLUPS) {
          const [removed = {}, doubled = {}] = yield* pickKeys(name, 2)
          yield* removeKey(name, removed)
          yield* doubleKey(name, doubled)
        }
        const wrong = (yield* wrongGroups(written)).map((group) => group.split(" ")[0] ?? "")
        assert.sameMembers(
          wrong,
          [...ROLLUPS, ...ROLLUPS].map(({ name }) => name),
        )
        for (const { name } of ROLLUPS) {
          const refused = yield* Effect.flip(start(name, { writersStopped: false }))
          assert.match(refused.message, /^other processes may write to this server/)
          yield* start(name, { writersStopped: true })
          yield* writeEvents(nextLoad(500))
          const state = Effect.map(current, (all) => all.find(({ rollup }) => rollup === name))
          const ended = yield* Effect.repeat(Effect.delay(state, "20 millis"), {
            until: (one) => one?.running === null,
          })
          assert.isNull(ended?.last?.failure)
        }
        yield* everythingOnce
      }),
    )

    it.effect("lets go of a query that nobody waits for", () =>
      Effect.gen(function* () {
        const { fail, seen } = yield* Server
        yield* fail({ statement: "SELECT 1 AS n", what: "hang", times: 1 })
        const asked = yield* Effect.timeoutOption(one, "300 millis")
        assert.isTrue(asked._tag === "None")
        const givenUp = Effect.map(seen, (all) => all.some((request) => request.givenUp))
        yield* Effect.repeat(Effect.andThen(Effect.sleep("20 millis"), givenUp), {
          until: (up) => up,
        })
      }),
    )
  },
)

/** Waits until an insert of transactions has arrived. */
const firstInsert = Effect.repeat(
  Effect.andThen(
    Effect.sleep("5 millis"),
    Effect.map(tokensSeen, (tokens) => tokens.length > 0),
  ),
  { until: (arrived) => arrived },
)

/** Lets the test's clock run while real requests go out and come back. */
const hurrying = Effect.fnUntraced(function* <A, E, R>(effect: Effect.Effect<A, E, R>) {
  const fiber = yield* Effect.forkChild(effect)
  while (fiber.pollUnsafe() === undefined) {
    yield* TestClock.adjust("1 second")
    yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 2)))
  }
  return yield* Fiber.join(fiber)
})

const refusal = (options: ServerOptions) =>
  hurrying(Effect.flip(Effect.scoped(Layer.build(layerServer(options)))))

const anyone = { user: "default", password: Redacted.make(""), cluster: null }

it.effect("refuses to start, naming CLICKHOUSE_URL, where no server answers", () =>
  Effect.gen(function* () {
    const error = yield* refusal({ ...anyone, url: new URL("http://127.0.0.1:1") })
    assert.strictEqual(error._tag, "StartRefused")
    assert.match(
      error.message,
      /^no ClickHouse server answers at http:\/\/127\.0\.0\.1:1 \(CLICKHOUSE_URL\): .*ECONNREFUSED/,
    )
  }),
)

it.effect("refuses to start where something listens that never answers", () =>
  Effect.gen(function* () {
    const silent = yield* Effect.acquireRelease(
      Effect.promise(
        () =>
          new Promise<ReturnType<typeof createServer>>((resolve) => {
            const server = createServer(() => {})
            server.listen(0, "127.0.0.1", () => resolve(server))
          }),
      ),
      (server) => Effect.sync(() => server.close()),
    )
    const address = silent.address() as { readonly port: number }
    const url = new URL(`http://127.0.0.1:${address.port}`)
    const error = yield* refusal({ ...anyone, url })
    assert.match(error.message, /CLICKHOUSE_URL.*no answer came/)
  }),
)

it.live("refuses to start with credentials or a database that the server does not know", () =>
  Effect.gen(function* () {
    const { options, seen } = yield* clickHouseProcess
    const refused = (changed: Partial<ServerOptions>) =>
      Effect.flip(Effect.scoped(Layer.build(layerServer({ ...options, ...changed }))))
    yield* seen
    const wrong = yield* refused({ password: Redacted.make("hunter2") })
    assert.match(
      wrong.message,
      /CLICKHOUSE_URL\) refuses the user "tidemark": set CLICKHOUSE_USER and CLICKHOUSE_PASSWORD/,
    )
    assert.notInclude(wrong.message, "hunter2")
    const elsewhere = yield* refused({ url: new URL("/nowhere", options.url) })
    assert.match(elsewhere.message, /no database of the name in CLICKHOUSE_URL/)
  }),
)

it.effect("takes an answer that does not come within its time for an outage", () =>
  Effect.gen(function* () {
    const { options, fail } = yield* clickHouseProcess
    const adapter = yield* hurrying(Layer.build(layerServer(options)))
    yield* fail({ statement: "SELECT 1 AS n", what: "hang", times: 1 })
    const error = yield* hurrying(Effect.flip(Effect.provideContext(one, adapter)))
    assert.strictEqual(error._tag, "WarehouseUnavailable")
    assert.deepStrictEqual(yield* hurrying(Effect.provideContext(one, adapter)), [{ n: 1 }])
  }),
)

it.live("bears two starts at once on a new server", () =>
  Effect.gen(function* () {
    const { options } = yield* clickHouseProcess
    const start = Effect.gen(function* () {
      return yield* Layer.build(warehouseServer(options, yield* temporaryFolder))
    })
    const [first, second] = yield* Effect.all([start, start], { concurrency: 2 })
    const load = loadOf(1_000)
    const half = writeEvents(load.slice(0, 500))
    yield* Effect.provideContext(half, first)
    yield* Effect.provideContext(writeEvents(load), second)
    const wrong = yield* Effect.provideContext(wrongGroups(load), first)
    assert.deepStrictEqual(wrong, [])
  }),
)

it.effect.each(["localhost:8123", "tcp://localhost:9000", "http://localhost:8123/?fast=1"])(
  "refuses to start with %s for an address, in a sentence",
  (url) =>
    Effect.gen(function* () {
      const error = yield* refusal({ ...anyone, url: new URL(url) })
      assert.strictEqual(error._tag, "StartRefused")
      assert.match(error.message, /^CLICKHOUSE_URL must be like http:\/\/host:8123 /)
    }),
)

it.live("keeps to the database that the address names", () =>
  Effect.gen(function* () {
    const { options } = yield* clickHouseProcess
    const database = Effect.provide(
      ClickHouse.use(({ command }) => command("CREATE DATABASE tide")),
      layerServer(options),
    )
    yield* database
    const folder = yield* temporaryFolder
    const url = new URL("/tide", options.url)
    const load = loadOf(300)
    yield* Effect.gen(function* () {
      yield* writeEvents(load)
      assert.deepStrictEqual(yield* wrongGroups(load), [])
    }).pipe(Effect.provide(warehouseServer({ ...options, url }, folder)))
    const elsewhere = yield* Effect.flip(storedIds).pipe(Effect.provide(layerServer(options)))
    assert.strictEqual(elsewhere._tag, "StatementRejected")
  }),
)
