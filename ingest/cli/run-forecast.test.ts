import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect } from "effect"
import { runCommand } from "./run-command.ts"

const band = { low: "90", expected: "100", high: "110" }
const forecast = (more: object = {}) => ({
  status: "ok",
  detail: "From complete days only.",
  balance: "12480",
  run_out: {
    earliest: "2026-12-13",
    expected: "2026-12-15",
    latest: null,
    within_days: 365,
  },
  period: { last_day: "2026-11-30", rest: band, total: band },
  estimate: null,
  ...more,
})
/** `days` days that are all alike, then one that is not over. */
const usage = (days: number) => ({
  series: Array.from({ length: days + 1 }, (_, day) => ({
    bucket: String(day),
    spend: "10.5",
    refund: "0.5",
    count: 2,
    complete: day < days,
  })),
})

/** Answers by path, and remembers what was asked. */
const api = (answers: Readonly<Record<string, unknown>>) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const asked: string[] = []
      const server = createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`)
        const body = answers[request.url ?? ""]
        response.writeHead(body === undefined ? 404 : 200).end(JSON.stringify(body ?? {}))
      })
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
      const { port } = server.address() as AddressInfo
      return { url: `http://127.0.0.1:${port}`, asked, server }
    }),
    ({ server }) =>
      Effect.promise(async () => {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }),
  )

const withKey = ConfigProvider.layer(ConfigProvider.fromEnv({ env: { TIDEMARK_KEY: "tm_env" } }))

const run = (...words: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const out: string[] = []
    const errors: string[] = []
    const code = yield* runCommand(["forecast", ...words], {
      out: (line) => out.push(line),
      error: (line) => errors.push(line),
      progress: () => {},
    })
    return { code, out: out.join("\n"), errors: errors.join("\n") }
  }).pipe(Effect.provide(withKey))

describe("tidemark forecast", () => {
  it.live("tells when the credits run out and what the period will use", () =>
    Effect.gen(function* () {
      const { url, asked } = yield* api({ "/v1/accounts/a%2Fb/forecast?": forecast() })
      const { code, out } = yield* run("a/b", "--url", url)
      assert.strictEqual(code, 0)
      assert.deepStrictEqual(asked, ["GET /v1/accounts/a%2Fb/forecast?"])
      assert.deepStrictEqual(out.split("\n"), [
        "a/b: 12480 credits",
        "used up on 2026-12-15 (2026-12-13 to not within 365 days)",
        "to be used until 2026-11-30: 100 credits (90 to 110)",
        "in the whole period: 100 credits (90 to 110)",
      ])
    }),
  )

  it.live("says what an operation will cost, and whether the balance covers it", () =>
    Effect.gen(function* () {
      const estimate = {
        quantity: "1000",
        operation: "combi\u001b[2Jnation",
        unit: "combos",
        entries: 3,
        credits: band,
        covered: "maybe",
      }
      const nothing = { run_out: null, period: { last_day: "2026-11-30", rest: null, total: null } }
      const body = forecast({ status: "no_recent_use", detail: "No use.", ...nothing, estimate })
      const path = "/v1/accounts/mana/forecast?operation=combination&quantity=1000"
      const { url } = yield* api({ [path]: body })
      const words = ["mana", "--operation", "combination", "--quantity", "1000", "--url", url]
      const { out } = yield* run(...words)
      assert.deepStrictEqual(out.split("\n"), [
        "mana: 12480 credits",
        "No use.",
        "1000 combos combi\\u{1b}[2Jnation: 100 credits (90 to 110), from 3 entries; the balance may not cover it",
      ])
    }),
  )
})

describe("tidemark forecast --backtest", () => {
  it.live("counts how often the band held, and fails when that is too often", () =>
    Effect.gen(function* () {
      const { url } = yield* api({
        "/v1/accounts?limit=100": { accounts: [{ account: "young" }, { account: "steady" }] },
        "/v1/accounts/young/usage?range=all&grain=day": usage(55),
        "/v1/accounts/steady/usage?range=all&grain=day": usage(100),
      })
      const { code, out } = yield* run("--backtest", "--url", url)
      const lines = out.split("\n")
      assert.strictEqual(lines[0], "young: no forecast, 55 complete days with data, 56 are needed")
      assert.strictEqual(lines[1], "steady: 100 complete days")
      assert.match(lines[2] ?? "", /^ {2}use of the next 7 days +38 of 38 held, 100\.0 %$/)
      assert.match(lines.at(-1) ?? "", /100\.0 % \(70 to 90 % are wanted\)$/)
      assert.strictEqual(code, 1)
    }),
  )

  it.live("looks at one account only, and says so when there is too little", () =>
    Effect.gen(function* () {
      const { url, asked } = yield* api({
        "/v1/accounts/young/usage?range=all&grain=day": usage(3),
      })
      const { code, out } = yield* run("--backtest", "young", "--url", url, "--json")
      assert.strictEqual(code, 0)
      assert.deepStrictEqual(JSON.parse(out), {
        accounts: [{ account: "young", days: 3, held: [] }],
        all: { held: 0, of: 0 },
      })
      assert.lengthOf(asked, 1)
    }),
  )
})

describe("the words of tidemark forecast", () => {
  it.live.each([
    [[], "needs an account"],
    [["a", "b"], "one account at a time"],
    [["a", "--operation", "x"], "go together"],
    [["--backtest", "--quantity", "1"], "has no option --quantity"],
    [["a", "--note", "n"], "has no option --note"],
  ])("%j are answered with 2 and a sentence", ([words, expected]) =>
    Effect.gen(function* () {
      const { code, errors } = yield* run(...(words as ReadonlyArray<string>))
      assert.strictEqual(code, 2)
      assert.include(errors, expected as string)
    }),
  )
})
