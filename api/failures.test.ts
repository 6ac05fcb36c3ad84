import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { AccountStore } from "#warehouse/account-store.ts"
import {
  StatementRejected,
  tooManyWait,
  WarehouseUnavailable,
  WriterStopping,
} from "#warehouse/errors.ts"
import { OverviewReader } from "#warehouse/overview-reader.ts"
import { Watermark } from "#warehouse/watermark.ts"
import { EventIntake, LogUnavailable } from "./event-intake.ts"
import { Readiness } from "./readiness.ts"
import { integrityAt } from "./testing/fake-proof.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const SECRET = "10.0.0.5:9000"
const unavailable = new WarehouseUnavailable({ operation: "query", cause: new Error(SECRET) })
const overviewWith = (outcome: Effect.Effect<never, WarehouseUnavailable | StatementRejected>) =>
  Layer.succeed(OverviewReader, { overview: () => outcome })
const OVERVIEW = "/v1/accounts/studio-north/overview"

describe("a failure", () => {
  it("of the warehouse is an outage that says when to try again", async () => {
    const { app, asked } = await fakeApp(overviewWith(Effect.fail(unavailable)))
    const response = await app.request(OVERVIEW, { headers: asAdmin })
    assert.strictEqual(response.status, 503)
    assert.strictEqual(response.headers.get("retry-after"), "5")
    const text = await response.text()
    assert.include(text, "/problems/unavailable")
    assert.notInclude(text, SECRET)
    assert.include(asked.logged.join(""), SECRET)
  })

  it("of a question for which there is no place says how many wait, and when to ask again", async () => {
    const { app } = await fakeApp(overviewWith(Effect.fail(tooManyWait(256))))
    const response = await app.request(OVERVIEW, { headers: asAdmin })
    assert.strictEqual(response.status, 503)
    assert.strictEqual(response.headers.get("retry-after"), "5")
    const { type, detail } = await response.json()
    assert.strictEqual(type, "/problems/too-many-reads")
    assert.include(detail, "256 questions wait already: ask again in 5 seconds")
  })

  it.each([
    [
      "a rejected statement",
      Effect.fail(new StatementRejected({ operation: "query", code: "62", detail: SECRET })),
    ],
    ["a bug", Effect.die(new Error(SECRET))],
  ])("that is %s shows nothing but the request's id", async (_, outcome) => {
    const { app, asked } = await fakeApp(overviewWith(outcome))
    const headers = { ...asAdmin, "x-request-id": "request-7" }
    const response = await app.request(OVERVIEW, { headers })
    assert.strictEqual(response.status, 500)
    assert.strictEqual(response.headers.get("x-request-id"), "request-7")
    const text = await response.text()
    assert.notInclude(text, SECRET)
    assert.include(text, "request-7")
    const line = asked.logged.map((line) => JSON.parse(line)).find(({ level }) => level === "ERROR")
    assert.strictEqual(line.annotations.request_id, "request-7")
    assert.include(JSON.stringify(line), SECRET)
  })

  it.each([
    ["stopping", new WriterStopping()],
    ["without its log", new LogUnavailable({ cause: new Error(SECRET) })],
    ["without its warehouse", unavailable],
  ])("of a process that is %s loses no event in silence", async (_, error) => {
    const layer = Layer.succeed(EventIntake, { submit: () => Effect.fail(error) })
    const { app } = await fakeApp(layer)
    const headers = { ...asAdmin, "content-type": "application/json" }
    const response = await app.request("/v1/events", { method: "POST", headers, body: "{}" })
    assert.strictEqual(response.status, 503)
    assert.isNotNull(response.headers.get("retry-after"))
    assert.notInclude(await response.text(), SECRET)
  })

  it("of a request that nobody waits for is not reported", async () => {
    const gone = new AbortController()
    const { app, asked } = await fakeApp(overviewWith(Effect.never))
    const answer = app.request(OVERVIEW, { headers: asAdmin, signal: gone.signal })
    gone.abort()
    await answer
    assert.notInclude(asked.logged.join(""), '"ERROR"')
  })

  it("of a path or a method is a problem too", async () => {
    const { app } = await fakeApp()
    const nothing = await app.request("/v2/accounts", { headers: asAdmin })
    assert.strictEqual(nothing.status, 404)
    assert.strictEqual((await nothing.json()).type, "/problems/not-found")
    const method = await app.request("/v1/accounts", { method: "PATCH", headers: asAdmin })
    assert.strictEqual(method.status, 405)
    assert.strictEqual(method.headers.get("allow"), "GET, HEAD")
    assert.strictEqual((await method.json()).type, "/problems/method-not-allowed")
    // `check` is no id of an export.
    const check = await app.request("/v1/exports/check", { method: "OPTIONS", headers: asAdmin })
    assert.deepStrictEqual([check.status, check.headers.get("allow")], [405, "POST"])
  })

  it("replaces a request id that could forge a log line", async () => {
    const { app } = await fakeApp()
    for (const id of ['a"}{', "a b", "x".repeat(65)]) {
      const response = await app.request("/health/live", { headers: { "x-request-id": id } })
      assert.match(response.headers.get("x-request-id") ?? "", /^[\w-]{36}$/)
    }
  })
})

describe("GET /health/ready", () => {
  it.each([
    ["a lookup", Effect.fail(unavailable), Effect.succeed(0)],
    ["the watermark", Effect.succeed(null), Effect.fail(unavailable)],
  ])("names the warehouse when it does not answer %s", async (_, lookup, completeTo) => {
    const down = Layer.mergeAll(
      Layer.mock(AccountStore, { reach: Effect.asVoid(lookup) }),
      Layer.succeed(Watermark, { completeTo, partitions: Effect.succeed([]) }),
      integrityAt(0),
    )
    const { app } = await fakeApp(Layer.fresh(Layer.provide(Readiness.layer, down)))
    const response = await app.request("/health/ready")
    assert.strictEqual(response.status, 503)
    assert.deepStrictEqual(await response.json(), {
      status: "not ready",
      missing: ["warehouse"],
      complete_to: null,
      lag: null,
      drifting: [],
    })
    assert.strictEqual((await app.request("/health/live")).status, 200)
  })
})
