import { createHmac, generateKeyPairSync } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { SignJWT } from "jose"
import { accountTokens, NO_HOST_KEYS } from "./account-tokens.ts"
import { readPublicKey } from "./public-key.ts"
import { HOST_SECRET, hostKeys, hostPair } from "./testing/fake-access.ts"

const OWN = new Uint8Array(32).fill(3)
const NOW = Date.UTC(2026, 2, 6, 12)
const now = NOW / 1_000
const HOUR = 3_600
const hostSecret = new TextEncoder().encode(HOST_SECRET)

const tokens = accountTokens(OWN, hostKeys)

const verifyAt = (token: string, at = NOW, by = tokens) =>
  Effect.andThen(TestClock.setTime(at), by.verify(token))

const GOOD = { sub: "acme", aud: "tidemark", iat: now, exp: now + HOUR }

type Key = Parameters<SignJWT["sign"]>[0]
const sign = (claims: object, key: Key = hostSecret, header = { alg: "HS256" }) =>
  Effect.promise(() => new SignJWT({ ...claims }).setProtectedHeader(header).sign(key))

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")

/** Without a library that knows better. */
const byHand = (header: object, claims: object, secret: string | Uint8Array | null) => {
  const text = `${base64(header)}.${base64(claims)}`
  const mac = secret === null ? "" : createHmac("sha256", secret).update(text).digest("base64url")
  return `${text}.${mac}`
}

describe("a token of ours", () => {
  it.effect("reads its account until its time is over, give or take half a minute", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(NOW)
      const { token, id, expiresAt } = yield* tokens.create("acme", HOUR)
      assert.strictEqual(expiresAt, NOW + HOUR * 1_000)
      const claims = { account: "acme", id, madeAt: NOW, expiresAt }
      assert.deepStrictEqual(yield* tokens.verify(token), claims)
      assert.isNotNull(yield* verifyAt(token, expiresAt + 29_000))
      assert.isNull(yield* verifyAt(token, expiresAt + 30_000))
    }),
  )

  it.effect("opens nothing where it was not made, nor changed by one character", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(NOW)
      const { token } = yield* tokens.create("acme", HOUR)
      const elsewhere = accountTokens(new Uint8Array(32).fill(4), hostKeys)
      assert.isNull(yield* elsewhere.verify(token))
      for (let i = 0; i < token.length - 1; i++) {
        const other = token[i] === "A" ? "B" : "A"
        assert.isNull(yield* tokens.verify(token.slice(0, i) + other + token.slice(i + 1)), `${i}`)
      }
    }),
  )

  it.effect("is not made by the host's secret under our name, nor by ours under the host's", () =>
    Effect.gen(function* () {
      const named = yield* sign(GOOD, hostSecret, { alg: "HS256", kid: "tidemark" } as never)
      assert.isNull(yield* verifyAt(named))
      assert.isNull(yield* verifyAt(yield* sign(GOOD, OWN)))
      const eddsa = { alg: "EdDSA", kid: "tidemark" } as never
      assert.isNull(yield* verifyAt(yield* sign(GOOD, hostPair.privateKey, eddsa)))
    }),
  )
})

