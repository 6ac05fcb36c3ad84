import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { Effect, Ref } from "effect"
import { TestClock } from "effect/testing"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { intakeInMemory, Kept } from "../testing/memory-warehouse.ts"
import { importFile } from "./import-file.ts"
import { decodeMapping } from "./mapping.ts"

const folder = mkdtempSync(join(tmpdir(), "tidemark-import-"))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
/** The first rows of a real file. */
const head = (name: string, rows: number) =>
  file(
    `${rows}-${name}`,
    readFileSync(join(import.meta.dirname, "../samples/data", name), "utf8")
      .split(/\r?\n/)
      .slice(0, rows + 1)
      .join("\n"),
  )

const run = (path: string, mapping: object) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(Date.UTC(2026, 2, 5))
    return yield* importFile({ path, mapping: yield* decodeMapping(mapping) })
  })
const stored = Effect.map(
  Effect.flatMap(Kept, ({ events }) => Ref.get(events)),
  (events) => events.map(({ event }) => event),
)

const tokens = {
  format: "csv",
  event: {
    id: { columns: ["TIMESTAMP", "ContextTokens", "GeneratedTokens"], number: "among_equal" },
    account: { constant: "chat-api" },
    type: { constant: "spend" },
    operation: { constant: "chatCompletion" },
    credits: {
      sum: [
        { column: "ContextTokens", scale: "0.00025" },
        { column: "GeneratedTokens", scale: "0.001" },
      ],
    },
    occurred_at: { column: "TIMESTAMP", zone: "UTC", digits: "cut" },
    quantity: { sum: [{ column: "ContextTokens" }, { column: "GeneratedTokens" }] },
    unit: { constant: "tokens" },
  },
}

const bill = {
  format: "csv",
  null_values: ["", "NULL"],
  skip: [
    { reason: "no cost", column: "BilledCost", is: "zero" },
    { reason: "cost rounds to zero", credits: "zero" },
  ],
  event: {
    id: { columns: ["Id"], prefix: "focus-" },
    account: { column: "SubAccountName", slug: true },
    type: { sign_of: "credits", positive: "spend", negative: "refund" },
    operation: { column: "ServiceName" },
    credits: { column: "BilledCost", scale: "100", rounding: "half-even" },
    occurred_at: { column: "ChargePeriodStart", zone: "UTC" },
    category: { column: "ServiceCategory", values: { Compute: "Computing" } },
    description: { template: "{ChargeDescription} ({RegionId})" },
    quantity: { column: "ConsumedQuantity", rounding: "half-up", magnitude: true },
    unit: { column: "ConsumedUnit" },
    properties: { zone: { column: "AvailabilityZone" }, region: { column: "RegionId" } },
  },
}

