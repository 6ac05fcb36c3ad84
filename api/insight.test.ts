import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import type { App } from "./app.ts"
import type { Problem } from "./contract.ts"
import type { Forecast } from "./forecast-contract.ts"
import type { HighUsageAccounts, HighUsageDays, HighUsagePreview } from "./insight-contract.ts"
import type { RefundCheck } from "./refund-contract.ts"
import { type Asked, asAdmin, fakeApp } from "./testing/fake-services.ts"

let app: App
let asked: Asked
let dispose: () => Promise<void>
beforeAll(async () => {
  const made = await fakeApp()
  app = made.app
  asked = made.asked
  dispose = () => made.runtime.dispose()
})
afterAll(() => dispose())

const STUDIO = "/v1/accounts/studio-north"
const get = async <A>(path: string) => {
  const response = await app.request(path, { headers: asAdmin })
  return { status: response.status, body: (await response.json()) as A }
}

describe("high-usage days over HTTP", () => {
  it("come with the rule, the line, the history and the causes", async () => {
    const { body } = await get<HighUsageDays>(`${STUDIO}/high-usage-days?range=7d`)
    assert.deepStrictEqual(body.rule, {
      deviations: "3",
      scale: "1.4826",
      ratio: "1.5",
      floor: "100",
      weeks: 8,
      samples: 4,
      recent_days: 28,
    })
    assert.lengthOf(body.days, 7)
    assert.isFalse(body.days.at(-1)?.complete)
    const [high] = body.high_usage_days
    assert.deepInclude(high, { day: "2026-03-05", weekday: 4, used: "900", expected: "100" })
    assert.deepInclude(high, { excess: "800", ratio: 9, line: "150", basis: "weekday" })
    assert.lengthOf(high?.history ?? [], 8)
    assert.deepStrictEqual(
      high?.causes?.actor?.values.map(({ value, excess }) => [value, excess]),
      [
        [null, "850"],
        ["__proto__", "-50"],
      ],
    )
  })

  it("take every constant of the rule as a parameter", async () => {
    const words = "deviations=2.5&ratio=1.25&floor=0.5&weeks=4&samples=3&recent_days=14"
    for (const path of [
      `${STUDIO}/high-usage-days?${words}&top=3&limit=7`,
      `/v1/high-usage-days?${words}`,
      `${STUDIO}/high-usage-days/preview?${words}`,
      `/v1/high-usage-days/preview?${words}`,
    ]) {
      assert.strictEqual((await get(path)).status, 200)
      assert.deepStrictEqual(asked.highUsage.at(-1)?.rules[0], {
        deviations: 2_500_000n,
        ratio: 1_250_000n,
        floor: 500_000n,
        weeks: 4,
        samplesMin: 3,
        recentDays: 14,
      })
      const accounts = path.startsWith(STUDIO) ? ["studio-north"] : null
      assert.deepStrictEqual(asked.highUsage.at(-1)?.accounts, accounts)
    }
  })

  it("of all accounts count days in UTC, unless a zone is given", async () => {
    await get("/v1/high-usage-days")
    assert.strictEqual(asked.highUsage.at(-1)?.timeZone, "UTC")
    await get("/v1/high-usage-days?tz=Asia/Kathmandu")
    assert.strictEqual(asked.highUsage.at(-1)?.timeZone, "Asia/Kathmandu")
  })

  it("refuse constants out of their bounds, each by its name", async () => {
    const { status, body } = await get<Problem>(
      `${STUDIO}/high-usage-days?deviations=-1&ratio=0.9&floor=1e3&weeks=1&samples=1&recent_days=91&top=51&limit=0&range=all`,
    )
    assert.strictEqual(status, 400)
    assert.deepStrictEqual(
      body.errors?.map(({ pointer }) => pointer),
      [
        "/deviations",
        "/ratio",
        "/floor",
        "/weeks",
        "/samples",
        "/recent_days",
        "/top",
        "/limit",
        "/range",
      ],
    )
  })

  it("are at most 400 days, and the answer says so", async () => {
    const { status, body } = await get<Problem>(
      `${STUDIO}/high-usage-days?from=2025-01-01&to=2026-03-01`,
    )
    assert.strictEqual(status, 400)
    assert.deepInclude(body.errors?.[0], { pointer: "/from", code: "too_many_days" })
    assert.include(body.detail, "at most 400")
  })

  it("are previewed over the 90 complete days before today, against the rule in force", async () => {
    const path = `${STUDIO}/high-usage-days/preview?floor=1000`
    const { body } = await get<HighUsagePreview>(path)
    assert.deepInclude(body, {
      first_day: "2025-12-06",
      last_day: "2026-03-05",
      days: 90,
      count: 0,
    })
    assert.strictEqual(body.in_force.count, 1)
    assert.deepStrictEqual([body.added, body.removed], [[], ["2026-03-05"]])
  })
})

