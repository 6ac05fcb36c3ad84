/** Credentials over HTTP, where two processes share one server: what one is told, the other knows. */
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { SignJWT } from "jose"
import { ENDPOINTS } from "./endpoints.ts"
import { EVENT_STREAM, type LiveEntry } from "./live-contract.ts"
import { nameOfEndpoint, requestFor } from "./testing/endpoint-requests.ts"
import { followLive } from "./testing/live-events.ts"
import { type Server, SITE_SECRETS, TwoServers } from "./testing/two-servers.ts"

type Headers = Readonly<Record<string, string>>

const asBearer = (key: string): Headers => ({ authorization: `Bearer ${key}` })
const asAdmin = asBearer(SITE_SECRETS.adminKey)

/** Of a stream that goes on for ever: the first message. */
const textOf = async (response: Response): Promise<string> => {
  if (!response.headers.get("content-type")?.startsWith(EVENT_STREAM)) return response.text()
  let text = ""
  for await (const piece of response.body ?? []) {
    text += new TextDecoder().decode(piece)
    if (text.includes("event: watermark")) break
  }
  return text
}

const ask = async (
  { address }: Server,
  path: string,
  { method = "GET", headers = asAdmin as Headers, body = undefined as unknown } = {},
) => {
  const type = body === undefined ? {} : { "content-type": "application/json" }
  const response = await fetch(`${address}${path}`, {
    method,
    headers: { ...headers, ...type },
    redirect: "manual",
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  })
  const text = await textOf(response)
  const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? ""
  return { status: response.status, text, cookie, json: () => JSON.parse(text) }
}

const makeKey = async (
  server: Server,
  scopes: ReadonlyArray<string>,
  accounts: ReadonlyArray<string> | null,
) => {
  const body = { name: "a key", scopes, accounts }
  const made = await ask(server, "/v1/keys", { method: "POST", body })
  assert.strictEqual(made.status, 201, made.text)
  return made.json() as { readonly id: string; readonly key: string }
}

const exchange = async (server: Server, headers: Headers): Promise<Headers> => {
  const { status, cookie } = await ask(server, "/v1/session", { method: "POST", headers })
  assert.strictEqual(status, 200)
  return { cookie, "sec-fetch-site": "same-origin" }
}

const statusOf = async (server: Server, headers: Headers) =>
  (await ask(server, "/v1/session", { headers })).status

/** Asks again and again, for a second at most. */
const within = async (server: Server, headers: Headers, status: number) => {
  const start = performance.now()
  while ((await statusOf(server, headers)) !== status)
    assert.isBelow(performance.now() - start, 1_000, `still not ${status}`)
}

const put = (server: Server, account: string) =>
  ask(server, `/v1/accounts/${account}`, { method: "PUT", body: { name: account } })

