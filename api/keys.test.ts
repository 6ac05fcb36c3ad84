import { assert, describe, it } from "@effect/vitest"
import { TestClock } from "effect/testing"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

type Fake = Awaited<ReturnType<typeof fakeApp>>

const send = async (
  { app }: Fake,
  method: string,
  path: string,
  { body, key }: { readonly body?: unknown; readonly key?: string } = {},
) => {
  const response = await app.request(path, {
    method,
    headers: {
      ...(key === undefined ? asAdmin : { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === "" ? null : JSON.parse(text) }
}

const BILLING = { name: "billing", scopes: ["read"], accounts: ["studio-north"] }

describe("POST /v1/keys", () => {
  it("makes a key that opens what it is for, shown once", async () => {
    const fake = await fakeApp()
    const { status, body } = await send(fake, "POST", "/v1/keys", { body: BILLING })
    assert.strictEqual(status, 201)
    assert.match(body.key, /^tm_[\w-]{43}$/)
    assert.strictEqual(body.starts_with, body.key.slice(0, 9))
    const { key, ...shown } = body
    assert.deepStrictEqual(shown, {
      ...BILLING,
      id: body.id,
      starts_with: body.starts_with,
      state: "active",
      created_at: "2026-03-06T12:00:00.000Z",
      expires_at: null,
      revoked_at: null,
      last_used_at: null,
    })
    const session = await send(fake, "GET", "/v1/session", { key })
    assert.deepStrictEqual(session.body, {
      accounts: ["studio-north"],
      admin: false,
      scopes: ["read"],
      holder: `key:${body.id}`,
      expires_at: null,
    })
    const list = await send(fake, "GET", "/v1/keys")
    assert.notInclude(JSON.stringify(list.body), key)
    // Just now: with it the session was asked for.
    assert.deepInclude(list.body.keys, { ...shown, last_used_at: shown.created_at })
  })

  it.each([
    ["no name", { ...BILLING, name: undefined }, ["/name"]],
    ["a name of line breaks", { ...BILLING, name: "a\nb" }, ["/name"]],
    ["no scope", { ...BILLING, scopes: [] }, ["/scopes"]],
    ["an unknown scope", { ...BILLING, scopes: ["write"] }, ["/scopes/0"]],
    ["a scope twice", { ...BILLING, scopes: ["read", "read"] }, ["/scopes"]],
    ["no account", { ...BILLING, accounts: [] }, ["/accounts"]],
    ["an account twice", { ...BILLING, accounts: ["a", "a"] }, ["/accounts"]],
    ["an empty account", { ...BILLING, accounts: [""] }, ["/accounts/0"]],
    ["admin for some accounts", { ...BILLING, scopes: ["admin"] }, ["/accounts"]],
    ["an end in the past", { ...BILLING, expires_at: "2026-03-06T12:00:00Z" }, ["/expires_at"]],
    ["an end in words", { ...BILLING, expires_at: "tomorrow" }, ["/expires_at"]],
    ["a field that nobody knows", { ...BILLING, key: "tm_mine" }, ["/key"]],
    ["several of these", { name: "", scopes: [], colour: 1 }, ["/colour", "/name", "/scopes"]],
    ["no object", [], [""]],
  ])("refuses %s, field by field", async (_, body, pointers) => {
    const fake = await fakeApp()
    const answer = await send(fake, "POST", "/v1/keys", { body })
    assert.strictEqual(answer.status, 400)
    const named = answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)
    assert.deepStrictEqual(named.sort(), pointers)
    assert.deepStrictEqual(fake.asked.acts, [])
  })

  it("makes keys that end, and their sessions with them", async () => {
    const fake = await fakeApp()
    const body = { ...BILLING, expires_at: "2026-03-06T14:00:00+01:00" }
    const { key } = (await send(fake, "POST", "/v1/keys", { body })).body
    const exchanged = await fake.app.request("/v1/session", {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
    })
    assert.include(exchanged.headers.get("set-cookie"), "Max-Age=3600")
    assert.strictEqual((await send(fake, "GET", "/v1/session", { key })).status, 200)
    await fake.runtime.runPromise(TestClock.adjust("1 hour"))
    assert.strictEqual((await send(fake, "GET", "/v1/session", { key })).status, 401)
    const { keys } = (await send(fake, "GET", "/v1/keys")).body
    const states = keys.map(({ name, state }: { name: string; state: string }) => [name, state])
    assert.deepInclude(states, ["billing", "expired"])
  })
})

describe("DELETE /v1/keys/:id", () => {
  it("revokes the key and the sessions it was exchanged for, once or twice", async () => {
    const fake = await fakeApp()
    const { id, key } = (await send(fake, "POST", "/v1/keys", { body: BILLING })).body
    const exchanged = await fake.app.request("/v1/session", {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
    })
    const cookie = exchanged.headers.get("set-cookie")?.split(";")[0] ?? ""
    const session = () => fake.app.request("/v1/session", { headers: { cookie } })
    assert.strictEqual((await session()).status, 200)
    for (let time = 0; time < 2; time++)
      assert.strictEqual((await send(fake, "DELETE", `/v1/keys/${id}`)).status, 204)
    assert.strictEqual((await send(fake, "GET", "/v1/session", { key })).status, 401)
    assert.strictEqual((await session()).status, 401)
    assert.deepStrictEqual(
      fake.asked.acts.map(({ act, target }) => [act, target]),
      [
        ["key.create", id],
        ["key.revoke", id],
      ],
    )
  })

  it("does not know a key that never was", async () => {
    const fake = await fakeApp()
    assert.strictEqual((await send(fake, "DELETE", "/v1/keys/ghost")).status, 404)
    assert.deepStrictEqual(fake.asked.acts, [])
  })
})

describe.each([
  ["/v1/keys", "keys"],
  ["/v1/audit", "entries"],
])("GET %s", (path, list) => {
  it("goes from page to page, newest first, with cursors of its own only", async () => {
    const fake = await fakeApp()
    for (const name of ["a", "b", "c"])
      await send(fake, "POST", "/v1/keys", { body: { ...BILLING, name } })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const search: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`
      const { status, body } = await send(fake, "GET", `${path}?limit=1${search}`)
      assert.strictEqual(status, 200)
      seen.push(...body[list].map(({ id }: { id: string }) => id))
      cursor = body.next
    } while (cursor !== null)
    const whole = (await send(fake, "GET", path)).body
    assert.deepStrictEqual(
      seen,
      whole[list].map(({ id }: { id: string }) => id),
    )
    assert.isAtLeast(seen.length, 3)
    const accounts = await send(fake, "GET", "/v1/accounts?limit=1")
    for (const foreign of [accounts.body.next, "x", "e30.AAAAAAAAAAAAAAAAAAAAAA"]) {
      const search = `?cursor=${encodeURIComponent(foreign)}`
      assert.strictEqual((await send(fake, "GET", `${path}${search}`)).status, 400)
    }
  })
})

describe("POST /v1/tokens", () => {
  it("makes a token that reads one account for an hour, or as long as asked", async () => {
    const fake = await fakeApp()
    const body = { account: "studio-north" }
    const made = await send(fake, "POST", "/v1/tokens", { body })
    assert.strictEqual(made.status, 201)
    assert.strictEqual(made.body.expires_at, "2026-03-06T13:00:00.000Z")
    const { token } = made.body
    const path = "/v1/accounts/studio-north/overview"
    assert.strictEqual((await send(fake, "GET", path, { key: token })).status, 200)
    const day = await send(fake, "POST", "/v1/tokens", { body: { ...body, expires_in: 86_400 } })
    assert.strictEqual(day.body.expires_at, "2026-03-07T12:00:00.000Z")
    assert.notInclude(JSON.stringify(fake.asked.acts.map(({ details }) => details)), token)
    await fake.runtime.runPromise(TestClock.adjust("61 minutes"))
    assert.strictEqual((await send(fake, "GET", path, { key: token })).status, 401)
  })

  it.each([
    [{ account: "a", expires_in: 86_401 }, "/expires_in"],
    [{ account: "a", expires_in: 59 }, "/expires_in"],
    [{ account: "a", expires_in: 90.5 }, "/expires_in"],
    [{ account: "" }, "/account"],
    [{ account: "x".repeat(129) }, "/account"],
    [{ accounts: ["a"] }, "/account"],
  ])("refuses %j", async (body, pointer) => {
    const answer = await send(await fakeApp(), "POST", "/v1/tokens", { body })
    assert.strictEqual(answer.status, 400)
    const named = answer.body.errors.map((error: { pointer: string }) => error.pointer)
    assert.include(named, pointer)
  })
})
