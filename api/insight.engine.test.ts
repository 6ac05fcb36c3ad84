import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { accountForecast } from "#warehouse/domain/account-forecast.ts"
import { addDays, dayOf, weekdayOf } from "#warehouse/domain/calendar.ts"
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import type { Overview, Transaction, Transactions } from "./contract.ts"
import type { Forecast } from "./forecast-contract.ts"
import type {
  HighUsageAccounts,
  HighUsageDay,
  HighUsageDays,
  HighUsagePreview,
} from "./insight-contract.ts"
import type { WeekHours } from "./operations-contract.ts"
import type { RefundCheck } from "./refund-contract.ts"
import {
  type Client,
  clientOf,
  killSpawned,
  spawnServer,
  temporaryFolder,
} from "./testing/spawned-server.ts"
import type { Usage } from "./usage-contract.ts"

const folder = temporaryFolder()
const TIDEMARK_DATA = join(folder.path, "data")
const STUDIO = "/v1/accounts/studio-north"
const ZONE = "Europe/Berlin"
/** Projects that Studio North works on for one day only: what was planted, told by the ledger itself. */
const PLANTED = ["Harbour Film", "Atlas Pitch", "Northern Lights"]

let client: Client
let ledger: ReadonlyArray<Transaction> = []
let spends: ReadonlyArray<Transaction> = []
let today = ""
beforeAll(async () => {
  client = await clientOf(spawnServer({ TIDEMARK_DATA }, ["--samples"]), TIDEMARK_DATA)
  ledger = await ledgerOf("studio-north")
  spends = ledger.filter(({ type }) => type === "spend")
  const { body } = await client.get<HighUsageDays>(`${STUDIO}/high-usage-days?range=7d`)
  today = body.last_day
}, 120_000)
afterAll(() => {
  killSpawned()
  folder.remove()
})

const ledgerOf = async (account: string): Promise<ReadonlyArray<Transaction>> => {
  const entries: Transaction[] = []
  let cursor = ""
  do {
    const path = `/v1/accounts/${account}/transactions?range=all&limit=500${cursor}`
    const { body } = await client.get<Transactions>(path)
    entries.push(...body.transactions)
    cursor = body.next === null ? "" : `&cursor=${body.next}`
  } while (cursor !== "")
  return entries
}

const millionths = (text: string | undefined): bigint => parseDecimal(text ?? "") ?? 0n
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value)
const descending = (a: bigint, b: bigint): number => (a > b ? -1 : 1)
const spentBy = (entries: ReadonlyArray<Transaction>): bigint =>
  entries.reduce((sum, { credits }) => sum - millionths(credits), 0n)
const on = (day: string) => spends.filter((entry) => entry.day === day)

/** The last two years in two answers, since an answer has at most 400 days. */
const highDays = async (words = ""): Promise<ReadonlyArray<HighUsageDay>> => {
  const [first, middle] = [spends.at(-1)?.day ?? "", addDays(today, -380)]
  const ask = async (from: string, to: string) => {
    const path = `${STUDIO}/high-usage-days?from=${from}&to=${to}&limit=100${words}`
    return (await client.get<HighUsageDays>(path)).body.high_usage_days
  }
  return [...(await ask(addDays(middle, 1), today)), ...(await ask(first, middle))]
}

const medianOf = (values: ReadonlyArray<bigint>): bigint => {
  const sorted = [...values].sort((a, b) => Number(a - b))
  const [low = 0n, high = 0n] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.floor(sorted.length / 2)],
  ]
  return (low + high + 1n) / 2n
}