layer(TwoServers.layer, { timeout: "120 seconds", excludeTestServices: true })(
  "two processes on one server",
  (it) => {
    it.effect(
      "tell who listens at one what the other stored, until the other revokes the key",
      () =>
        Effect.gen(function* () {
          const { first, second } = yield* TwoServers
          yield* Effect.promise(async () => {
            await put(first, "followed")
            const { id, key } = await makeKey(first, ["read"], ["followed"])
            await within(second, asBearer(key), 200)
            const stream = await followLive(
              `${second.address}/v1/live?account=followed`,
              asBearer(key),
            )
            await stream.next(({ event }) => event === "watermark")
            const occurred_at = new Date().toISOString()
            const event = { account: "followed", id: "e1", type: "spend", operation: "detection" }
            const sent = { ...event, credits: "1.5", occurred_at }
            await ask(first, "/v1/events", { method: "POST", body: sent })
            const { data } = await stream.next((one) => one.event === "entry")
            assert.strictEqual((data as LiveEntry).transactions.at(0)?.balance_after, "-1.5")
            assert.strictEqual(
              (await ask(first, `/v1/keys/${id}`, { method: "DELETE" })).status,
              204,
            )
            const start = performance.now()
            await stream.next((one) => one.event === "end")
            assert.isBelow(performance.now() - start, 1_000)
          })
        }),
    )

    it.effect("know within a second of a key that the other made or revoked", () =>
      Effect.gen(function* () {
        const { first, second } = yield* TwoServers
        yield* Effect.promise(async () => {
          const { id, key } = await makeKey(first, ["read"], null)
          const session = await exchange(first, asBearer(key))
          await within(second, asBearer(key), 200)
          assert.strictEqual(await statusOf(second, session), 200)
          const revoked = await ask(second, `/v1/keys/${id}`, { method: "DELETE" })
          assert.strictEqual(revoked.status, 204)
          assert.strictEqual(await statusOf(second, asBearer(key)), 401)
          await within(first, asBearer(key), 401)
          assert.strictEqual(await statusOf(first, session), 401)
        })
      }),
    )

    it.effect("know within a second of a session that ended at the other", () =>
      Effect.gen(function* () {
        const { first, second } = yield* TwoServers
        yield* Effect.promise(async () => {
          const session = await exchange(first, asAdmin)
          assert.strictEqual(await statusOf(second, session), 200)
          const out = await ask(second, "/v1/session", { method: "DELETE", headers: session })
          assert.strictEqual(out.status, 204)
          assert.strictEqual(await statusOf(second, session), 401)
          await within(first, session, 401)
        })
      }),
    )

    it.effect("take each other's tokens, and the host's, until they are revoked", () =>
      Effect.gen(function* () {
        const { first, second } = yield* TwoServers
        yield* Effect.promise(async () => {
          await put(first, "acme")
          const body = { account: "acme" }
          const made = await ask(first, "/v1/tokens", { method: "POST", body })
          const host = await new SignJWT()
            .setProtectedHeader({ alg: "HS256" })
            .setSubject("acme")
            .setAudience("tidemark")
            .setIssuedAt()
            .setExpirationTime("1h")
            .sign(new TextEncoder().encode(SITE_SECRETS.hostSecret))
          for (const token of [made.json().token, host]) {
            const headers = asBearer(token)
            assert.strictEqual((await ask(second, "/v1/accounts/acme", { headers })).status, 200)
            assert.strictEqual((await ask(second, "/v1/accounts/other", { headers })).status, 404)
          }
          const again = await ask(first, "/v1/tokens", { method: "POST", body })
          const revoke = (path: string) => ask(first, path, { method: "DELETE" })
          assert.strictEqual((await revoke(`/v1/tokens/${made.json().id}`)).status, 204)
          await within(second, asBearer(made.json().token), 401)
          for (const token of [again.json().token, host])
            assert.strictEqual(await statusOf(second, asBearer(token)), 200)
          assert.strictEqual((await revoke("/v1/accounts/acme/tokens")).status, 204)
          for (const token of [again.json().token, host]) await within(second, asBearer(token), 401)
        })
      }),
    )

    it.effect("take events of a key for its accounts, and reject others by name", () =>
      Effect.gen(function* () {
        const { first, second } = yield* TwoServers
        yield* Effect.promise(async () => {
          const { key } = await makeKey(first, ["ingest"], ["acme"])
          const event = {
            type: "bonus",
            operation: "gift",
            credits: "5",
            occurred_at: "2026-03-05T10:00:00Z",
          }
          const body = ["acme", "other"].map((account) => ({ ...event, id: "b1", account }))
          const sent = await ask(first, "/v1/events", {
            method: "POST",
            body,
            headers: asBearer(key),
          })
          assert.strictEqual(sent.status, 200, sent.text)
          assert.deepStrictEqual(
            sent
              .json()
              .results.map(({ fate, errors = [] }: { fate: string; errors?: object[] }) => [
                fate,
                errors.length,
              ]),
            [
              ["accepted", 0],
              ["rejected", 1],
            ],
          )
          for (const path of ["/v1/accounts", "/v1/accounts/acme", "/v1/rejections"])
            assert.strictEqual((await ask(first, path, { headers: asBearer(key) })).status, 403)
          assert.strictEqual((await ask(second, "/v1/accounts/other")).status, 404)
          const { rejections } = (await ask(second, "/v1/rejections")).json()
          const kept = rejections.find((one: object) => JSON.stringify(one).includes("other"))
          assert.deepStrictEqual(
            [kept?.account, kept?.errors[0].code],
            [null, "account_not_allowed"],
          )
        })
      }),
    )

    it.effect(
      "ask the tables the same for an account of others as for a missing one: nothing",
      () =>
        Effect.gen(function* () {
          const { first, clickHouse } = yield* TwoServers
          const headers = yield* Effect.promise(async () => {
            await put(first, "studio-north")
            await put(first, encodeURIComponent("odd/ö %"))
            return asBearer((await makeKey(first, ["read"], ["studio-north"])).key)
          })
          const asked = Effect.fnUntraced(function* (path: string) {
            yield* clickHouse.seen
            const { status, text } = yield* Effect.promise(() => ask(first, path, { headers }))
            const seen = yield* clickHouse.seen
            const statements = seen
              .map(({ statement }) => statement)
              // Asked by the clock, whoever comes.
              .filter(
                (statement) => !/\b(api_keys|ended_sessions|revoked_tokens)\b/.test(statement),
              )
            return { status, text, statements }
          })
          const reads = ENDPOINTS.filter(
            (endpoint) => endpoint.method === "get" && endpoint.path.includes(":account"),
          )
          assert.isAbove(reads.length, 8)
          for (const endpoint of reads) {
            const other = yield* asked(requestFor(endpoint, "other").path)
            const missing = yield* asked(requestFor(endpoint, "missing").path)
            assert.deepStrictEqual(other, missing, nameOfEndpoint(endpoint))
            assert.deepStrictEqual(
              [other.status, other.statements],
              [404, []],
              nameOfEndpoint(endpoint),
            )
          }
        }),
    )

    it.effect("count nothing of others in what is read over all accounts", () =>
      Effect.gen(function* () {
        const { first } = yield* TwoServers
        yield* Effect.promise(async () => {
          const spend = (account: string, credits: string) => ({
            ...{ id: "s1", account, type: "spend", operation: "variation", credits },
            occurred_at: new Date(Date.now() - 60_000).toISOString(),
          })
          const events = [spend("mine", "3"), spend("theirs", "777000"), spend("theirs", "777001")]
          await ask(first, "/v1/events", { method: "POST", body: events })
          const headers = asBearer((await makeKey(first, ["read"], ["mine"])).key)
          const reads = ENDPOINTS.filter(
            ({ method, path, credential }) =>
              method === "get" && credential === "read" && !path.includes(":"),
          )
          const theirs = /777|theirs/
          // A time may have a 777 of its own.
          const timeless = (text: string) => text.replace(/T\d\d:\d\d:\d\d\.\d{3}Z/g, "")
          const told = []
          for (const { path, query } of reads) {
            const asked = `${path}${"range" in query ? "?range=7d" : ""}`
            const all = await ask(first, asked)
            const own = await ask(first, asked, { headers })
            assert.deepStrictEqual([all.status, own.status], [200, 200], `${path}: ${own.text}`)
            assert.notMatch(timeless(own.text), theirs, path)
            if (theirs.test(timeless(all.text))) told.push(path)
          }
          assert.includeMembers(told, [
            "/v1/accounts",
            "/v1/rejections",
            "/v1/usage",
            "/v1/breakdown",
          ])
        })
      }),
    )

    it.effect(
      "refuse keys, tokens and sessions while the server is away, and know the admin key all the same",
      () =>
        Effect.gen(function* () {
          const { first, clickHouse } = yield* TwoServers
          const { key, token } = yield* Effect.promise(async () => {
            const made = await ask(first, "/v1/tokens", {
              method: "POST",
              body: { account: "acme" },
            })
            return { key: (await makeKey(first, ["read"], null)).key, token: made.json().token }
          })
          yield* clickHouse.kill
          yield* Effect.promise(async () => {
            const start = performance.now()
            // What is known is good for half a second.
            while ((await statusOf(first, asBearer(key))) === 200)
              assert.isBelow(performance.now() - start, 1_000)
            const away = await ask(first, "/v1/session", { headers: asBearer(key) })
            assert.deepStrictEqual([away.status, away.json().type], [503, "/problems/unavailable"])
            assert.strictEqual(await statusOf(first, asBearer(token)), 503)
            assert.strictEqual(await statusOf(first, asBearer(SITE_SECRETS.adminKey)), 200)
          })
          yield* clickHouse.start
          yield* Effect.promise(async () =>
            assert.strictEqual(await statusOf(first, asBearer(key)), 200),
          )
        }),
    )

    it.effect("write no secret to a log, whatever is asked with whatever credential", () =>
      Effect.gen(function* () {
        const { first, second, clickHouse } = yield* TwoServers
        yield* Effect.promise(async () => {
          const { key } = await makeKey(first, ["ingest", "read"], ["acme"])
          const admin = await makeKey(first, ["admin"], null)
          const body = { account: "acme" }
          const token = (await ask(first, "/v1/tokens", { method: "POST", body })).json().token
          const sessions = await Promise.all(
            [SITE_SECRETS.adminKey, key, token].map((one) => exchange(first, asBearer(one))),
          )
          const wrong = "tm_wrong_but_perhaps_a_slip_of_the_pen"
          const bearers = [SITE_SECRETS.adminKey, key, admin.key, token, wrong, `${token}x`]
          const credentials = [
            ...bearers.map(asBearer),
            ...sessions,
            { cookie: `tidemark_session=${wrong}` },
          ]
          for (const endpoint of ENDPOINTS)
            for (const headers of credentials) {
              const { path, init } = requestFor(endpoint)
              if (path === "/v1/session" && endpoint.method === "delete") continue
              await ask(first, path, {
                ...init,
                headers: { ...headers, ...init.headers },
                body: init.body,
              })
              // In the wrong place, and with what makes it fail.
              await ask(first, `${path}?token=${key}&key=${token}`, {
                method: init.method,
                headers,
                ...(init.method !== "GET" && { body: "{" }),
              })
            }
          for (const one of bearers) {
            const keyBody = { key: one }
            await ask(first, "/v1/session", { method: "POST", headers: {}, body: keyBody })
            await ask(first, `/sign-in?token=${one.slice(0, 128)}`, { headers: {} })
            await ask(first, `/v1/keys/${one}`, { method: "DELETE" })
            await ask(first, `/v1/accounts/acme?${one}`, {})
          }
          const signIn = new URL(first.link)
          await ask(first, signIn.pathname + signIn.search, { headers: {} })
          const secrets = [
            ...Object.values(SITE_SECRETS),
            ...bearers,
            ...sessions.map(({ cookie = "" }) => cookie.split("=")[1] ?? ""),
            signIn.searchParams.get("token") ?? "",
          ].filter((one) => one !== wrong && one !== `${token}x`)
          const [{ errors, output }, other] = await Promise.all([first.stop(), second.stop()])
          assert.isAbove(errors.split("\n").length, 500)
          for (const secret of secrets) {
            assert.isAbove(secret.length, 20)
            assert.isFalse(errors.includes(secret), secret)
            assert.isFalse(other.errors.includes(secret), secret)
            // The link itself is for whoever looks at the terminal.
            assert.isFalse(output.replace(first.link, "").includes(secret), secret)
          }
        })
        yield* clickHouse.kill
      }),
    )
  },
)
