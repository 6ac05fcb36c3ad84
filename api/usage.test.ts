import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { UsageReader } from "#warehouse/usage-reader.ts"
import { TooManyRows } from "#warehouse/usage-sources.ts"
import { accessAs } from "./testing/fake-access.ts"
import { asAdmin, fakeApp, NOW } from "./testing/fake-services.ts"

const ask = async (path: string) => {
  const { app, asked } = await fakeApp()
  const response = await app.request(path, { headers: asAdmin })
  return { status: response.status, body: await response.json(), asked: asked.usage }
}
const one = "/v1/accounts/studio-north"
const refusals = async (path: string) => {
  const { status, body } = await ask(path)
  assert.strictEqual(status, 400, path)
  return body.errors.map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`)
}

describe("a series", () => {
  it("is about one account in its own zone, or about all in UTC", async () => {
    const mine = await ask(`${one}/usage`)
    assert.deepStrictEqual(mine.asked[0]?.scope, ["studio-north"])
    assert.strictEqual(mine.asked[0]?.timeZone, "Europe/Berlin")
    const all = await ask("/v1/usage")
    assert.strictEqual(all.asked[0]?.scope, "all")
    assert.strictEqual(all.asked[0]?.timeZone, "UTC")
    assert.deepStrictEqual(mine.body.meta.source, ["usage_per_quarter_hour"])
    assert.isNull(mine.body.meta.ledger_rows)
  })

  it("names the values of each bucket and the rest, and what the whole range is made of", async () => {
    const { body } = await ask(`${one}/usage?by=category&range=7d&limit=2`)
    assert.deepStrictEqual(body.by, ["category"])
    assert.deepEqual(Object.entries(body.series[0].values), [["__proto__", "5"]])
    assert.strictEqual(body.series[0].other, "1")
    assert.deepInclude(body.groups[1], {
      key: "Research",
      category: "Research",
      value: "3",
      share: 0.333333,
      count: 2,
    })
    assert.deepInclude(body.other, { groups: 1, value: "1", share: 0.111111, spend: "1", count: 1 })
    assert.notProperty(body.groups[1], "previous")
  })

  it("names pairs of values so that no other pair has the name", async () => {
    const { body } = await ask(`${one}/usage?by=category,property:model&range=7d`)
    assert.deepInclude(body.groups[0], {
      key: '["__proto__","x"]',
      category: "__proto__",
      properties: { model: "x" },
    })
    assert.strictEqual(body.series[0].values['["__proto__","x"]'], "5")
  })

  it("lies beside the days before: by weekday unless said, with each bucket's counterpart", async () => {
    const { body, asked } = await ask(
      `${one}/usage?from=2026-03-01&to=2026-03-03&compare=prev&tz=UTC`,
    )
    assert.deepStrictEqual(asked[0]?.compared, {
      first: "2026-02-22",
      last: "2026-02-24",
      pairing: "order",
      from: Date.UTC(2026, 1, 22),
      to: Date.UTC(2026, 1, 25),
      isCut: false,
    })
    assert.isNull(body.meta.compared_until)
    const { series, ...comparison } = body.comparison
    assert.deepInclude(comparison, { compare: "prev", match: "weekday", days: 3, change: null })
    assert.deepStrictEqual(
      series.map(({ bucket, against }: Record<string, string>) => [bucket, against]),
      [
        ["2026-02-22", "2026-03-01"],
        ["2026-02-23", "2026-03-02"],
        ["2026-02-24", "2026-03-03"],
      ],
    )
    const byDate = await ask(`${one}/usage?range=mtd&compare=prev&match=date`)
    assert.strictEqual(byDate.body.comparison.first_day, "2026-02-01")
    assert.strictEqual(byDate.body.comparison.last_day, "2026-02-06")
  })

  it("lies beside a last day that is cut at the same time of day, and says where", async () => {
    for (const path of ["usage", "breakdown"]) {
      const { body } = await ask(`${one}/${path}?range=7d&compare=prev&tz=UTC`)
      assert.strictEqual(body.meta.compared_until, "2026-02-27T12:00:00.000Z", path)
      assert.strictEqual(body.comparison.to, "2026-02-27T12:00:00.000Z", path)
      assert.strictEqual(body.comparison.last_day, "2026-02-27", path)
    }
    assert.isNull((await ask(`${one}/usage?range=7d`)).body.meta.compared_until)
  })

  it("tells average and highest of what is measured", async () => {
    const spend = await ask(`${one}/usage?from=2026-03-01&to=2026-03-03`)
    assert.strictEqual(spend.body.average_per_day, "3")
    assert.deepStrictEqual(spend.body.highest, { bucket: "2026-03-01", spend: "9", value: "9" })
    const count = await ask(`${one}/usage?from=2026-03-01&to=2026-03-03&measure=count`)
    assert.strictEqual(count.body.average_per_day, "2.333333")
    assert.deepStrictEqual(count.body.highest, { bucket: "2026-03-01", spend: "9", value: "7" })
  })

  it("marks the bucket that is not over", async () => {
    const { body } = await ask(`${one}/usage?range=7d&tz=UTC`)
    assert.deepStrictEqual(
      body.series.map(({ complete }: { complete: boolean }) => complete),
      [true, true, true, true, true, true, false],
    )
    assert.isBelow(NOW, Date.parse(body.series[6].to))
  })

  it("measures credits when it is split by type, and spend otherwise", async () => {
    assert.strictEqual((await ask(`${one}/usage?by=type`)).body.measure, "credits")
    assert.strictEqual((await ask(`${one}/usage?by=type&measure=count`)).body.measure, "count")
    assert.strictEqual((await ask(`${one}/usage?by=actor`)).body.measure, "spend")
  })

  it.each([
    ["match=date", ["/match missing"]],
    ["limit=3&sort=count", ["/limit missing", "/sort missing"]],
    ["by=category&sort=-change", ["/sort missing"]],
    ["by=category,operation,type", ["/by invalid_value"]],
    ["filter=account:is:odd", ["/filter/0 unknown_field"]],
    ["from=1980-01-01&to=1980-01-02&compare=year", ["/compare out_of_range"]],
    ["from=2016-01-01&to=2026-01-07&by=actor&limit=500", ["/limit too_many_cells"]],
  ])("is refused for %s", async (words, expected) => {
    assert.deepStrictEqual(await refusals(`${one}/usage?${words}`), expected)
  })

  it("says how many transactions would have to be counted through, and what to do", async () => {
    const refusing = Layer.succeed(UsageReader, {
      series: () => Effect.fail(new TooManyRows({ rows: 3_000_000, rowsMax: 2_000_000 })),
      breakdown: () => Effect.fail(new TooManyRows({ rows: 3_000_000, rowsMax: 2_000_000 })),
    })
    const { app } = await fakeApp(refusing as Layer.Layer<never>)
    for (const path of [`${one}/usage?by=actor`, "/v1/breakdown?by=actor"]) {
      const response = await app.request(path, { headers: asAdmin })
      assert.strictEqual(response.status, 400)
      const { errors } = await response.json()
      assert.strictEqual(errors[0].code, "too_many_rows")
      assert.include(errors[0].message, "3000000 transactions")
      assert.include(errors[0].message, "ask for fewer days")
    }
  })
})

describe("a breakdown", () => {
  it("is by category unless it says otherwise, and tells what changed", async () => {
    const { body, asked } = await ask("/v1/breakdown?compare=year&filter=account:not:odd")
    assert.deepStrictEqual(body.by, ["category"])
    assert.deepInclude(body.values[0], { value: "5", previous: "4", change: 0.25 })
    assert.deepInclude(body.values[1], { value: "3", previous: "0", change: null })
    assert.deepInclude(body.other, { groups: 1, value: "1", previous: "2", change: -0.5 })
    assert.deepInclude(body.total, { groups: 3, value: "9", previous: "6", change: 0.5 })
    assert.deepInclude(body.comparison, { compare: "year", match: "weekday" })
    assert.deepStrictEqual(asked[0]?.filters, [
      { field: "account", operator: "not", values: ["odd"] },
    ])
  })
})

describe("a credential for some accounts", () => {
  it("gets the sums over these, whatever it filters by", async () => {
    const { app, asked } = await fakeApp(accessAs({ accounts: ["studio-north"] }))
    for (const path of ["/v1/usage", "/v1/breakdown?filter=account:is:odd"]) {
      const response = await app.request(path, { headers: asAdmin })
      assert.strictEqual(response.status, 200)
    }
    assert.deepStrictEqual(
      asked.usage.map(({ scope }) => scope),
      [["studio-north"], ["studio-north"]],
    )
  })
})