describe("the high-usage days of Studio North", () => {
  it("are exactly those that were planted, with the planted operation as first cause", async () => {
    const planted = spends.filter(({ properties }) => PLANTED.includes(properties.project ?? ""))
    const days = [...new Set(planted.map(({ day }) => day))].sort().reverse()
    assert.lengthOf(days, PLANTED.length)
    const found = await highDays()
    assert.deepStrictEqual(
      found.map(({ day }) => day),
      days,
    )
    for (const { day, causes } of found) {
      const own = Map.groupBy(
        planted.filter((entry) => entry.day === day),
        (e) => e.operation,
      )
      const [most] = [...own].sort(([, a], [, b]) => Number(spentBy(b) - spentBy(a)))
      assert.strictEqual(causes?.operation?.values[0]?.value, most?.[0])
    }
  })

  it("are measured by the eight weeks before, as a recount finds", async () => {
    for (const high of await highDays()) {
      const history = Array.from({ length: 8 }, (_, i) => addDays(high.day, -7 * (8 - i)))
      assert.strictEqual(high.weekday, weekdayOf(high.day))
      assert.deepStrictEqual(
        high.history.map(({ day, used }) => [day, millionths(used)]),
        history.map((day) => [day, spentBy(on(day))]),
      )
      const usual = medianOf(history.map((day) => spentBy(on(day))))
      assert.strictEqual(millionths(high.expected), usual)
      assert.strictEqual(millionths(high.used), spentBy(on(high.day)))
      assert.strictEqual(millionths(high.excess), spentBy(on(high.day)) - usual)
    }
  })

  it.each(["operation", "category", "actor"] as const)(
    "have causes by %s that add up to the day's excess, to the millionth",
    async (dimension) => {
      for (const top of ["&top=50", "&top=2", ""])
        for (const { day, causes, ...high } of await highDays(top)) {
          const { values = [], others = null } = causes?.[dimension] ?? {}
          const parts = [...values, ...(others === null ? [] : [others])]
          for (const name of ["used", "expected", "excess"] as const) {
            const sum = parts.reduce((total, part) => total + millionths(part[name]), 0n)
            assert.strictEqual(sum, millionths(high[name]), `${day} ${name}`)
          }
          const before = high.history.flatMap(({ day }) => on(day))
          for (const { value, used, entries, expected } of values) {
            const own = on(day).filter((entry) => entry[dimension] === value)
            assert.strictEqual(millionths(used), spentBy(own))
            assert.strictEqual(entries, own.length)
            // As large a part of what was expected as it was of the days before, to the millionth.
            const part = before.filter((entry) => entry[dimension] === value)
            const off =
              millionths(expected) * spentBy(before) - millionths(high.expected) * spentBy(part)
            assert.isTrue(off < spentBy(before) && -off < spentBy(before), `${day} ${value}`)
          }
          const excesses = values.map(({ excess }) => millionths(excess))
          assert.deepStrictEqual(
            excesses,
            [...excesses].sort((a, b) => (a > b ? -1 : 1)),
          )
          assert.strictEqual(
            parts.reduce((count, { entries }) => count + entries, 0),
            on(day).length,
          )
        }
    },
  )

  it("are as many in the preview as a recount by that rule finds", async () => {
    for (const [deviations, ratio] of [
      ["3", "1.5"],
      ["2", "1.2"],
      ["1", "1.05"],
    ] as const) {
      const path = `${STUDIO}/high-usage-days/preview?deviations=${deviations}&ratio=${ratio}`
      const { body } = await client.get<HighUsagePreview>(path)
      const found: string[] = []
      for (let day = addDays(today, -90); day < today; day = addDays(day, 1)) {
        const before = Array.from({ length: 8 }, (_, i) => spentBy(on(addDays(day, -7 * (i + 1)))))
        const usual = medianOf(before)
        const spread = medianOf(before.map((used) => (used < usual ? usual - used : used - usual)))
        const limits = [
          usual + (spread * millionths(deviations) * 14_826n) / 10_000_000_000n,
          (usual * millionths(ratio)) / 1_000_000n,
          99_999_999n,
        ]
        if (limits.every((limit) => spentBy(on(day)) > limit)) found.push(day)
      }
      assert.deepStrictEqual(
        body.high_usage_days.map(({ day }) => day),
        found,
      )
      assert.strictEqual(body.count, found.length)
      assert.strictEqual(body.days, 90)
      assert.strictEqual(body.in_force.count, 1)
      assert.strictEqual(body.added.length, found.length - 1)
    }
  })
})

describe("the rule in force", () => {
  it("flags the days of lists, previews and charts alike, once it is set", async () => {
    const flagged = async () => {
      const [{ body: list }, { body: chart }, { body: preview }] = await Promise.all([
        client.get<HighUsageDays>(`${STUDIO}/high-usage-days?range=90d&limit=100`),
        client.get<Usage>(`${STUDIO}/usage?range=90d`),
        client.get<HighUsagePreview>(`${STUDIO}/high-usage-days/preview`),
      ])
      const days = list.high_usage_days.map(({ day }) => day).reverse()
      assert.deepStrictEqual(
        chart.series.filter(({ flagged }) => flagged).map(({ bucket }) => bucket),
        days,
      )
      assert.strictEqual(preview.count, preview.in_force.count)
      return days
    }
    const before = await flagged()
    await client.put("/v1/high-usage-rule", { deviations: "1", ratio: "1.05" })
    const after = await flagged()
    assert.isAbove(after.length, before.length)
    await client.put("/v1/high-usage-rule", {})
    assert.deepStrictEqual(await flagged(), before)
  })
})