describe("high-usage days of single accounts over HTTP", () => {
  it("name the account, in the zone asked for, and say how many were looked at", async () => {
    const { body } = await get<HighUsageAccounts>("/v1/high-usage-days/accounts?tz=Asia/Kathmandu")
    assert.deepInclude(body, { judged: 1, accounts: 1, count: 1 })
    const [high] = body.high_usage_days
    assert.deepInclude(high, {
      account: "a",
      day: "2026-03-05",
      used: "900",
      excess: "800",
      ratio: 9,
    })
    assert.strictEqual(body.meta.tz, "Asia/Kathmandu")
  })

  it("are filtered only by what a rollup has of each account", async () => {
    const path = "/v1/high-usage-days/accounts?filter=operation:is:detection"
    const { status, body } = await get<Problem>(path)
    assert.strictEqual(status, 400)
    assert.strictEqual(body.errors?.[0]?.pointer, "/filter")
    assert.include(body.detail, "by account, type, category only")
  })

  it("are those of at most 92 days", async () => {
    const path = "/v1/high-usage-days/accounts?from=2025-12-01&to=2026-03-03"
    const { status, body } = await get<Problem>(path)
    assert.strictEqual(status, 400)
    assert.deepInclude(body.errors?.[0], { pointer: "/from", code: "too_many_days" })
  })
})

describe("forecasts over HTTP", () => {
  it("say in words that there is not enough history", async () => {
    const { body } = await get<Forecast>(`${STUDIO}/forecast`)
    assert.strictEqual(body.status, "not_enough_history")
    assert.include(body.detail, "0 complete days are known, and 56 are needed")
    assert.deepStrictEqual([body.run_out, body.period.rest, body.estimate], [null, null, null])
  })

  it("estimate what is planned, and say whether the balance covers it", async () => {
    const { body } = await get<Forecast>(`${STUDIO}/forecast?operation=combination&quantity=1000`)
    assert.deepStrictEqual(body.estimate?.credits, { low: "500", expected: "750", high: "1000" })
    assert.strictEqual(body.estimate?.covered, "maybe")
  })

  it.each([
    ["operation=combination", "/quantity"],
    ["quantity=5", "/operation"],
    ["operation=combination&quantity=0", "/quantity"],
    ["operation=&quantity=1", "/operation"],
    ["operation=a&quantity=0.0000001", "/quantity"],
  ])("refuse %s by its field", async (words, pointer) => {
    const { status, body } = await get<Problem>(`${STUDIO}/forecast?${words}`)
    assert.strictEqual(status, 400)
    assert.strictEqual(body.errors?.[0]?.pointer, pointer)
  })
})

describe("the refund check over HTTP", () => {
  it("tells amounts, and the time from the spend to its refund", async () => {
    const { body } = await get<RefundCheck>(`${STUDIO}/refund-check`)
    assert.deepInclude(body.failures, { count: 1, refunded: 1 })
    assert.deepInclude(body.spends, { count: 1, spent: "2", credits: "2" })
    assert.deepStrictEqual(body.time_to_refund, { median_seconds: 30, longest_seconds: 30 })
    assert.strictEqual(body.settled.cases[0]?.seconds, 30)
  })

  it("refuses days with too many failures, and says what to do", async () => {
    const { status, body } = await get<Problem>(
      `${STUDIO}/refund-check?from=2024-01-01&to=2026-03-01`,
    )
    assert.strictEqual(status, 400)
    assert.deepInclude(body.errors?.[0], { pointer: "/from", code: "too_many_refunds" })
    assert.include(body.detail, "ask for fewer days")
  })
})
