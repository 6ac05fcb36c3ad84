/** Over HTTP: whatever is asked about the same days of the same accounts adds up to the same. */
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import type { Overview, Totals, Transactions } from "./contract.ts"
import {
  type Client,
  clientOf,
  killSpawned,
  spawnServer,
  temporaryFolder,
} from "./testing/spawned-server.ts"
import type { Balance, BalanceHistory, Breakdown, Statement, Usage } from "./usage-contract.ts"

const folder = temporaryFolder()
const TIDEMARK_DATA = join(folder.path, "data")
const TZ = "Australia/Lord_Howe"
const RANGE = "from=2026-03-20&to=2026-04-20"
let client: Client

const TYPES = ["spend", "spend", "spend", "purchase", "refund", "bonus"]
const pick = (from: ReadonlyArray<string>, i: number) => from[i % from.length]
/** Some every hour, over both sides of the day on which the zone sets its clocks by half an hour. */
const events = Array.from({ length: 900 }, (_, i) => ({
  id: `e${i}`,
  account: pick(["north", "south"], (i * 7) >> 2),
  type: pick(TYPES, i * 5 + (i >> 3)),
  operation: pick(["combination", "variation", "render"], i >> 1),
  category: pick(["Image Generation", "Video"], i >> 2),
  credits: `${(i % 97) + 1}.${String(i).padStart(6, "0")}`,
  occurred_at: new Date(Date.UTC(2026, 2, 15) + i * 3_600_000).toISOString(),
  actor: pick(["u1", "u2", "u3"], i),
  properties: { model: pick(["large", "small"], i >> 3) },
}))

beforeAll(async () => {
  client = await clientOf(spawnServer({ TIDEMARK_DATA }), TIDEMARK_DATA)
  await client.sendEvents(JSON.stringify(events))
})
afterAll(() => {
  killSpawned()
  folder.remove()
})

const get = async <A>(path: string) => (await client.get<A>(path)).body
const sum = (texts: ReadonlyArray<string | undefined>) =>
  formatDecimal(texts.reduce((total, text) => total + (parseDecimal(text ?? "0") ?? 0n), 0n))
const SUMS = ["spend", "purchase", "refund", "bonus"] as const
const totalsOf = ({ spend, purchase, refund, bonus, count }: Totals) => ({
  spend,
  purchase,
  refund,
  bonus,
  count,
})

describe.each(["/v1/accounts/north", "/v1"])("the answers under %s", (base) => {
  const days = `${RANGE}&tz=${TZ}`
  const total = async () => totalsOf((await get<Usage>(`${base}/usage?${days}`)).total)

  it.each(["hour", "day", "week", "month", "quarter"])("add up by %s", async (grain) => {
    const span = grain === "hour" ? `from=2026-04-01&to=2026-04-10&tz=${TZ}` : days
    const usage = await get<Usage>(`${base}/usage?${span}&grain=${grain}`)
    for (const kind of SUMS)
      assert.strictEqual(sum(usage.series.map((bucket) => bucket[kind])), usage.total[kind])
    if (grain !== "hour") assert.deepStrictEqual(totalsOf(usage.total), await total())
  })

  it.each([
    ["category", "usage_per_quarter_hour"],
    ["operation", "transactions"],
    ["type", "usage_per_quarter_hour"],
    ["actor", "transactions"],
    ["property:model,category", "transactions"],
  ])("add up by %s, listed and other, whichever table served", async (by, table) => {
    const words = `${days}&by=${by}&limit=1&measure=spend`
    const usage = await get<Usage>(`${base}/usage?${words}`)
    const breakdown = await get<Breakdown>(`${base}/breakdown?${words}`)
    assert.deepStrictEqual(totalsOf(breakdown.total), await total())
    assert.deepStrictEqual(usage.groups, breakdown.values)
    assert.deepStrictEqual(usage.other, breakdown.other)
    const [first] = breakdown.values
    assert.strictEqual(sum([first?.value, breakdown.other?.value]), usage.total.spend)
    assert.strictEqual(
      sum(usage.series.map(({ values }) => values?.[first?.key ?? ""])),
      first?.value,
    )
    assert.strictEqual(sum(usage.series.map(({ other }) => other)), breakdown.other?.value ?? "0")
    if (base !== "/v1") assert.include(breakdown.meta.source, table)
    const rows = table === "transactions" && (base !== "/v1" || by !== "operation")
    assert.strictEqual(breakdown.meta.ledger_rows, rows ? usage.total.count : null)
  })

  it("are the same whether groups are listed or filtered by", async () => {
    const breakdown = await get<Breakdown>(`${base}/breakdown?${days}&by=operation,actor`)
    for (const group of breakdown.values) {
      const filters = `filter=operation:is:${group.operation}&filter=actor:is:${group.actor}`
      const usage = await get<Usage>(`${base}/usage?${days}&${filters}`)
      assert.deepStrictEqual(totalsOf(usage.total), totalsOf(group))
    }
  })

  it("reconcile: statement, balance history and series", async () => {
    const statement = await get<Statement>(`${base}/statement?${days}`)
    const history = await get<BalanceHistory>(`${base}/balance-history?${days}`)
    const usage = await get<Usage>(`${base}/usage?${days}`)
    let closing = statement.statement[0]?.opening
    for (const row of statement.statement) {
      assert.strictEqual(row.opening, closing)
      closing = sum([row.opening, row.purchased, row.bonus, row.refunded, `-${row.spent}`])
      assert.strictEqual(row.closing, closing)
    }
    assert.deepStrictEqual(
      history.balances.map(({ balance }) => balance),
      usage.series.map(({ balance }) => balance),
    )
    const march = history.balances.find(({ bucket }) => bucket === "2026-03-31")
    assert.strictEqual(statement.statement[1]?.opening, march?.balance)
  })
})

describe("one account's answers", () => {
  it("are the ledger's, the overview's, and those of any other that is about it", async () => {
    const [account, days] = ["/v1/accounts/north", `${RANGE}&tz=${TZ}`]
    const usage = await get<Usage>(`${account}/usage?${days}`)
    const ledger = await get<Transactions>(`${account}/transactions?${days}&limit=1`)
    assert.deepStrictEqual(totalsOf(usage.total), { ...ledger.sum, count: ledger.count })
    const all = await get<Usage>(`/v1/usage?${days}&filter=account:is:north`)
    assert.deepStrictEqual(totalsOf(all.total), totalsOf(usage.total))
    const accounts = await get<Breakdown>(`/v1/breakdown?${days}&by=account`)
    const own = accounts.values.find(({ key }) => key === "north")
    assert.deepStrictEqual(own && totalsOf(own), totalsOf(usage.total))
    const overview = await get<Overview>(`${account}/overview`)
    const everything = await get<Usage>(`${account}/usage?range=all&grain=quarter`)
    assert.strictEqual(everything.total.spend, overview.lifetime.spent)
    assert.strictEqual((await get<Balance>(`${account}/balance`)).balance, overview.balance)
    const [first, second] = [...ledger.transactions, ...(await page(account, ledger.next))]
    const at = async (instant: string | undefined) =>
      (await get<Balance>(`${account}/balance?at=${instant}`)).balance
    assert.strictEqual(await at(first?.occurred_at), second?.balance_after)
  })
})

const page = async (account: string, next: string | null) =>
  (
    await get<Transactions>(
      `${account}/transactions?${RANGE}&tz=${TZ}&limit=1&cursor=${encodeURIComponent(next ?? "")}`,
    )
  ).transactions
