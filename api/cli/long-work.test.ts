/** What a command says of answers that a small server seldom gives. */
import { assert, describe, it } from "vitest"
import { answering } from "./testing/answers.ts"
import { commandLine } from "./testing/command-line.ts"

const run = commandLine({ TIDEMARK_KEY: "tm_env" })

const meta = {
  complete_to: "2026-03-05T10:00:00.000Z",
  lag: { messages: 0, seconds: 0 },
  generated_at: "2026-03-05T10:00:00.000Z",
  tz: "UTC",
  from: null,
  to: null,
}
const usageMeta = {
  ...meta,
  ...{ source: ["usage_per_quarter_hour"], ledger_rows: null, compared_until: null },
}
const band = { low: "90", expected: "100", high: "110" }
const forecast = (more: object = {}) => ({
  body: {
    status: "ok",
    detail: "From complete days only.",
    history: { days: 60, needed: 56 },
    band: 0.8,
    balance: "12480",
    expected_per_day: "3",
    run_out: { earliest: "2026-12-13", expected: "2026-12-15", latest: null, within_days: 365 },
    period: {
      ...{ first_day: "2026-11-01", last_day: "2026-11-30", days_left: 3 },
      ...{ used: "1", rest: band, total: band },
    },
    estimate: null,
    meta,
    ...more,
  },
})
const sums = { spend: "10.5", purchase: "0", refund: "0.5", bonus: "0", count: 2 }
/** `days` days that are all alike, then one that is not over. */
const usage = (days: number) => ({
  body: {
    ...{
      grain: "day",
      first_day: "x",
      last_day: "y",
      days,
      opening_balance: "0",
      measure: "spend",
    },
    series: Array.from({ length: days + 1 }, (_, day) => ({
      ...{ bucket: String(day), from: "x", to: "y", ...sums, balance: "0" },
      ...{ complete: day < days, usual: null, flagged: false },
    })),
    ...{ total: sums, average_per_day: "1", highest: null, by: [], comparison: null },
    meta: usageMeta,
  },
})

describe("tidemark forecast", () => {
  it("tells when the credits run out and what the period will use", async () => {
    await using server = await answering(forecast())
    const { code, out } = await run(["forecast", "a/b", "--url", server.url])
    assert.strictEqual(code, 0)
    assert.deepStrictEqual(server.asked, ["GET /v1/accounts/a%2Fb/forecast"])
    assert.deepStrictEqual(out.split("\n"), [
      "a/b: 12480 credits",
      "used up on 2026-12-15 (2026-12-13 to not within 365 days)",
      "to be used until 2026-11-30: 100 credits (90 to 110)",
      "in the whole period: 100 credits (90 to 110)",
    ])
  })

  it("says why there is none", async () => {
    await using server = await answering(forecast({ status: "no_recent_use", detail: "No use." }))
    const { out } = await run(["forecast", "a", "--url", server.url])
    assert.strictEqual(out.split("\n")[1], "No use.")
  })

  it("counts how often the band held, and fails when that is too often", async () => {
    const account = (name: string) => ({
      ...{ account: name, name, time_zone: "UTC", plan: null, allowance: null },
      ...{ period_anchor_day: 1, low_balance_mark: null, about: null },
      ...{ balance: "0", used_30d: "0", last_activity: null },
    })
    const accounts = { accounts: [account("young"), account("steady")], next: null, meta }
    await using server = await answering({ body: accounts }, usage(55), usage(100))
    const { code, out, units } = await run(["forecast", "--backtest", "--url", server.url])
    const lines = out.split("\n")
    assert.strictEqual(lines[0], "young: no forecast, 55 complete days with data, 56 are needed")
    assert.strictEqual(lines[1], "steady: 100 complete days")
    assert.match(lines[2] ?? "", /^ {2}use of the next 7 days +38 of 38 held, 100\.0 %$/)
    assert.match(lines.at(-1) ?? "", /100\.0 % \(70 to 90 % are wanted\)$/)
    assert.deepStrictEqual([code, units], [1, ["accounts"]])
    assert.deepStrictEqual(server.asked, [
      "GET /v1/accounts?limit=100",
      "GET /v1/accounts/young/usage?range=all&grain=day",
      "GET /v1/accounts/steady/usage?range=all&grain=day",
    ])
  })
})

describe("tidemark estimate", () => {
  it("says what an operation will cost, and whether the balance covers it", async () => {
    const estimate = {
      ...{ quantity: "1000", operation: "combi\u001b[2Jnation", basis: "unit", unit: "combos" },
      ...{ entries: 3, credits: band, covered: "maybe" },
    }
    await using server = await answering(forecast({ estimate }))
    const { out } = await run(["estimate", "mana", "combination", "1000", "--url", server.url])
    assert.deepStrictEqual(server.asked, [
      "GET /v1/accounts/mana/forecast?operation=combination&quantity=1000",
    ])
    assert.strictEqual(
      out,
      "1000 combos combi\\u{1b}[2Jnation: 100 credits (90 to 110), from 3 entries; the balance may not cover it",
    )
  })
})

const states = (state: object) => ({
  body: { rollups: [{ rollup: "lifetime_totals", running: null, last: null, ...state }], meta },
})
const at = "2026-03-06T12:00:00.000Z"
const running = { ...states({ running: { started_at: at, slices: 1 } }), status: 202 }
const ended = (failure: string | null) =>
  states({ last: { started_at: at, finished_at: at, entries: 1_234, failure } })

describe("tidemark rebuild", () => {
  const rebuild = (url: string, ...more: ReadonlyArray<string>) =>
    run(["rebuild", "lifetime_totals", "--url", url, ...more])

  it("begins it and waits for its end", async () => {
    await using server = await answering(running, running, ended(null))
    const { code, out, units } = await rebuild(server.url)
    assert.deepStrictEqual([code, out], [0, "lifetime_totals was made anew from 1,234 entries"])
    assert.deepStrictEqual(units, ["slices"])
    assert.deepStrictEqual(server.asked, [
      "POST /v1/rollups/lifetime_totals/rebuild",
      "GET /v1/rollups",
      "GET /v1/rollups",
    ])
  })

  it("says why a rollup was left as it was, or that nobody knows", async () => {
    await using failing = await answering(ended("the disk is full"))
    const failed = await rebuild(failing.url, "--writers-stopped")
    assert.deepStrictEqual(
      [failed.code, failed.out],
      [1, "lifetime_totals stays as it was: the disk is full"],
    )
    assert.deepStrictEqual(failing.asked, [
      "POST /v1/rollups/lifetime_totals/rebuild?writers=stopped",
    ])
    await using restarted = await answering(running, states({}))
    const unknown = await rebuild(restarted.url)
    assert.strictEqual(unknown.code, 1)
    assert.include(unknown.out, "Run this again")
  })
})
