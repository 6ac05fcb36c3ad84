import { assert, describe, it } from "@effect/vitest"
import { Redacted } from "effect"
import { TestClock } from "effect/testing"
import { SignJWT } from "jose"
import { Access } from "./access.ts"
import { accessWith } from "./testing/fake-access.ts"
import { ADMIN_KEY, asAdmin, fakeApp } from "./testing/fake-services.ts"

type Fake = Awaited<ReturnType<typeof fakeApp>>

const cookieOf = (response: Response) => {
  const cookie = response.headers.get("set-cookie")
  assert.isNotNull(cookie)
  return { pair: cookie?.split(";")[0] ?? "", attributes: cookie ?? "" }
}
const signIn = async ({ app }: Fake, host = "http://localhost") => {
  const response = await app.request(`${host}/v1/session`, { method: "POST", headers: asAdmin })
  assert.strictEqual(response.status, 200)
  return cookieOf(response)
}
const link = ({ runtime }: Fake) => runtime.runPromise(Access.use(({ createLink }) => createLink))

describe("the admin key", () => {
  it.each([
    ["right", `Bearer ${ADMIN_KEY}`, 200],
    ["right, with another scheme's case", `bearer ${ADMIN_KEY}`, 200],
    ["wrong", "Bearer tm_admin_of_the_test", 401],
    ["longer", `Bearer ${ADMIN_KEY}s`, 401],
    ["empty", "Bearer ", 401],
    ["of another scheme", `Basic ${ADMIN_KEY}`, 401],
  ])("that is %s answers as such", async (_, authorization, status) => {
    const { app } = await fakeApp()
    const response = await app.request("/v1/session", { headers: { authorization } })
    assert.strictEqual(response.status, status)
  })

  it("that is wrong is not saved by a good cookie", async () => {
    const fake = await fakeApp()
    const { pair } = await signIn(fake)
    const headers = { cookie: pair, authorization: "Bearer wrong" }
    assert.strictEqual((await fake.app.request("/v1/session", { headers })).status, 401)
  })

  it("in a JSON body is exchanged for a cookie", async () => {
    const fake = await fakeApp()
    const exchange = (body: string, type = "application/json") =>
      fake.app.request("/v1/session", {
        method: "POST",
        body,
        headers: { "content-type": type },
      })
    const response = await exchange(JSON.stringify({ key: ADMIN_KEY }))
    assert.deepStrictEqual(await response.json(), {
      accounts: null,
      admin: true,
      scopes: ["admin"],
      holder: "admin",
      expires_at: null,
    })
    const { pair } = cookieOf(response)
    const again = await fake.app.request("/v1/session", { headers: { cookie: pair } })
    assert.strictEqual(again.status, 200)
    assert.strictEqual((await exchange(JSON.stringify({ key: "wrong" }))).status, 401)
    assert.strictEqual((await exchange(JSON.stringify({ k: 1 }))).status, 400)
    assert.strictEqual((await exchange(`key=${ADMIN_KEY}`, "text/plain")).status, 401)
  })
})

describe("a sign-in link", () => {
  it("signs in once", async () => {
    const fake = await fakeApp()
    const path = `/sign-in?token=${await link(fake)}`
    const first = await fake.app.request(path)
    assert.strictEqual(first.status, 303)
    assert.strictEqual(first.headers.get("location"), "/")
    assert.strictEqual(first.headers.get("cache-control"), "no-store")
    const { pair } = cookieOf(first)
    const second = await fake.app.request(path)
    assert.strictEqual(second.status, 410)
    assert.strictEqual((await second.json()).type, "/problems/sign-in-link-spent")
    // Whoever is signed in already goes on all the same.
    const third = await fake.app.request(path, { headers: { cookie: pair } })
    assert.strictEqual(third.status, 303)
  })

  it("is over after an hour", async () => {
    const fake = await fakeApp()
    const path = `/sign-in?token=${await link(fake)}`
    await fake.runtime.runPromise(TestClock.adjust("1 hour"))
    assert.strictEqual((await fake.app.request(path)).status, 410)
  })

  it("is not used up by a look ahead", async () => {
    const fake = await fakeApp()
    const path = `/sign-in?token=${await link(fake)}`
    const prefetch = { headers: { "sec-purpose": "prefetch;prerender" } }
    assert.strictEqual((await fake.app.request(path, prefetch)).status, 204)
    assert.strictEqual((await fake.app.request(path, { method: "HEAD" })).status, 204)
    assert.strictEqual((await fake.app.request(path)).status, 303)
  })

  it("that is spent tells a browser so on a page", async () => {
    const { app } = await fakeApp()
    const response = await app.request("/sign-in?token=x", { headers: { accept: "text/html" } })
    assert.strictEqual(response.status, 410)
    assert.match(response.headers.get("content-type") ?? "", /^text\/html/)
    assert.include(await response.text(), "This link is spent")
  })

  it("never shows its token in the log", async () => {
    const { app, asked } = await fakeApp()
    await app.request("/sign-in?token=secret-token")
    assert.isNotEmpty(asked.logged)
    assert.notInclude(asked.logged.join(""), "secret-token")
  })
})

