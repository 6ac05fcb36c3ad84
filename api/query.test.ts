import { assert, describe, it } from "@effect/vitest"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const errorsOf = async (path: string) => {
  const response = await (await fakeApp()).app.request(path, { headers: asAdmin })
  assert.strictEqual(response.status, 400, path)
  const { errors } = await response.json()
  return errors.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`)
}
const account = "/v1/accounts/studio-north"

describe("a query", () => {
  it("names every bad parameter at once", async () => {
    assert.deepStrictEqual(
      await errorsOf(`${account}/usage?from=2026-02-30&to=soon&tz=Mars&grain=decade&by=mood&x=1`),
      [
        "/from invalid_value",
        "/to invalid_value",
        "/tz invalid_value",
        "/grain invalid_value",
        "/by invalid_value",
        "/x unknown_parameter",
      ],
    )
  })

  it.each([
    ["a repeated parameter", "range=7d&range=7d", ["/range repeated_parameter"]],
    ["an empty value", "tz=", ["/tz invalid_value"]],
    ["days in the wrong order", "from=2026-02-02&to=2026-02-01", ["/from order", "/to order"]],
    ["a lone first day", "from=2026-02-02", ["/to missing"]],
    ["a lone last day", "to=2026-02-02", ["/from missing"]],
    ["a range beside days", "range=7d&from=2026-02-01&to=2026-02-02", ["/range exclusive"]],
    ["a day before 1980", "from=1979-12-31&to=1980-01-01", ["/from invalid_value"]],
    ["a day after 2099", "from=2099-12-31&to=2100-01-01", ["/to invalid_value"]],
    ["an offset in place of a zone", "tz=%2B02:00", ["/tz invalid_value"]],
    [
      "a name that looks built in",
      "__proto__=1&toString=2",
      ["/__proto__ unknown_parameter", "/toString unknown_parameter"],
    ],
    ["a name with a slash", "a%2Fb=1", ["/a~1b unknown_parameter"]],
  ])("refuses %s", async (_, query, expected) => {
    assert.deepStrictEqual(await errorsOf(`${account}/breakdown?${query}`), expected)
  })

  it.each(["0", "501", "-1", "1.5", "1e2", "ten", " 5", "00001", ""])(
    "refuses the limit %j",
    async (limit) => {
      assert.deepStrictEqual(
        await errorsOf(`${account}/transactions?limit=${encodeURIComponent(limit)}`),
        ["/limit invalid_value"],
      )
    },
  )

  it.each(["1", "500"])("takes the limit %s", async (limit) => {
    const { app, asked } = await fakeApp()
    const path = `${account}/transactions?limit=${limit}`
    assert.strictEqual((await app.request(path, { headers: asAdmin })).status, 200)
    assert.strictEqual(asked.pages[0]?.limit, Number(limit))
  })

  it.each([
    ["hour", "from=2026-01-01&to=2026-01-16", 200],
    ["hour", "from=2026-01-01&to=2026-01-17", 400],
    ["day", "from=2016-01-01&to=2026-01-07", 200],
    ["day", "from=2016-01-01&to=2026-01-08", 400],
    ["week", "from=2016-01-04&to=2023-09-03", 200],
    ["week", "from=2016-01-03&to=2023-09-03", 400],
    ["week", "from=2016-01-04&to=2023-09-04", 400],
    ["month", "from=1990-01-01&to=2023-04-30", 200],
    ["month", "from=1990-01-01&to=2023-05-01", 400],
    ["quarter", "from=1980-01-01&to=2079-12-31", 200],
    ["quarter", "from=1980-03-31&to=2080-01-01", 400],
  ])("bounds a series by %s over %s", async (grain, days, status) => {
    const path = `${account}/usage?grain=${grain}&${days}&tz=UTC`
    const response = await (await fakeApp()).app.request(path, { headers: asAdmin })
    assert.strictEqual(response.status, status)
    const body = await response.json()
    if (status === 200) assert.isAtMost(body.series.length, grain === "day" ? 3660 : 400)
    else assert.strictEqual(body.errors[0].code, "too_many_buckets")
  })
})