describe("the hours of the week", () => {
  it("are what the ledger adds up to, by the clock of the zone", async () => {
    const days = { first: addDays(today, -60), last: today }
    const path = `${STUDIO}/week-hours?from=${days.first}&to=${days.last}`
    const { body } = await client.get<WeekHours>(path)
    const clock = new Intl.DateTimeFormat("en", { timeZone: ZONE, hour: "2-digit", hour12: false })
    const counted = new Map<string, bigint>()
    for (const { day, occurred_at, credits } of spends) {
      if (day < days.first || day > days.last) continue
      const hour = Number(clock.format(Date.parse(occurred_at))) % 24
      const key = `${weekdayOf(day)} ${hour}`
      counted.set(key, (counted.get(key) ?? 0n) + magnitude(millionths(credits)))
    }
    for (const { weekday, hour, spend } of body.hours)
      assert.strictEqual(millionths(spend), counted.get(`${weekday} ${hour}`) ?? 0n)
    const sum = body.hours.reduce((total, { spend }) => total + millionths(spend), 0n)
    assert.strictEqual(sum, millionths(body.total.spend))
  })
})

describe("the high-usage days of all accounts", () => {
  it("name the account and the operation, in the zone asked for", async () => {
    const planted = spends.find(({ properties }) => properties.project === "Northern Lights")
    const { body } = await client.get<HighUsageDays>(`/v1/high-usage-days?range=30d&tz=${ZONE}`)
    const [high] = body.high_usage_days
    assert.strictEqual(body.count, 1)
    assert.strictEqual(high?.day, dayOf(Date.parse(planted?.occurred_at ?? ""), ZONE))
    assert.strictEqual(high?.causes?.operation?.values[0]?.value, "sceneRender")
    assert.strictEqual(high?.causes?.account?.values[0]?.value, "studio-north")
    assert.strictEqual(high?.causes?.account?.values[0]?.excess, high?.excess)
    assert.isNull(high?.causes?.account?.others)
  })

  it("tell no more than one account does where it is alone", async () => {
    const days = `from=${addDays(today, -30)}&to=${today}&tz=${ZONE}`
    const [{ body: all }, { body: one }] = await Promise.all([
      client.get<HighUsageDays>(`/v1/high-usage-days?${days}`),
      client.get<HighUsageDays>(`${STUDIO}/high-usage-days?${days}`),
    ])
    const [mine, theirs] = [one.high_usage_days[0]?.causes, all.high_usage_days[0]?.causes]
    assert.deepStrictEqual(theirs?.operation, mine?.operation)
    assert.deepStrictEqual(theirs?.category, mine?.category)
    assert.deepStrictEqual(all.days, one.days)
  })
})

describe("the high-usage days of what filters leave", () => {
  // From the totals, from the rollup by account, through an account's ledger, and through everybody's.
  it.each([
    [["operation:is:sceneRender"]],
    [["category:not:Research"]],
    [["account:is:studio-north", "operation:is:sceneRender"]],
    [["credits:lt:-5"]],
  ])("with %s are made of the days that the series shows", async (filters) => {
    const days = `from=${addDays(today, -30)}&to=${today}&tz=${ZONE}`
    const words = [days, ...filters].join("&filter=")
    const [{ body }, { body: usage }] = await Promise.all([
      client.get<HighUsageDays>(`/v1/high-usage-days?${words}&floor=0&ratio=1&deviations=0`),
      client.get<Usage>(`/v1/usage?${words}`),
    ])
    assert.deepStrictEqual(
      body.days.map(({ day, used }) => [day, used]),
      usage.series.map(({ bucket, spend }) => [bucket, spend]),
    )
    const [high] = body.high_usage_days
    assert.isDefined(high)
    if (filters[0] === "credits:lt:-5") return void assert.isNull(high?.causes)
    const { values = [], others } = high?.causes?.operation ?? {}
    const sum = values.reduce((sum, { excess }) => sum + millionths(excess), 0n)
    assert.strictEqual(sum + millionths(others?.excess ?? "0"), millionths(high?.excess ?? ""))
    const hours = await client.get<WeekHours>(`/v1/week-hours?${words}`)
    assert.strictEqual(hours.body.total.spend, usage.total.spend)
  })
})

describe("the high-usage days of single accounts", () => {
  it("are those that each account shows of itself, the largest excess first", async () => {
    for (const days of [
      `from=${addDays(today, -60)}&to=${today}`,
      "from=2024-09-01&to=2024-09-30",
    ]) {
      const words = `${days}&limit=100&tz=${ZONE}`
      const { body } = await client.get<HighUsageAccounts>(`/v1/high-usage-days/accounts?${words}`)
      const expected: string[] = []
      for (const account of ["chat-api", "cloud-bill", "mana-gallery", "studio-north"]) {
        const path = `/v1/accounts/${account}/high-usage-days?${words}`
        const { high_usage_days } = (await client.get<HighUsageDays>(path)).body
        for (const { day, used, excess } of high_usage_days)
          expected.push([account, day, used, excess].join(" "))
      }
      assert.isAbove(expected.length, 0)
      assert.deepStrictEqual(
        body.high_usage_days.map((h) => [h.account, h.day, h.used, h.excess].join(" ")).sort(),
        expected.sort(),
      )
      const excesses = body.high_usage_days.map(({ excess }) => millionths(excess))
      assert.deepStrictEqual(excesses.toSorted(descending), excesses)
      assert.deepStrictEqual([body.judged, body.accounts], [1, 1])
      const filter = `account:not:${body.high_usage_days[0]?.account}`
      const path = `/v1/high-usage-days/accounts?${words}&filter=${filter}`
      assert.strictEqual((await client.get<HighUsageAccounts>(path)).body.judged, 0)
    }
  })
})

