import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { SignInLimits } from "./sign-in-limits.ts"
import { ADMIN_KEY, asAdmin, fakeApp } from "./testing/fake-services.ts"

const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } })
const HERE = "198.51.100.7"
const ELSEWHERE = "203.0.113.9"
const WRONG = `tm_${"wrong".repeat(8)}`

const start = async () => {
  const { app, runtime } = await fakeApp()
  const made = await app.request("/v1/keys", {
    method: "POST",
    headers: { ...asAdmin, "content-type": "application/json" },
    body: JSON.stringify({ name: "page", scopes: ["read"] }),
  })
  const { key } = (await made.json()) as { key: string }
  const signIn = (address: string, sent: string) =>
    app.request(
      "/v1/session",
      {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ key: sent }),
      },
      from(address),
    )
  const ask = (address: string, sent: string) =>
    app.request("/v1/session", { headers: { authorization: `Bearer ${sent}` } }, from(address))
  const fail = async (address: string, count: number) => {
    for (let i = 0; i < count; i++)
      assert.strictEqual((await signIn(address, WRONG)).status, 401, `failure ${i}`)
  }
  const wait = (seconds: number) => runtime.runPromise(TestClock.adjust(`${seconds} seconds`))
  return { app, key, signIn, ask, fail, wait }
}

describe("who fails to sign in", () => {
  it("hears how often that may still be, and then when to come again", async () => {
    const { signIn, fail, wait } = await start()
    const first = await signIn(HERE, WRONG)
    assert.strictEqual(first.headers.get("ratelimit-policy"), '"sign-in";q=10;w=60')
    assert.strictEqual(first.headers.get("ratelimit"), '"sign-in";r=9;t=6')
    await fail(HERE, 9)
    const refused = await signIn(HERE, WRONG)
    assert.strictEqual(refused.status, 429)
    assert.strictEqual(refused.headers.get("retry-after"), "6")
    assert.strictEqual(refused.headers.get("ratelimit"), '"sign-in";r=0;t=60')
    assert.include(await refused.text(), "/problems/rate-limited")
    await fail(ELSEWHERE, 1)
    await wait(6)
    await fail(HERE, 1)
    assert.strictEqual((await signIn(HERE, WRONG)).status, 429)
  })

  it("cannot go on to guess a key that people choose, in a body or in Authorization", async () => {
    const { signIn, ask, fail, wait } = await start()
    await fail(HERE, 10)
    assert.strictEqual((await signIn(HERE, ADMIN_KEY)).status, 429)
    assert.strictEqual((await ask(HERE, ADMIN_KEY)).status, 429)
    assert.strictEqual((await ask(ELSEWHERE, ADMIN_KEY)).status, 200)
    await wait(6)
    assert.strictEqual((await signIn(HERE, ADMIN_KEY)).status, 200)
  })

  it("keeps nobody there from what was made at random", async () => {
    const { app, key, signIn, ask, fail } = await start()
    const cookie = (await signIn(HERE, key)).headers.get("set-cookie")?.split(";")[0] ?? ""
    await fail(HERE, 10)
    assert.strictEqual((await ask(HERE, key)).status, 200)
    assert.strictEqual((await signIn(HERE, key)).status, 200)
    const asked = await app.request("/v1/session", { headers: { cookie } }, from(HERE))
    assert.strictEqual(asked.status, 200)
  })

  it("is counted for guesses in Authorization, and not for a key that was revoked", async () => {
    const { ask, signIn } = await start()
    for (let i = 0; i < 30; i++) assert.strictEqual((await ask(HERE, WRONG)).status, 401)
    for (let i = 0; i < 10; i++) assert.strictEqual((await ask(HERE, `guess-${i}`)).status, 401)
    assert.strictEqual((await ask(HERE, "guess-11")).status, 429)
    assert.strictEqual((await signIn(HERE, WRONG)).status, 429)
  })

  it("is counted for sign-in links as well", async () => {
    const { app } = await start()
    const open = () => app.request(`/sign-in?token=${"x".repeat(43)}`, {}, from(HERE))
    for (let i = 0; i < 10; i++) assert.strictEqual((await open()).status, 410)
    assert.strictEqual((await open()).status, 429)
  })

  it("from many addresses is held up all the same, but for who has signed in before", async () => {
    const { signIn, fail } = await start()
    assert.strictEqual((await signIn(HERE, ADMIN_KEY)).status, 200)
    for (let i = 0; i < 20; i++) await fail(`192.0.2.${i}`, 10)
    assert.strictEqual((await signIn(ELSEWHERE, ADMIN_KEY)).status, 429)
    assert.strictEqual((await signIn(HERE, ADMIN_KEY)).status, 200)
  })

  it.effect("cannot take another of the addresses that one has", () =>
    Effect.gen(function* () {
      const { failed, look } = yield* SignInLimits
      for (let i = 0; i < 10; i++) yield* failed(`2001:db8:1:2::${i}`)
      const allowed = Effect.fnUntraced(function* (address: string) {
        return (yield* look(address)).allowed
      })
      assert.isFalse(yield* allowed("2001:db8:1:2:ffff:1:2:3"))
      assert.isTrue(yield* allowed("2001:db8:1:3::1"))
      assert.isTrue(yield* allowed("::1"))
      for (let i = 0; i < 10; i++) yield* failed("::ffff:198.51.100.7")
      assert.isFalse(yield* allowed("198.51.100.7"))
    }).pipe(Effect.provide(SignInLimits.layer(10))),
  )

  it.effect("who has signed in stays known until a thousand others have since", () =>
    Effect.gen(function* () {
      const { failed, look, succeeded } = yield* SignInLimits
      const addressOf = (i: number) => `10.${i >> 8}.${i & 255}.1`
      for (let i = 0; i < 1_000; i++) yield* succeeded(addressOf(i))
      // Again, and so the newest.
      yield* succeeded(addressOf(0))
      // Everybody's failures are used up.
      for (let i = 0; i < 20; i++) yield* failed(`192.0.2.${i}`)
      const known = Effect.forEach([0, 1, 2], (i) =>
        Effect.map(look(addressOf(i)), ({ allowed }) => allowed),
      )
      assert.deepStrictEqual(yield* known, [true, true, true])
      yield* succeeded("203.0.113.5")
      assert.deepStrictEqual(yield* known, [true, false, true])
    }).pipe(Effect.provide(SignInLimits.layer(1))),
  )
})
