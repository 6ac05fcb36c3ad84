/** Every kind of credential at every endpoint, about its own account, another one and a missing one. */
import { assert, describe, it } from "@effect/vitest"
import { SignJWT } from "jose"
import type { Scope } from "#warehouse/domain/access-scope.ts"
import type { Endpoint } from "./endpoint.ts"
import { ENDPOINTS } from "./endpoints.ts"
import {
  ACCOUNTS,
  isAboutAccount,
  nameOfEndpoint,
  requestFor,
  SUBJECTS,
  type Subject,
} from "./testing/endpoint-requests.ts"
import { HOST_SECRET, hostPair, KNOWN_KEY } from "./testing/fake-access.ts"
import { asAdmin, fakeApp, NOW } from "./testing/fake-services.ts"

type Fake = Awaited<ReturnType<typeof fakeApp>>
type Headers = Readonly<Record<string, string>>

const asBearer = (text: string): Headers => ({ authorization: `Bearer ${text}` })

const post = async ({ app }: Fake, path: string, body: object, headers: Headers = asAdmin) => {
  const init = { method: "POST", body: JSON.stringify(body) }
  const type = { "content-type": "application/json" }
  return app.request(path, { ...init, headers: { ...headers, ...type } })
}

const key =
  (scopes: ReadonlyArray<Scope>, accounts: ReadonlyArray<string> | null, more: object = {}) =>
  async (fake: Fake): Promise<Headers> => {
    const response = await post(fake, "/v1/keys", { name: "a key", scopes, accounts, ...more })
    assert.strictEqual(response.status, 201)
    return asBearer((await response.json()).key)
  }

const own = [ACCOUNTS.own]

const token = async (fake: Fake): Promise<Headers> => {
  const response = await post(fake, "/v1/tokens", { account: ACCOUNTS.own })
  assert.strictEqual(response.status, 201)
  return asBearer((await response.json()).token)
}

const hostToken = (alg: "HS256" | "EdDSA") => async (): Promise<Headers> =>
  asBearer(
    await new SignJWT()
      .setProtectedHeader({ alg })
      .setSubject(ACCOUNTS.own)
      .setAudience("tidemark")
      .setExpirationTime(NOW / 1_000 + 3_600)
      .sign(alg === "HS256" ? new TextEncoder().encode(HOST_SECRET) : hostPair.privateKey),
  )

const session =
  (of: (fake: Fake) => Promise<Headers>) =>
  async (fake: Fake): Promise<Headers> => {
    const response = await fake.app.request("/v1/session", {
      method: "POST",
      headers: await of(fake),
    })
    assert.strictEqual(response.status, 200)
    const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? ""
    return { cookie, "sec-fetch-site": "same-origin" }
  }

const revoked = async (fake: Fake): Promise<Headers> => {
  const headers = await key(["admin"], null)(fake)
  const { keys } = await (await fake.app.request("/v1/keys", { headers: asAdmin })).json()
  for (const { id } of keys)
    if (id !== KNOWN_KEY)
      await fake.app.request(`/v1/keys/${id}`, { method: "DELETE", headers: asAdmin })
  return headers
}

const admin = async (): Promise<Headers> => asAdmin

interface Kind {
  readonly headers: (fake: Fake) => Promise<Headers>
  /** Null: it opens nothing. */
  readonly may: ReadonlyArray<Scope> | null
  readonly everyone: boolean
  /** Has something of its own: views. */
  readonly keeps: boolean
}

const all = (may: ReadonlyArray<Scope>, headers: Kind["headers"]): Kind => ({
  headers,
  may,
  everyone: true,
  keeps: true,
})
const some = (may: ReadonlyArray<Scope>, headers: Kind["headers"]): Kind => ({
  headers,
  may,
  everyone: false,
  keeps: true,
})
/** Several people may hold tokens of one account. */
const ofToken = (headers: Kind["headers"]): Kind => ({ ...some(["read"], headers), keeps: false })
const none = (headers: Kind["headers"]): Kind => ({ ...some([], headers), may: null })

