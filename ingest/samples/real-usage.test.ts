import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import type { UsageEvent } from "#warehouse/domain/usage-event.ts"
import { FILE_SAMPLES } from "./file-samples.ts"
import { loadSample } from "./load.ts"
import { layerOf, memoryLedger } from "./testing/memory-ledger.ts"

const CREDIT = 1_000_000n

/** A plain reader of CSV, to count the files without the importer. */
const readTable = (file: string): ReadonlyArray<Readonly<Record<string, string>>> => {
  const text = readFileSync(join(import.meta.dirname, "data", file), "utf8")
  const [names = [], ...rows] = text
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
      ),
    )
  return rows.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""])))
}

const sum = (values: ReadonlyArray<bigint>): bigint => values.reduce((a, b) => a + b, 0n)

const ledger = memoryLedger()
const loaded = Effect.runSync(
  Effect.cached(
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2026-11-22T12:30:00.000Z"))
      yield* Effect.forEach(FILE_SAMPLES, (sample) => loadSample(sample, () => Effect.void)).pipe(
        Effect.provide(layerOf(ledger)),
      )
    }),
  ),
)
const eventsOf = (account: string): Effect.Effect<ReadonlyArray<UsageEvent>> =>
  loaded.pipe(
    Effect.orDie,
    Effect.map(() => [...ledger.events.values()].filter((event) => event.account === account)),
  )

describe("chat-api", { timeout: 60_000 }, () => {
  const rows = readTable("azure-llm-2023-conv.csv").map((row) => ({
    time: row.TIMESTAMP ?? "",
    context: BigInt(row.ContextTokens ?? ""),
    generated: BigInt(row.GeneratedTokens ?? ""),
  }))

  it.effect("has every request at the stated price, and a balance above zero", () =>
    Effect.gen(function* () {
      const events = yield* eventsOf("chat-api")
      const spends = events.filter(({ type }) => type === "spend")
      assert.strictEqual(rows.length, 19_366)
      assert.strictEqual(spends.length, rows.length)
      const price = sum(rows.map((row) => row.context * 1_000n + row.generated * 3_000n))
      assert.strictEqual(price, 34_627_865_000n)
      assert.strictEqual(sum(spends.map(({ credits }) => credits)), price)
      assert.strictEqual(
        sum(spends.map(({ quantity }) => quantity ?? 0n)),
        sum(rows.map((row) => row.context + row.generated)) * CREDIT,
      )
      const purchases = events.filter(({ type }) => type === "purchase")
      assert.isTrue(sum(purchases.map(({ credits }) => credits)) > price)
      assert.strictEqual(events.length, spends.length + purchases.length)
    }),
  )

  it.effect("has each request at its own millisecond, with its own tokens", () =>
    Effect.gen(function* () {
      const events = new Map((yield* eventsOf("chat-api")).map((event) => [event.id, event]))
      for (const { time, context, generated } of rows) {
        const event = events.get(`request-${time}`)
        assert.isDefined(event)
        assert.strictEqual(event.occurredAt, Date.parse(`${time.slice(0, 23).replace(" ", "T")}Z`))
        assert.strictEqual(event.credits, context * 1_000n + generated * 3_000n)
        assert.strictEqual(event.unit, "tokens")
      }
    }),
  )
})

describe("cloud-bill", { timeout: 60_000 }, () => {
  /** Cost in units of 10^-11 USD to millionths of a credit: times 1000, half to even at 6 places. */
  const toCredits = (cost: bigint): bigint => {
    const [whole, rest] = [cost / 100n, cost % 100n]
    if (rest > 50n || (rest === 50n && whole % 2n !== 0n)) return whole + 1n
    if (rest < -50n || (rest === -50n && whole % 2n !== 0n)) return whole - 1n
    return whole
  }
  const rows = readTable("focus-1.0-sample.csv").map((row) => {
    const [whole = "", fraction = ""] = (row.BilledCost ?? "").split(".")
    const cost = BigInt(whole + fraction.padEnd(11, "0"))
    return { ...row, id: row.Id ?? "", cost, credits: toCredits(cost) }
  })
  const [charged, returned] = [
    rows.filter(({ credits }) => credits > 0n),
    rows.filter(({ credits }) => credits < 0n),
  ]

  it.effect("has every row that costs something, rounded as stated, and no other", () =>
    Effect.gen(function* () {
      const events = yield* eventsOf("cloud-bill")
      const [spends, refunds] = (["spend", "refund"] as const).map((type) =>
        events.filter((event) => event.type === type),
      )
      assert.strictEqual(rows.length, 1_000)
      assert.strictEqual(rows.filter(({ cost }) => cost === 0n).length, 329)
      assert.deepStrictEqual(
        spends?.map(({ id, credits }) => [id, credits]),
        charged.map(({ id, credits }) => [`focus-${id}`, credits]),
      )
      assert.deepStrictEqual(
        refunds?.map(({ id, credits }) => [id, credits]),
        returned.map(({ id, credits }) => [`focus-${id}`, -credits]),
      )
      assert.strictEqual(events.length, charged.length + returned.length + 1)
    }),
  )

  it.effect("takes category, operation, time and sub-account from the bill", () =>
    Effect.gen(function* () {
      const events = new Map((yield* eventsOf("cloud-bill")).map((event) => [event.id, event]))
      for (const row of [...charged, ...returned]) {
        const event = events.get(`focus-${row.id}`)
        assert.isDefined(event)
        const { ServiceCategory, ServiceName, SubAccountName, ChargePeriodStart } = row as Record<
          string,
          unknown
        >
        assert.strictEqual(event.category, ServiceCategory)
        assert.strictEqual(event.operation, ServiceName)
        assert.strictEqual(event.properties?.sub_account, SubAccountName)
        assert.strictEqual(
          event.occurredAt,
          Date.parse(`${String(ChargePeriodStart).replace(" ", "T")}Z`),
        )
      }
    }),
  )

  it.effect("differs from the exact bill by what rounding says, and stays above zero", () =>
    Effect.gen(function* () {
      const events = yield* eventsOf("cloud-bill")
      const exact = sum(rows.map(({ cost }) => cost))
      const counted = sum([...charged, ...returned].map(({ credits }) => credits))
      const difference = exact - counted * 100n
      assert.isTrue(difference !== 0n && difference > -50n * 1000n && difference < 50n * 1000n)
      const opening = events.find(({ type }) => type === "purchase")
      assert.isTrue((opening?.credits ?? 0n) > sum(charged.map(({ credits }) => credits)))
      assert.isTrue(events.every((event) => event.occurredAt >= (opening?.occurredAt ?? 0)))
    }),
  )
})
