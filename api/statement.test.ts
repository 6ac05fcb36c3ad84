import { assert, describe, it } from "@effect/vitest"
import { accessAs } from "./testing/fake-access.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const ask = async (path: string) => {
  const { app } = await fakeApp()
  const response = await app.request(path, { headers: asAdmin })
  return { status: response.status, body: await response.json() }
}
const one = "/v1/accounts/studio-north"

describe("a statement", () => {
  it("has a whole month a row, the open one so far, and reconciles in every row", async () => {
    const { body } = await ask(`${one}/statement?from=2026-01-20&to=2026-03-06`)
    assert.strictEqual(body.per, "month")
    assert.deepStrictEqual(
      body.statement.map((row: Record<string, unknown>) => [
        row.bucket,
        row.first_day,
        row.last_day,
        row.opening,
        row.spent,
        row.closing,
        row.complete,
      ]),
      [
        ["2026-01", "2026-01-01", "2026-01-31", "1000", "9", "991", true],
        ["2026-02", "2026-02-01", "2026-02-28", "991", "9", "982", true],
        ["2026-03", "2026-03-01", "2026-03-31", "982", "9", "973", false],
      ],
    )
    assert.deepInclude(body.total, { opening: "1000", spent: "27", closing: "973", count: 21 })
    assert.strictEqual(body.meta.from, "2025-12-31T23:00:00.000Z")
    assert.strictEqual(body.meta.to, "2026-03-31T22:00:00.000Z")
  })

  it("goes by billing period where it is asked to, named by the first day", async () => {
    const { body } = await ask(`${one}/statement?per=period&range=mtd`)
    assert.deepStrictEqual(
      body.statement.map(({ bucket }: { bucket: string }) => bucket),
      ["2026-03-01"],
    )
  })

  it("over all accounts goes by month alone: their periods begin on days of their own", async () => {
    assert.strictEqual((await ask("/v1/statement?range=ytd")).status, 200)
    const { status, body } = await ask("/v1/statement?per=period")
    assert.strictEqual(status, 400)
    assert.strictEqual(body.errors[0].code, "unknown_parameter")
  })

  it("is bounded", async () => {
    const { body } = await ask(`${one}/statement?from=1980-01-01&to=2026-03-06`)
    assert.strictEqual(body.errors[0].code, "too_many_buckets")
  })
})

describe("a balance history", () => {
  it("has the balance at each bucket's end, and what the bucket added", async () => {
    const path = `${one}/balance-history?from=2026-03-05&to=2026-03-06&tz=UTC`
    const { body } = await ask(path)
    assert.deepStrictEqual(
      body.balances.map(({ bucket, balance, change, complete }: Record<string, unknown>) => [
        bucket,
        balance,
        change,
        complete,
      ]),
      [
        ["2026-03-05", "991", "-9", true],
        ["2026-03-06", "982", "-9", false],
      ],
    )
    assert.strictEqual(body.opening_balance, "1000")
    assert.strictEqual(body.closing_balance, "982")
    assert.strictEqual((await ask("/v1/balance-history?grain=month&range=12m")).status, 200)
  })
})

describe("the balance at an instant", () => {
  it("says the instant in UTC, and null for all there is", async () => {
    const { body } = await ask(`${one}/balance?at=2026-03-05T10:30:00%2B01:00`)
    assert.deepInclude(body, { account: "studio-north", balance: "991", count: 7 })
    assert.strictEqual(body.at, "2026-03-05T09:30:00.000Z")
    assert.isNull((await ask(`${one}/balance`)).body.at)
  })

  it.each([
    "2026-03-05",
    "2026-03-05T10:30:00",
    "soon",
    "1979-12-31T00:00:00Z",
    "2200-01-01T00:00:00Z",
  ])("refuses %s", async (at) => {
    const { status, body } = await ask(`${one}/balance?at=${at}`)
    assert.strictEqual(status, 400)
    assert.deepStrictEqual(
      body.errors.map(({ pointer, code }: Record<string, string>) => [pointer, code]),
      [["/at", "invalid_value"]],
    )
  })

  it("is nothing that somebody else's credential finds", async () => {
    const { app } = await fakeApp(accessAs({ accounts: ["odd/ö %"] }))
    for (const path of ["balance", "balance-history", "statement", "usage", "breakdown"]) {
      const response = await app.request(`${one}/${path}`, { headers: asAdmin })
      assert.strictEqual(response.status, 404, path)
    }
  })
})