describe("the forecast of Studio North", () => {
  it("is what its raw transactions give, and agrees with the overview", async () => {
    const [{ body: forecast }, { body: overview }] = await Promise.all([
      client.get<Forecast>(`${STUDIO}/forecast`),
      client.get<Overview>(`${STUDIO}/overview`),
    ])
    assert.strictEqual(forecast.status, "ok")
    assert.strictEqual(forecast.balance, overview.balance)
    assert.strictEqual(forecast.period.used, overview.used)
    const entries = Map.groupBy(ledger, ({ day }) => day)
    const dayOfUse = (day: string) => {
      const [spend = 0n, refund = 0n] = ["spend", "refund"].map((type) =>
        (entries.get(day) ?? [])
          .filter((entry) => entry.type === type)
          .reduce((sum, { credits }) => sum + magnitude(millionths(credits)), 0n),
      )
      return { spend, refund }
    }
    const { first_day: firstDay, last_day: lastDay } = forecast.period
    const recounted = accountForecast({
      today,
      days: Array.from({ length: 421 }, (_, i) => dayOfUse(addDays(today, i - 421))),
      soFarToday: dayOfUse(today),
      balance: ledger.reduce((sum, { credits }) => sum + millionths(credits), 0n),
      period: {
        firstDay,
        lastDay,
        used: spentBy(spends.filter(({ day }) => day >= firstDay && day <= lastDay)),
      },
    })
    const { perDay, runOut, period } = recounted
    assert.strictEqual(millionths(forecast.expected_per_day ?? ""), perDay)
    assert.deepInclude(forecast.run_out, runOut)
    for (const name of ["low", "expected", "high"] as const) {
      assert.strictEqual(millionths(forecast.period.rest?.[name]), period.rest?.[name])
      assert.strictEqual(millionths(forecast.period.total?.[name]), period.total?.[name])
    }
  })

  it("estimates an operation at the price that the ledger shows", async () => {
    const path = `${STUDIO}/forecast?operation=voiceoverGenerate&quantity=120`
    const { estimate } = (await client.get<Forecast>(path)).body
    // Half a credit a second.
    assert.deepStrictEqual(estimate?.credits, { low: "60", expected: "60", high: "60" })
    assert.deepStrictEqual([estimate?.unit, estimate?.covered], ["seconds", "yes"])
    const never = await client.get<Forecast>(`${STUDIO}/forecast?operation=nothing&quantity=1`)
    assert.isNull(never.body.estimate)
    const combos = await client.get<Forecast>(
      "/v1/accounts/mana-gallery/forecast?operation=combination&quantity=1000",
    )
    assert.strictEqual(combos.body.estimate?.credits.expected, "10")
  })

  it("is refused to a sample of one day, in words", async () => {
    const { body } = await client.get<Forecast>("/v1/accounts/cloud-bill/forecast")
    assert.strictEqual(body.status, "no_recent_use")
    assert.isNull(body.run_out)
  })
})

describe("the refund check of Studio North", () => {
  it("finds every refund of the ledger, its spend and the time between", async () => {
    const { body } = await client.get<RefundCheck>(`${STUDIO}/refund-check?range=12m&limit=500`)
    const refunds = ledger.filter(
      ({ type, day }) => type === "refund" && day >= addDays(today, -300),
    )
    const cases = new Map(body.settled.cases.map((one) => [one.refunds[0]?.id, one]))
    assert.isAbove(refunds.length, 50)
    for (const refund of refunds) {
      const found = cases.get(refund.id)
      const spend = spends.find(({ id }) => id === refund.refers_to)
      assert.strictEqual(found?.id, spend?.id)
      assert.strictEqual(found?.refunded, refund.credits)
      assert.strictEqual(found?.state, "refunded")
      const took = Date.parse(refund.occurred_at) - Date.parse(spend?.occurred_at ?? "")
      assert.strictEqual(found?.seconds, took / 1000)
    }
    assert.strictEqual(body.open.count, 0)
    assert.strictEqual(body.refunds.count, body.spends.refunded)
    assert.strictEqual(body.refunds.credits, body.spends.spent)
  })
})
