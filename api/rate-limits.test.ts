import { assert, describe, it } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { TestClock } from "effect/testing"
import { RateLimits } from "./rate-limits.ts"
import { accessAs } from "./testing/fake-access.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const limits = RateLimits.layer({ read: 60, ingest: 6 })

describe("a bucket", () => {
  it.effect("is full at first, empties by one, and fills again steadily", () =>
    Effect.gen(function* () {
      const { policies, take } = yield* RateLimits
      const taken = yield* Effect.forEach(Array.from({ length: 60 }), () =>
        take("a", policies.read),
      )
      assert.deepStrictEqual(taken[0], {
        allowed: true,
        remaining: 59,
        resetSeconds: 1,
        retrySeconds: 0,
      })
      assert.deepStrictEqual(taken[59], {
        allowed: true,
        remaining: 0,
        resetSeconds: 60,
        retrySeconds: 1,
      })
      const none = { allowed: false, remaining: 0, resetSeconds: 60, retrySeconds: 1 }
      assert.deepStrictEqual(yield* take("a", policies.read), none)
      // Who asks in vain loses nothing by it.
      yield* TestClock.adjust("1 second")
      assert.isTrue((yield* take("a", policies.read)).allowed)
      assert.isFalse((yield* take("a", policies.read)).allowed)
      yield* TestClock.adjust("1 hour")
      assert.strictEqual((yield* take("a", policies.read)).remaining, 59)
    }).pipe(Effect.provide(limits)),
  )

  it.effect("is one's own, and one for each of reading and sending", () =>
    Effect.gen(function* () {
      const { policies, take } = yield* RateLimits
      for (let i = 0; i < 6; i++) yield* take("a", policies.ingest)
      const left = yield* take("a", policies.ingest)
      assert.deepStrictEqual([left.allowed, left.retrySeconds], [false, 10])
      assert.isTrue((yield* take("b", policies.ingest)).allowed)
      assert.isTrue((yield* take("a", policies.read)).allowed)
    }).pipe(Effect.provide(limits)),
  )

  it.effect("is forgotten when too many others came after it", () =>
    Effect.gen(function* () {
      const { policies, take } = yield* RateLimits
      for (let i = 0; i < 7; i++) yield* take("a", policies.ingest)
      for (let i = 0; i < 20_000; i++) yield* take(`other ${i}`, policies.ingest)
      assert.isTrue((yield* take("a", policies.ingest)).allowed)
    }).pipe(Effect.provide(limits)),
  )
})

describe("a request", () => {
  const ask = async (count: number, layers: ReadonlyArray<Layer.Layer<never>>) => {
    const { app, runtime } = await fakeApp(limits as Layer.Layer<never>, ...layers)
    const answers = []
    for (let i = 0; i < count; i++)
      answers.push(await app.request("/v1/accounts/studio-north", { headers: asAdmin }))
    return { app, runtime, answers }
  }

  it("tells what is left, and is refused with the time to wait", async () => {
    const { app, runtime, answers } = await ask(61, [accessAs({})])
    assert.strictEqual(answers[0]?.headers.get("ratelimit-policy"), '"read";q=60;w=60')
    assert.strictEqual(answers[0]?.headers.get("ratelimit"), '"read";r=59;t=1')
    const last = answers[60]
    assert.strictEqual(last?.status, 429)
    assert.strictEqual(last?.headers.get("retry-after"), "1")
    assert.strictEqual(last?.headers.get("ratelimit"), '"read";r=0;t=60')
    assert.include(await last?.text(), "/problems/rate-limited")
    await runtime.runPromise(TestClock.adjust("1 second"))
    const again = await app.request("/v1/accounts/ghost", { headers: asAdmin })
    assert.strictEqual(again.status, 404)
    assert.strictEqual(again.headers.get("ratelimit"), '"read";r=0;t=60')
  })

  it("with the admin key of the server is not counted", async () => {
    const { answers } = await ask(61, [])
    assert.strictEqual(answers[60]?.status, 200)
    assert.isFalse(answers[60]?.headers.has("ratelimit"))
  })
})
