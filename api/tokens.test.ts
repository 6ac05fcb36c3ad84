import { assert, describe, it } from "@effect/vitest"
import { TestClock } from "effect/testing"
import { SignJWT } from "jose"
import { HOST_SECRET } from "./testing/fake-access.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const HOUR = 3_600
const now = Date.UTC(2026, 2, 6, 12) / 1_000

const start = async () => {
  const { app, asked, runtime } = await fakeApp()
  const make = async (account: string) => {
    const made = await app.request("/v1/tokens", {
      method: "POST",
      headers: { ...asAdmin, "content-type": "application/json" },
      body: JSON.stringify({ account }),
    })
    assert.strictEqual(made.status, 201)
    return (await made.json()) as { readonly token: string; readonly id: string }
  }
  const statusOf = async (headers: Record<string, string>) =>
    (await app.request("/v1/session", { headers })).status
  const sessionOf = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` }
    const made = await app.request("/v1/session", { method: "POST", headers })
    return { cookie: made.headers.get("set-cookie")?.split(";")[0] ?? "" }
  }
  const revoke = async (path: string) => {
    const answer = await app.request(path, { method: "DELETE", headers: asAdmin })
    assert.strictEqual(answer.status, 204)
  }
  const statusesOf = (tokens: ReadonlyArray<string>) =>
    Promise.all(tokens.map((token) => statusOf({ authorization: `Bearer ${token}` })))
  return { asked, runtime, make, statusOf, sessionOf, revoke, statusesOf }
}

const ofHost = (claims: object) =>
  new SignJWT({ sub: "acme", aud: "tidemark", ...claims })
    .setProtectedHeader({ alg: "HS256" })
    .sign(new TextEncoder().encode(HOST_SECRET))

describe("a token that is revoked", () => {
  it("by its id opens nothing, nor do its sessions, and others of the account go on", async () => {
    const { asked, make, revoke, sessionOf, statusOf, statusesOf } = await start()
    const [one, other] = [await make("acme"), await make("acme")]
    const [session, otherSession] = [await sessionOf(one.token), await sessionOf(other.token)]
    const host = await ofHost({ iat: now, exp: now + HOUR, jti: "from the host/1" })
    const all = [one.token, other.token, host]
    assert.deepStrictEqual(await statusesOf(all), [200, 200, 200])
    await revoke(`/v1/tokens/${one.id}`)
    assert.deepStrictEqual(await statusesOf(all), [401, 200, 200])
    assert.deepStrictEqual([await statusOf(session), await statusOf(otherSession)], [401, 200])
    await revoke(`/v1/tokens/${encodeURIComponent("from the host/1")}`)
    assert.deepStrictEqual(await statusesOf(all), [401, 200, 401])
    assert.deepStrictEqual(
      asked.acts.slice(-2).map(({ act, target }) => [act, target]),
      [
        ["token.revoke", one.id],
        ["token.revoke", "from the host/1"],
      ],
    )
  })

  it("with all of its account opens nothing, and one that is made then opens what it should", async () => {
    const { asked, make, revoke, runtime, sessionOf, statusOf, statusesOf } = await start()
    await runtime.runPromise(TestClock.adjust("100 minutes"))
    const before = await make("acme")
    const session = await sessionOf(before.token)
    const other = await make("studio-north")
    const silent = await ofHost({ exp: now + 2 * HOUR })
    const host = await ofHost({ iat: now + 90 * 60, exp: now + 2 * HOUR })
    assert.deepStrictEqual(await statusesOf([silent, host]), [200, 200])
    await runtime.runPromise(TestClock.adjust("500 millis"))
    await revoke("/v1/accounts/acme/tokens")
    // Within the same second.
    const after = await make("acme")
    const all = [before.token, silent, host, other.token, after.token]
    assert.deepStrictEqual(await statusesOf(all), [401, 401, 401, 200, 200])
    assert.strictEqual(await statusOf(session), 401)
    assert.strictEqual(await statusOf(await sessionOf(after.token)), 200)
    const act = asked.acts.at(-2)
    assert.deepStrictEqual([act?.act, act?.target], ["account.revoke_tokens", "acme"])
  })
})
