import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { inject } from "vitest"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { LedgerReader } from "#warehouse/ledger-reader.ts"
import { warehouseEmbedded } from "#warehouse/live.ts"
import { temporaryFolder } from "#warehouse/testing/warehouse.ts"
import type { KafkaSettings } from "./config.ts"
import { committed, eventually, makeTopic, produce, settingsOf, spend } from "./testing/log.ts"
import { startProcess, variables } from "./testing/worker-process.ts"

const worker = (kafka: KafkaSettings, folder: string) =>
  startProcess("main.ts", [], { ...variables(kafka), TIDEMARK_DATA: folder })

const health = (kafka: KafkaSettings) =>
  Effect.gen(function* () {
    const { ended, output } = yield* startProcess("health/main.ts", [], variables(kafka))
    return { code: yield* Effect.promise(() => ended), said: output.stderr }
  })

const sumOf = (kafka: KafkaSettings) =>
  Effect.map(committed(kafka), (offsets) =>
    [...offsets.values()].reduce((sum, offset) => sum + Math.max(0, Number(offset)), 0),
  )

describe("npm run ingest", () => {
  it.live("consumes until SIGTERM, then exits with 0 within five seconds", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, [spend({ id: "e1", account: "acme" })])
      const child = yield* worker(kafka, yield* temporaryFolder)
      yield* eventually(Effect.map(sumOf(kafka), (sum) => sum === 1))
      assert.strictEqual((yield* health(kafka)).code, 0)
      child.process.kill("SIGTERM")
      const code = yield* Effect.promise(() => child.ended).pipe(Effect.timeout("5 seconds"))
      assert.strictEqual(code, 0)
      assert.strictEqual(child.output.stdout, "")
      const lines = child.output.stderr.split("\n").filter((line) => line.startsWith("{"))
      assert.include(
        lines.map((line) => JSON.parse(line).message[0]),
        "consuming",
      )
    }),
  )

  it.live("counts everything once, whenever it is killed", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const folder = yield* temporaryFolder
      const count = 30_000
      yield* makeTopic(kafka, 3)
      yield* produce(
        kafka,
        Array.from({ length: count }, (_, n) =>
          spend({ id: `e${n}`, account: `account-${n % 3}`, credits: "0.1" }),
        ),
      )
      for (const kills of [1, 2]) {
        const child = yield* worker(kafka, folder)
        // The first time at the first sight of an offset, then in the middle of the start.
        yield* kills === 1
          ? eventually(Effect.map(sumOf(kafka), (sum) => sum > 0))
          : eventually(Effect.sync(() => child.output.stderr.includes("consuming")))
        child.process.kill("SIGKILL")
        assert.strictEqual(yield* Effect.promise(() => child.ended), "SIGKILL")
      }
      const last = yield* worker(kafka, folder)
      yield* eventually(Effect.sync(() => last.output.stderr.includes("consuming")))
      yield* eventually(Effect.map(sumOf(kafka), (sum) => sum === count))
      last.process.kill("SIGTERM")
      assert.strictEqual(yield* Effect.promise(() => last.ended), 0)

      const pages = yield* Effect.forEach(["account-0", "account-1", "account-2"], (account) =>
        LedgerReader.use((reader) =>
          reader.page({ account, timeZone: "UTC", interval: null, cursor: null, limit: 1 }),
        ),
      ).pipe(Effect.provide(warehouseEmbedded(folder)))
      for (const { totals } of pages) {
        assert.strictEqual(totals.count, count / 3)
        assert.strictEqual(formatDecimal(totals.spend), "1000")
      }
    }),
  )

  it.live("says in one sentence which variable is missing, and exits with 1", () =>
    Effect.gen(function* () {
      const child = yield* startProcess("main.ts", [], {})
      assert.strictEqual(yield* Effect.promise(() => child.ended), 1)
      assert.strictEqual(child.output.stderr.trim(), "KAFKA_BROKERS is not set")
    }),
  )

  it.live("refuses a gap that it cannot read, before it touches anything", () =>
    Effect.gen(function* () {
      const child = yield* startProcess("main.ts", ["--accept-gap", "usage.events"], {})
      assert.strictEqual(yield* Effect.promise(() => child.ended), 1)
      assert.match(
        child.output.stderr,
        /^--accept-gap usage.events: must be topic\/partition:[^\n]*\n$/,
      )
    }),
  )

  it.live("is not healthy when the group has no member", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      const { code, said } = yield* health(kafka)
      assert.strictEqual(code, 1)
      assert.include(said, `group ${kafka.group} has no member`)
    }),
  )

  it.live("ends with a code of its own accord after a bug in a handler", () =>
    Effect.gen(function* () {
      const kafka = settingsOf(inject("kafkaBrokers"))
      yield* makeTopic(kafka, 1)
      yield* produce(kafka, [spend({ id: "e1", account: "acme" })])
      const child = yield* startProcess("testing/broken-worker.ts", [JSON.stringify(kafka)], {})
      assert.strictEqual(yield* Effect.promise(() => child.ended), 1)
      assert.include(child.output.stdout + child.output.stderr, "SyntaxError")
      assert.strictEqual((yield* committed(kafka)).get(0), "-1")
    }),
  )
})