describe("importing the LLM trace", () => {
  it.effect("prices tokens exactly and cuts times to the millisecond", () =>
    Effect.gen(function* () {
      const report = yield* run(head("azure-llm-2023-conv.csv", 200), tokens)
      assert.strictEqual(report.rows, 200)
      assert.strictEqual(report.accepted, 200)
      assert.strictEqual(report.credits.roundingDifference, "0")
      assert.strictEqual(report.credits.accepted.spend, report.credits.exact)
      const [first] = yield* stored
      assert.deepStrictEqual(first, {
        id: "2023-11-16 18:15:46.6805900-374-44#1",
        account: "chat-api",
        type: "spend",
        operation: "chatCompletion",
        credits: 137_500n,
        occurredAt: Date.UTC(2023, 10, 16, 18, 15, 46, 680),
        quantity: 418_000_000n,
        unit: "tokens",
      })
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("adds nothing when the same file comes again, whole or longer", () =>
    Effect.gen(function* () {
      yield* run(head("azure-llm-2023-conv.csv", 200), tokens)
      const again = yield* run(head("azure-llm-2023-conv.csv", 200), tokens)
      assert.deepStrictEqual([again.accepted, again.duplicate], [0, 200])
      assert.strictEqual(again.credits.accepted.spend, "0")
      const longer = yield* run(head("azure-llm-2023-conv.csv", 250), tokens)
      assert.deepStrictEqual([longer.accepted, longer.duplicate], [50, 200])
    }).pipe(Effect.provide(intakeInMemory)),
  )
})

describe("importing the cloud bill", () => {
  it.effect("accounts for every row, and for every fraction that rounding took", () =>
    Effect.gen(function* () {
      const report = yield* run(head("focus-1.0-sample.csv", 1000), bill)
      const { rows, accepted, rejected, skipped, credits } = report
      assert.deepStrictEqual([rows, rejected], [1000, 0])
      assert.strictEqual(Object.values(skipped).reduce((a, b) => a + b) + accepted, rows)
      assert.strictEqual(skipped["no cost"], 329)
      // The exact sum of BilledCost of the file, times the scale.
      assert.strictEqual(credits.exact, "2052.022672899")
      const events = yield* stored
      const net = events.reduce(
        (sum, { type, credits }) => sum + (type === "spend" ? credits : -credits),
        0n,
      )
      assert.strictEqual(formatDecimal(net), credits.sent)
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("maps a row field by field", () =>
    Effect.gen(function* () {
      yield* run(head("focus-1.0-sample.csv", 1), bill)
      assert.deepStrictEqual(yield* stored, [
        {
          id: "focus-11472",
          account: "atlas-nimbus",
          type: "spend",
          operation: "Amazon Simple Queue Service",
          credits: 80n,
          occurredAt: Date.UTC(2024, 8, 18, 22),
          category: "Integration",
          description:
            "$0.40 per million Amazon SQS standard requests in Tier1 in US West (Oregon) (us-west-2)",
          quantity: 2_000_000n,
          unit: "Requests",
          properties: { region: "us-west-2" },
        },
      ])
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("turns credits of the bill into refunds", () =>
    Effect.gen(function* () {
      yield* run(head("focus-1.0-sample.csv", 1000), bill)
      const refunds = (yield* stored).filter(({ type }) => type === "refund")
      assert.isAbove(refunds.length, 0)
      assert.isTrue(refunds.every(({ credits }) => credits > 0n))
    }).pipe(Effect.provide(intakeInMemory)),
  )
})

const small = (event: object = {}) => ({
  format: "csv",
  event: {
    id: { columns: ["id"] },
    account: { constant: "a" },
    type: { constant: "spend" },
    operation: { constant: "o" },
    credits: { column: "credits" },
    occurred_at: { column: "at" },
    ...event,
  },
})
const AT = "2026-01-01T00:00:00Z"

describe("importing a file", () => {
  it.effect("names the line and the errors of what is not counted, and counts its neighbours", () =>
    Effect.gen(function* () {
      const rows = ["id,credits,at", `1,1,${AT}`, `2,-1,${AT}`, "3,1", `4,x,${AT}`, `1,2,${AT}`]
      const report = yield* run(file("bad-rows.csv", `${rows.join("\r\n")}\r\n`), small())
      const { accepted, conflict, rejected } = report
      assert.deepStrictEqual([accepted, conflict, rejected], [1, 1, 3])
      assert.deepStrictEqual(
        report.problems.map(({ line, fate, errors }) => [line, fate, errors?.[0]?.code]),
        [
          [3, "rejected", "not_positive"],
          [4, "rejected", "columns"],
          [5, "rejected", "decimal"],
          [6, "conflict", undefined],
        ],
      )
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("lists the first twenty problems and counts the rest", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 50 }, (_, n) => (n < 25 ? `${n},0,${AT}` : `${n},0`))
      const report = yield* run(file("zeros.csv", ["id,credits,at", ...rows].join("\n")), small())
      assert.strictEqual(report.rejected, 50)
      assert.deepStrictEqual(
        report.problems.map(({ line }) => line),
        Array.from({ length: 20 }, (_, n) => n + 2),
      )
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("refuses digits that it was not told to round", () =>
    Effect.gen(function* () {
      const path = file("digits.csv", `id,credits,at\n1,0.12345678,${AT}\n`)
      const report = yield* run(path, small())
      assert.strictEqual(
        report.problems[0]?.errors?.[0]?.message,
        "at most 6 decimal places, got 8",
      )
      const down = small({ credits: { column: "credits", rounding: "down" } })
      const { credits } = yield* run(path, down)
      assert.deepStrictEqual(
        [credits.exact, credits.sent, credits.roundingDifference],
        ["0.12345678", "0.123456", "0.00000078"],
      )
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("numbers equal rows, so that none of them is lost", () =>
    Effect.gen(function* () {
      const rows = [`x,1,${AT}`, `x,1,${AT}`, `y,1,${AT}`, `x,1,${AT}`]
      const path = file("equal.csv", ["id,credits,at", ...rows].join("\n"))
      yield* run(path, small({ id: { columns: ["id"], number: "among_equal" } }))
      yield* run(path, small({ id: { columns: [], prefix: "row", number: "row" } }))
      assert.deepStrictEqual(
        (yield* stored).map(({ id }) => id),
        ["x#1", "x#2", "y#1", "x#3", "row#1", "row#2", "row#3", "row#4"],
      )
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect.each([
    ["2025-07-01 12:00", "Europe/Berlin", "2025-07-01T10:00:00.000Z"],
    ["2026-01-01", "Asia/Kathmandu", "2025-12-31T18:15:00.000Z"],
    ["2026-01-01T00:00:00.1234567+0545", undefined, "2025-12-31T18:15:00.123Z"],
    ["2025-10-26 02:30:00", "Europe/Berlin", "2025-10-26T00:30:00.000Z"],
    ["2025-03-30 02:30:00", "Europe/Berlin", "2025-03-30T01:30:00.000Z"],
  ] as const)("reads %s in %s as %s", ([at, zone, instant]) =>
    Effect.gen(function* () {
      const path = file("zone.csv", `id,credits,at\n1,1,${at}\n`)
      const time = { column: "at", digits: "cut", ...(zone && { zone }) }
      yield* run(path, small({ occurred_at: time }))
      assert.deepStrictEqual(
        (yield* stored).map(({ occurredAt }) => formatInstant(occurredAt)),
        [instant],
      )
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect(
    "refuses a time without offset when no zone is stated, and a day that does not exist",
    () =>
      Effect.gen(function* () {
        const path = file(
          "no-zone.csv",
          `id,credits,at\n1,1,2026-01-01 10:00\n2,1,2026-02-30 10:00Z\n`,
        )
        const report = yield* run(path, small())
        assert.deepStrictEqual(
          report.problems.map(({ errors }) => errors?.[0]?.code),
          ["time_zone_missing", "timestamp"],
        )
      }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("reads JSON Lines with nested fields, and keeps the digits of JSON numbers", () =>
    Effect.gen(function* () {
      const lines = [
        `{"id":"1","cost":0.1234567890123456789,"at":"${AT}","usage":{"model":"m"}}`,
        "",
        `{"id":"2",`,
        "[1]",
        `{"id":"3","cost":"1","at":"${AT}","usage":{"model":null}}`,
      ]
      const credits = { column: "cost", scale: "1000", rounding: "down" }
      const report = yield* run(file("nested.jsonl", lines.join("\n")), {
        ...small({ credits, operation: { template: "call {usage.model}" } }),
        format: "jsonl",
      })
      const events = yield* stored
      assert.deepStrictEqual(
        events.map(({ id, credits, operation }) => [id, credits, operation]),
        [["1", 123_456_789n, "call m"]],
      )
      assert.strictEqual(report.credits.roundingDifference, "0.0000000123456789")
      assert.deepStrictEqual(
        report.problems.map(({ line, errors }) => [line, errors?.map(({ code }) => code)]),
        [
          [3, ["malformed_json"]],
          [4, ["type"]],
          [5, ["required"]],
        ],
      )
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("goes on over the edge of a batch", () =>
    Effect.gen(function* () {
      const rows = Array.from({ length: 12_001 }, (_, n) => `${n},1,${AT}`)
      const report = yield* run(file("many.csv", ["id,credits,at", ...rows].join("\n")), small())
      assert.deepStrictEqual([report.rows, report.accepted], [12_001, 12_001])
      assert.strictEqual(report.credits.accepted.spend, "12001")
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect.each([
    ["empty.csv", "", "no header"],
    ["no-column.csv", "id,at\n", 'no column "credits"'],
    ["two-columns.csv", "id,credits,credits,at\n", 'more than one column is named "credits"'],
    ["open-quote.csv", `id,credits,at\n1,"1,${AT}\n`, "opening quote at line 2"],
    ["latin-1.csv", new Uint8Array([...Buffer.from("id,credits,at\n"), 0xfc]), "not UTF-8"],
  ] as const)("refuses %s as a whole and says why", ([name, content, reason]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(run(file(name, content), small()))
      assert.strictEqual(error._tag, "ImportFileInvalid")
      assert.include(error.message, name)
      assert.include(error.message, reason)
    }).pipe(Effect.provide(intakeInMemory)),
  )

  it.effect("says when there is no such file", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(run(join(folder, "missing.csv"), small()))
      assert.strictEqual(error.message, `${join(folder, "missing.csv")}: there is no such file`)
    }).pipe(Effect.provide(intakeInMemory)),
  )
})
