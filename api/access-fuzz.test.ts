/** Whatever somebody sends for a credential: it opens nothing, and breaks nothing. */
import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { SignInLimits } from "./sign-in-limits.ts"
import { ADMIN_KEY, asAdmin, fakeApp } from "./testing/fake-services.ts"

const RUNS = 300

/** What a header can hold. */
const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0xff }).map((n) => String.fromCharCode(n)),
})
const base64 = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("base64url"))
const header = fc
  .record({
    alg: fc.constantFrom("HS256", "EdDSA", "Ed25519", "none", "RS256", "", null, 1),
    kid: fc.constantFrom("tidemark", "", "x", null, undefined),
    crit: fc.constantFrom(undefined, [], ["exp"]),
    b64: fc.constantFrom(undefined, false),
  })
  .map((value) => Buffer.from(JSON.stringify(value)).toString("base64url"))
const payload = fc
  .record({
    sub: fc.anything(),
    aud: fc.constantFrom("tidemark", "tidemark-session", ["tidemark"]),
    exp: fc.oneof(fc.integer(), fc.double(), fc.constant(4e9)),
    holder: fc.constant({ kind: "admin" }),
  })
  .map((value) =>
    Buffer.from(
      JSON.stringify(value, (_, one) => (typeof one === "bigint" ? `${one}` : one)),
    ).toString("base64url"),
  )
const token = fc
  .tuple(fc.oneof(header, base64), fc.oneof(payload, base64), base64)
  .map((parts) => parts.join("."))
const text = fc.oneof(
  visible,
  token,
  visible.map((rest) => `tm_${rest}`),
  visible.map((rest) => `${ADMIN_KEY}${rest}x`),
  fc.nat(ADMIN_KEY.length - 1).map((length) => ADMIN_KEY.slice(0, length)),
)

describe("a credential that nobody was given", () => {
  it("opens nothing in Authorization, in a cookie, or in a body", async () => {
    const { app, asked } = await fakeApp(SignInLimits.layer(1_000_000))
    const property = fc.asyncProperty(text, async (sent) => {
      const answers = [
        await app.request("/v1/session", { headers: { authorization: `Bearer ${sent}` } }),
        await app.request("/v1/session", { headers: { cookie: `tidemark_session=${sent}` } }),
        await app.request("/v1/session", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ key: sent }),
        }),
      ]
      assert.deepStrictEqual(
        answers.map(({ status }) => status),
        [401, 401, 401],
      )
    })
    await fc.assert(property, { numRuns: RUNS })
    assert.notInclude(asked.logged.join(""), "request failed")
  })
})

describe("a session", () => {
  it("with anything changed in its cookie opens nothing", async () => {
    const { app } = await fakeApp()
    const made = await app.request("/v1/session", { method: "POST", headers: asAdmin })
    const [, value = ""] = made.headers.get("set-cookie")?.split(";")[0]?.split("=") ?? []
    const ask = (session: string) =>
      app.request("/v1/session", { headers: { cookie: `tidemark_session=${session}` } })
    assert.strictEqual((await ask(value)).status, 200)
    // The last character of a signature holds two bits that nobody reads.
    const place = fc.nat(value.length - 2)
    const letter = fc.constantFrom(..."ABCDEFGHabcdefgh0123456789-_.")
    const property = fc.asyncProperty(place, letter, async (at, other) => {
      fc.pre(value[at] !== other)
      const changed = value.slice(0, at) + other + value.slice(at + 1)
      assert.strictEqual((await ask(changed)).status, 401)
      assert.strictEqual((await ask(value.slice(0, at))).status, 401)
    })
    await fc.assert(property, { numRuns: RUNS })
  })
})