const kinds: Readonly<Record<string, Kind>> = {
  "no credential": none(async () => ({})),
  "a wrong key": none(async () => asBearer(`tm_${"x".repeat(43)}`)),
  "a wrong token": none(async (fake) => {
    const { authorization = "" } = await token(fake)
    return { authorization: authorization.replace(/[^.]+$/, "A".repeat(43)) }
  }),
  "a revoked key": none(revoked),
  "the admin key": all(["ingest", "read", "admin"], admin),
  "the admin's session": all(["ingest", "read", "admin"], session(admin)),
  "an admin API key": all(["ingest", "read", "admin"], key(["admin"], null)),
  "a key that reads all": all(["read"], key(["read"], null)),
  "a key that reads one": some(["read"], key(["read"], own)),
  "a key that sends for all": all(["ingest"], key(["ingest"], null)),
  "a key that sends for one": some(["ingest"], key(["ingest"], own)),
  "a key for both": some(["ingest", "read"], key(["ingest", "read"], own)),
  "a token of ours": ofToken(token),
  "a host's HS256 token": ofToken(hostToken("HS256")),
  "a host's EdDSA token": ofToken(hostToken("EdDSA")),
  "the session of a token": ofToken(session(token)),
  "the session of a key that reads one": some(["read"], session(key(["read"], own))),
  "the session of a key that sends": some(["ingest"], session(key(["ingest"], own))),
}

/** What the contract says, in its own words: not those of the code that is tested. */
const allowed = ({ credential }: Endpoint, { may, everyone, keeps }: Kind): boolean => {
  if (credential === "none") return true
  if (may === null) return false
  if (credential === "any") return true
  if (credential === "readAll") return may.includes("read") && everyone
  if (credential === "keep") return may.includes("read") && keeps
  return may.includes(credential)
}

const expectedStatus = (endpoint: Endpoint, kind: Kind, subject: Subject) => {
  const answered = endpoint.answers.map(({ status }) => status)
  // A page in place of an answer, with nothing to sign in with.
  if (endpoint.credential === "none") return [...answered, 410]
  if (kind.may === null) return [401]
  if (!allowed(endpoint, kind)) return [403]
  if (!isAboutAccount(endpoint) || endpoint.method === "put") return answered
  // Tokens are made for accounts that nobody has heard of yet.
  if (endpoint.path.endsWith("/tokens")) return answered
  if (subject === "own") return answered
  // What is asked for by an id as well need not be in the other account.
  return subject === "other" && kind.everyone ? [...answered, 404] : [404]
}

const ask = async (kind: Kind, endpoint: Endpoint, subject: Subject) => {
  const fake = await fakeApp()
  const headers = await kind.headers(fake)
  const { path, init } = requestFor(endpoint, subject)
  const response = await fake.app.request(path, {
    ...init,
    headers: { ...headers, ...init.headers },
  })
  return { ...fake, status: response.status, text: await response.text() }
}

describe.each(Object.entries(kinds))("%s", (_, kind) => {
  it.each(ENDPOINTS)("gets from $method $path what the contract says", async (endpoint) => {
    const subjects = isAboutAccount(endpoint) ? SUBJECTS : (["own"] as const)
    const texts = new Map<Subject, string>()
    for (const subject of subjects) {
      const { status, text } = await ask(kind, endpoint, subject)
      assert.include(expectedStatus(endpoint, kind, subject), status, `${subject}: ${text}`)
      texts.set(subject, text)
    }
    if (!kind.everyone) assert.strictEqual(texts.get("other"), texts.get("missing"))
    // Nor in a list, a sum by account, or anywhere else.
    if (!kind.everyone && endpoint.credential !== "none" && subjects.length === 1)
      assert.notInclude(texts.get("own") ?? "", ACCOUNTS.other)
  })
})

describe("an administrative act", () => {
  const acts = ENDPOINTS.filter(({ act }) => act !== undefined)

  it("has a name wherever an admin changes something", () => {
    const nameless = ENDPOINTS.filter(
      ({ credential, method, act }) => credential === "admin" && method !== "get" && !act,
    )
    assert.deepStrictEqual(nameless.map(nameOfEndpoint), [])
  })

  it.each(acts)(
    "by $method $path is on record once, with its request and no secret",
    async (endpoint) => {
      const { asked, text } = await ask(kinds["an admin API key"] as Kind, endpoint, "own")
      // The first is the making of the key that asks.
      const [made, entry, ...rest] = asked.acts
      assert.deepStrictEqual([made?.act, entry?.act, rest], ["key.create", endpoint.act, []])
      assert.strictEqual(entry?.actor, `key:${made?.target}`)
      assert.match(entry?.requestId ?? "", /^[\w-]{8,}$/)
      const written = JSON.stringify(asked.acts, (_, value) =>
        typeof value === "bigint" ? `${value}` : value,
      )
      const secret = text === "" ? undefined : (JSON.parse(text).key ?? JSON.parse(text).token)
      if (secret !== undefined) assert.notInclude(written, secret)
    },
  )

  it("that is refused is none", async () => {
    for (const endpoint of acts.filter(({ credential }) => credential === "admin")) {
      const { asked } = await ask(kinds["a key that reads all"] as Kind, endpoint, "own")
      assert.deepStrictEqual(
        asked.acts.map(({ act }) => act),
        ["key.create"],
      )
    }
  })
})