describe("a host's token", () => {
  it.effect.each([
    ["HS256", hostSecret],
    ["EdDSA", hostPair.privateKey],
    ["Ed25519", hostPair.privateKey],
  ] as const)("signed with %s reads its account", ([alg, key]) =>
    Effect.gen(function* () {
      const token = yield* sign(GOOD, key, { alg })
      assert.deepStrictEqual(yield* verifyAt(token), {
        account: "acme",
        id: null,
        madeAt: NOW,
        expiresAt: GOOD.exp * 1_000,
      })
      // Where the host has no key of that kind, there are no such tokens.
      assert.isNull(yield* verifyAt(token, NOW, accountTokens(OWN, NO_HOST_KEYS)))
    }),
  )

  it.effect.each([
    ["good for a day", { exp: now + 24 * HOUR }, true],
    ["good for longer than a day", { exp: now + 24 * HOUR + 1 }, false],
    [
      "good for longer, and says that it began later",
      { iat: now + 29, exp: now + 24 * HOUR + 31 },
      false,
    ],
    ["without a beginning", { iat: undefined }, true],
    [
      "without a beginning, good for longer than a day",
      { iat: undefined, exp: now + 25 * HOUR },
      false,
    ],
    ["made in the future", { iat: now + 31 }, false],
    ["made where the clock is half a minute ahead", { iat: now + 30 }, true],
    ["over since half a minute", { iat: now - HOUR, exp: now - 30 }, false],
    ["just over, where clocks differ", { iat: now - HOUR, exp: now - 29 }, true],
    ["that is over and was good for years", { iat: 0, exp: now + 60 }, false],
    ["not yet good", { nbf: now + 31 }, false],
    ["good in a moment, where clocks differ", { nbf: now + 30 }, true],
    ["without an end", { exp: undefined }, false],
    ["without an account", { sub: undefined }, false],
    ["for no account", { sub: "" }, false],
    ["for an account of impossible length", { sub: "x".repeat(129) }, false],
    ["for several accounts", { sub: ["acme", "other"] }, false],
    ["for somebody else's service", { aud: "billing" }, false],
    ["for nobody", { aud: undefined }, false],
    ["for several services, this one among them", { aud: ["billing", "tidemark"] }, true],
    ["of a session", { aud: "tidemark-session" }, false],
    ["with an end in words", { exp: "tomorrow" }, false],
    ["with an end beyond all numbers", { exp: 1e300 }, false],
  ] as const)("%s opens: %s", ([, change, opens]) =>
    Effect.gen(function* () {
      const claims = JSON.parse(JSON.stringify({ ...GOOD, ...change }))
      const token = byHand({ alg: "HS256" }, claims, hostSecret)
      assert.strictEqual((yield* verifyAt(token)) !== null, opens)
    }),
  )

  const publicPem = hostPair.publicKey.export({ type: "spki", format: "pem" })
  const publicRaw = hostPair.publicKey.export({ format: "jwk" }).x ?? ""

  it.effect.each([
    ["with no algorithm", byHand({ alg: "none" }, GOOD, null)],
    ["with no algorithm, in capitals", byHand({ alg: "NONE" }, GOOD, null)],
    ["with no algorithm, and a signature", byHand({ alg: "none" }, GOOD, hostSecret)],
    ["without a signature", byHand({ alg: "HS256" }, GOOD, null)],
    ["with the public key for a secret", byHand({ alg: "HS256" }, GOOD, String(publicPem))],
    [
      "with the raw public key for a secret",
      byHand({ alg: "HS256" }, GOOD, Buffer.from(publicRaw, "base64url")),
    ],
    ["with a MAC that says it is a signature", byHand({ alg: "EdDSA" }, GOOD, hostSecret)],
    ["with a stronger MAC than is agreed", byHand({ alg: "HS512" }, GOOD, hostSecret)],
    [
      "with a key of its own along",
      byHand({ alg: "HS256", jwk: { kty: "oct", k: "AAAA" } }, GOOD, "\0\0\0"),
    ],
    [
      "with a header that nobody knows",
      byHand({ alg: "HS256", crit: ["x"], x: 1 }, GOOD, hostSecret),
    ],
    ["of two parts", "a.b"],
    ["of nothing", ""],
    ["of dots", ".."],
    ["of half a megabyte", "x".repeat(500_000)],
  ])("%s opens nothing", ([, token = ""]) =>
    Effect.map(verifyAt(token), (found) => assert.isNull(found)),
  )

  it.effect("signed by somebody else opens nothing", () =>
    Effect.gen(function* () {
      const { privateKey } = generateKeyPairSync("ed25519")
      assert.isNull(yield* verifyAt(yield* sign(GOOD, privateKey, { alg: "EdDSA" })))
      const other = new TextEncoder().encode(`${HOST_SECRET} `)
      assert.isNull(yield* verifyAt(yield* sign(GOOD, other)))
    }),
  )

  it("is checked with a public key in any of its forms, and with no other kind", () => {
    const { x } = hostPair.publicKey.export({ format: "jwk" })
    const pem = String(publicPem)
    for (const text of [pem, pem.replaceAll("\n", "\\n"), x ?? ""])
      assert.isTrue(readPublicKey(text)?.equals(hostPair.publicKey))
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey
    const secret = hostPair.privateKey.export({ type: "pkcs8", format: "pem" })
    for (const text of [
      "",
      "x",
      String(rsa.export({ type: "spki", format: "pem" })),
      String(secret),
    ])
      assert.isNull(readPublicKey(text))
  })
})
