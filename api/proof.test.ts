import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Duration, Effect } from "effect"
import { apiSettings } from "./config.ts"
import { accessAs } from "./testing/fake-access.ts"
import { asAdmin, fakeApp, STUDIO } from "./testing/fake-services.ts"

const get = async (path: string, headers: Record<string, string> = asAdmin) => {
  const { app } = await fakeApp()
  return app.request(path, { headers })
}

describe("GET /v1/accounts/{a}/proof", () => {
  it("puts the same sums from each place beside each other, and says how many keys it leaves out", async () => {
    const body = await (await get(`/v1/accounts/${STUDIO.account}/proof`)).json()
    assert.strictEqual(body.balance, "992")
    assert.strictEqual(body.lifetime.balance, "992")
    assert.strictEqual(body.ledger.balance, "991")
    assert.strictEqual(body.drift, "1")
    assert.deepStrictEqual(body.differing, [
      {
        rollup: "lifetime_totals",
        key: { account: "studio-north" },
        stored: { spend: "8" },
        counted: { spend: "9" },
      },
    ])
    assert.strictEqual(body.more, 2)
    assert.strictEqual(body.meta.tz, STUDIO.timeZone)
  })

  it("is not there for an account that is not", async () => {
    assert.strictEqual((await get("/v1/accounts/nobody/proof")).status, 404)
  })
})

describe("/v1/integrity", () => {
  it("tells the last run, key by key, and when the next one is", async () => {
    const body = await (await get("/v1/integrity")).json()
    assert.strictEqual(body.last.groups, 7)
    assert.strictEqual(body.last.differing, 3)
    const [lifetime, usage] = body.last.rollups
    assert.deepStrictEqual([lifetime.drift, lifetime.differing.length, lifetime.more], ["1", 1, 2])
    assert.deepStrictEqual([usage.drift, usage.differing, usage.more], ["0", [], 0])
    assert.deepStrictEqual(body.last.refunds, { failures: 12, missing: 3, made: 1 })
    assert.strictEqual(body.next_at, "2026-03-06T12:01:00.000Z")
    assert.isNull(body.running)
  })

  it("begins a run when an admin says so", async () => {
    const { app } = await fakeApp()
    const response = await app.request("/v1/integrity", { method: "POST", headers: asAdmin })
    assert.strictEqual(response.status, 202)
    assert.deepStrictEqual((await response.json()).running, {
      started_at: "2026-03-06T12:00:00.000Z",
      slices: 0,
    })
  })

  it("tells nothing of every account to who may read some of them, and takes no order from them", async () => {
    const { app } = await fakeApp(accessAs({ accounts: [STUDIO.account] }))
    assert.strictEqual((await app.request("/v1/integrity", { headers: asAdmin })).status, 403)
    const post = await app.request("/v1/integrity", { method: "POST", headers: asAdmin })
    assert.strictEqual(post.status, 403)
  })

  it("shows in the metrics and in readiness, which stays ready", async () => {
    const lines = (await (await get("/metrics")).text()).split("\n")
    const ended = (Date.UTC(2026, 2, 6, 12) - 30_000) / 1000
    assert.include(lines, `tidemark_integrity_last_run_seconds ${ended}`)
    assert.include(lines, 'tidemark_integrity_keys{rollup="usage_per_quarter_hour"} 5')
    assert.include(lines, 'tidemark_integrity_differing_keys{rollup="lifetime_totals"} 3')
    assert.include(lines, "tidemark_integrity_refunds_missing 2")
    const ready = await get("/health/ready", {})
    assert.strictEqual(ready.status, 200)
    assert.deepStrictEqual((await ready.json()).drifting, ["lifetime_totals"])
  })
})

describe("TIDEMARK_INTEGRITY_MINUTES", () => {
  const read = (env: Record<string, string>) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const { integrityEvery } = yield* apiSettings
        return integrityEvery === null ? null : Duration.toMinutes(integrityEvery)
      }).pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env })))),
    )

  it.each([
    [{}, 360],
    [{ TIDEMARK_INTEGRITY_MINUTES: "15" }, 15],
    [{ TIDEMARK_INTEGRITY_MINUTES: "0" }, null],
  ])("means, given as %j, every %s minutes", async (env, expected) => {
    assert.strictEqual(await read(env), expected)
  })
})

describe("/v1/rollups", () => {
  it("begins a rebuild, and tells its end", async () => {
    const { app } = await fakeApp()
    const post = (rollup: string, search = "") =>
      app.request(`/v1/rollups/${rollup}/rebuild${search}`, { method: "POST", headers: asAdmin })
    const begun = await post("lifetime_totals")
    assert.strictEqual(begun.status, 202)
    assert.isNotNull((await begun.json()).rollups[0].running)
    const { rollups } = await (await app.request("/v1/rollups", { headers: asAdmin })).json()
    assert.deepStrictEqual(rollups, [
      {
        rollup: "lifetime_totals",
        running: null,
        last: {
          started_at: "2026-03-06T12:00:00.000Z",
          finished_at: "2026-03-06T12:00:01.000Z",
          entries: 7,
          failure: null,
        },
      },
    ])
    assert.strictEqual((await post("transactions")).status, 404)
    const refused = await post("lifetime_totals", "?writers=stopped")
    assert.strictEqual(refused.status, 409)
    assert.strictEqual((await refused.json()).detail, "on a cluster")
  })
})