describe("a session", () => {
  it("travels in a cookie that scripts and other sites cannot use", async () => {
    const { attributes } = await signIn(await fakeApp())
    for (const part of ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=604800"])
      assert.include(attributes, part)
  })

  it.each([
    ["http://localhost:4000", false],
    ["http://127.0.0.1:4000", false],
    ["http://[::1]:4000", false],
    ["http://tidemark.example", true],
    ["http://127.0.0.1.example", true],
  ])("at %s asks for TLS: %s", async (host, secure) => {
    const { attributes } = await signIn(await fakeApp(), host)
    assert.strictEqual(attributes.includes("Secure"), secure)
  })

  it("is over after seven days", async () => {
    const fake = await fakeApp()
    const headers = { cookie: (await signIn(fake)).pair }
    await fake.runtime.runPromise(TestClock.adjust("167 hours"))
    assert.strictEqual((await fake.app.request("/v1/session", { headers })).status, 200)
    await fake.runtime.runPromise(TestClock.adjust("1 hour"))
    assert.strictEqual((await fake.app.request("/v1/session", { headers })).status, 401)
  })

  it("ends when it is deleted", async () => {
    const fake = await fakeApp()
    const headers = { cookie: (await signIn(fake)).pair, "sec-fetch-site": "same-origin" }
    const response = await fake.app.request("/v1/session", { method: "DELETE", headers })
    assert.strictEqual(response.status, 204)
    assert.match(cookieOf(response).attributes, /^tidemark_session=; Max-Age=0/)
    // Not only here: a copy of the cookie opens nothing either.
    assert.strictEqual((await fake.app.request("/v1/session", { headers })).status, 401)
  })

  it("that was renewed ends with all its cookies, and no other one does", async () => {
    const fake = await fakeApp()
    const [first, other] = [await signIn(fake), await signIn(fake)]
    const own = { "sec-fetch-site": "same-origin" }
    const ask = (method: string, { pair }: { pair: string }) =>
      fake.app.request("/v1/session", { method, headers: { ...own, cookie: pair } })
    const renewed = cookieOf(await ask("POST", first))
    assert.strictEqual((await ask("GET", renewed)).status, 200)
    assert.strictEqual((await ask("DELETE", first)).status, 204)
    const left = await Promise.all([first, renewed, other].map((one) => ask("GET", one)))
    assert.deepStrictEqual(
      left.map(({ status }) => status),
      [401, 401, 200],
    )
  })

  it("ends with its cookie also when a key is sent along", async () => {
    const fake = await fakeApp()
    const cookie = { cookie: (await signIn(fake)).pair }
    const both = { method: "DELETE", headers: { ...asAdmin, ...cookie } }
    assert.strictEqual((await fake.app.request("/v1/session", both)).status, 204)
    assert.strictEqual((await fake.app.request("/v1/session", { headers: cookie })).status, 401)
  })

  it("is over once the admin key is another", async () => {
    const { pair } = await signIn(await fakeApp())
    const { app } = await fakeApp(accessWith({ adminKey: Redacted.make("tm_admin_new_key") }))
    const response = await app.request("/v1/session", { headers: { cookie: pair } })
    assert.strictEqual(response.status, 401)
  })

  it.each(["", "x", "a.b.c"])("that is no token (%j) is none", async (value) => {
    const headers = { cookie: `tidemark_session=${value}` }
    const { app } = await fakeApp()
    assert.strictEqual((await app.request("/v1/session", { headers })).status, 401)
  })

  it("that somebody else signed, or nobody, is none", async () => {
    const { app } = await fakeApp()
    const claims = { accounts: null, admin: true, key: "x", iss: "tidemark" }
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256" })
      .setAudience("tidemark-session")
      .setExpirationTime("1h")
      .sign(new Uint8Array(32).fill(9))
    const unsigned = `${btoa('{"alg":"none"}')}.${forged.split(".")[1]}.`
    for (const token of [forged, unsigned]) {
      const headers = { cookie: `tidemark_session=${token}` }
      assert.strictEqual((await app.request("/v1/session", { headers })).status, 401)
    }
  })

  it.each([
    ["from our own page", { "sec-fetch-site": "same-origin", origin: "http://localhost" }, 200],
    ["from an old browser's own page", { origin: "http://localhost" }, 200],
    ["from behind a proxy that ends TLS", { origin: "https://localhost" }, 200],
    ["from another site", { "sec-fetch-site": "cross-site", origin: "http://evil.example" }, 403],
    ["from a sibling", { "sec-fetch-site": "same-site", origin: "http://a.localhost" }, 403],
    ["from a site that hides its name", { "sec-fetch-site": "cross-site" }, 403],
    ["from another port", { origin: "http://localhost:5173" }, 403],
    ["from a sandbox", { origin: "null" }, 403],
    ["from nowhere", {}, 403],
  ])("may change things %s", async (_, where, status) => {
    const fake = await fakeApp()
    const headers = {
      ...where,
      cookie: (await signIn(fake)).pair,
      "content-type": "application/json",
    }
    const init = { method: "PUT", headers, body: '{"name":"Studio"}' }
    const response = await fake.app.request("http://localhost/v1/accounts/studio-north", init)
    assert.strictEqual(response.status, status)
    if (status === 403) assert.strictEqual((await response.json()).type, "/problems/cross-origin")
  })
})
