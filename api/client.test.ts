import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { connect, json, TidemarkProblem, TidemarkUnavailable } from "./client.ts"
import { type Fetch, request } from "./client-fetch.ts"
import { clientToken } from "./client-token.ts"
import type { EventResults } from "./event-contract.ts"
import { ADMIN_KEY, fakeApp, ODD } from "./testing/fake-services.ts"

const URL_OF_TESTS = "http://tidemark.test"

/** The app in place of a network. */
const overApp = async (credential: string | (() => Promise<string>) = ADMIN_KEY) => {
  const { app, asked } = await fakeApp()
  const fetch: Fetch = async (input, init) =>
    app.request(`${input}`.slice(URL_OF_TESTS.length), init)
  return { client: connect({ url: URL_OF_TESTS, credential, fetch }), asked }
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly token: string
}
type Reply = Response | Error | "nothing"

/** Gives these replies one after another, then the last one for ever. */
const network = (...replies: ReadonlyArray<() => Reply>) => {
  const sent: Sent[] = []
  const fetch: Fetch = async (input, init) => {
    const reply = replies[Math.min(sent.length, replies.length - 1)]?.() ?? "nothing"
    const token = new Headers(init?.headers).get("authorization") ?? ""
    const { pathname, search } = new URL(`${input}`)
    sent.push({
      method: init?.method ?? "GET",
      path: pathname + search,
      body: `${init?.body}`,
      token,
    })
    if (reply instanceof Error) throw reply
    if (reply !== "nothing") return reply
    return new Promise((_, reject) => {
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason))
    })
  }
  return { fetch, sent }
}

const answering =
  (status: number, body: object = {}, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { "content-type": "application/json", ...headers },
    })
const refusedConnection = () =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) })
const brokenConnection = () =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ECONNRESET" }) })

const failureOf = async (answer: Promise<unknown>): Promise<unknown> => {
  try {
    await answer
  } catch (error) {
    return error
  }
  throw new Error("it did not fail")
}

/** Asks under a clock that runs as fast as it can; how long it waited, in seconds, and how it ended. */
const timed = (
  path: string,
  init: RequestInit,
  net: ReturnType<typeof network>,
  deadlineMs = 1e6,
) =>
  Effect.gen(function* () {
    const token = clientToken("tm_key")
    const asking = yield* Effect.forkChild(
      Effect.result(
        request({
          url: `${URL_OF_TESTS}${path}`,
          init,
          fetch: net.fetch,
          token,
          deadlineMs,
          retriesMax: 8,
        }),
      ),
    )
    let waited = 0
    while (asking.pollUnsafe() === undefined && waited < 300) {
      yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      yield* TestClock.adjust("500 millis")
      waited += 0.5
    }
    return { waited, result: yield* Fiber.join(asking) }
  })

describe("the typed client", () => {
  it("reads an account whatever its name, and types the answer", async () => {
    const { client } = await overApp()
    const { balance, meta } = await json(
      client.v1.accounts[":account"].overview.$get({ param: { account: ODD.account }, query: {} }),
    )
    assert.strictEqual(typeof balance, "string")
    assert.strictEqual(meta.tz, "UTC")
  })

  it("throws a problem with each refused field", async () => {
    const { client } = await overApp()
    const error = await failureOf(
      client.v1.accounts[":account"].usage.$get({
        param: { account: "studio-north" },
        // biome-ignore lint/suspicious/noExplicitAny: what the types refuse, the server does too
        query: { grain: "century" as any, tz: "Mars" },
      }),
    )
    assert.instanceOf(error, TidemarkProblem)
    assert.strictEqual(error.status, 400)
    assert.strictEqual(error.type, "/problems/invalid-query")
    assert.deepStrictEqual(error.errors.map(({ pointer }) => pointer).sort(), ["/grain", "/tz"])
    assert.isNotNull(error.requestId)
    assert.include(error.message, "400 The query cannot be used: /")
  })

  it("goes through the pages of a ledger to its end", async () => {
    const { client, asked } = await overApp()
    const query = { limit: "3" }
    const ids = await Array.fromAsync(
      client.transactions("studio-north", { query }),
      ({ id }) => id,
    )
    assert.deepStrictEqual(ids, ["e7", "e6", "e5", "e4", "e3", "e2", "e1"])
    assert.strictEqual(asked.pages.length, 3)
  })

  it("says what stands there when it is no Tidemark", async () => {
    const net = network(() => new Response("<html>", { status: 404 }))
    const client = connect({ url: URL_OF_TESTS, credential: "tm_key", fetch: net.fetch })
    const error = await failureOf(client.fetch("/v1/accounts"))
    assert.include(String(error), "is this a Tidemark?")
    assert.throws(() => connect({ url: "ftp://x", credential: "" }), TypeError)
  })
})

describe("the credential of a client", () => {
  it("is renewed once the server takes it no more, once for all who ask", async () => {
    let made = 0
    const { client } = await overApp(async () => (++made === 1 ? "tm_outdated" : ADMIN_KEY))
    const read = () => json(client.v1.accounts.$get({ query: {} }))
    const answers = await Promise.all([read(), read(), read()])
    assert.deepStrictEqual([made, answers.length], [2, 3])
    await read()
    assert.strictEqual(made, 2)
  })

  it("ends in the server's words when a new one opens nothing either, or there is none", async () => {
    for (const credential of ["tm_wrong", async () => "tm_wrong_again"]) {
      const { client } = await overApp(credential)
      const error = await failureOf(client.v1.accounts.$get({ query: {} }))
      assert.strictEqual(error instanceof TidemarkProblem && error.status, 401)
    }
  })
})

describe("what is tried again", () => {
  it.effect("is a question that cannot be answered now, after the time that the server names", () =>
    Effect.gen(function* () {
      const net = network(answering(503, {}, { "retry-after": "20" }), answering(200))
      const { waited, result } = yield* timed("/v1/accounts", {}, net)
      assert.strictEqual(result._tag, "Success")
      assert.isAtLeast(waited, 20)
      assert.strictEqual(net.sent.length, 2)
    }),
  )

  it.effect("is given up after eight times, or at the deadline, with the last reason", () =>
    Effect.gen(function* () {
      const gone = network(brokenConnection)
      const { result } = yield* timed("/v1/accounts", {}, gone)
      assert.strictEqual(gone.sent.length, 9)
      assert.include(`${result._tag === "Failure" && result.failure}`, "broke off")
      const busy = network(answering(429, { title: "Too many requests" }))
      const late = yield* timed("/v1/accounts", {}, busy, 3_000)
      assert.isAtMost(late.waited, 4)
      assert.include(
        `${late.result._tag === "Failure" && late.result.failure}`,
        "Too many requests",
      )
      const silent = yield* timed(
        "/v1/accounts",
        {},
        network(() => "nothing"),
        3_000,
      )
      assert.include(`${silent.result._tag === "Failure" && silent.result.failure}`, "3000 ms")
    }),
  )

  const events = { method: "POST", body: "{}" }
  it.effect.each<[string, RequestInit, () => Reply, boolean]>([
    ["/v1/events", events, answering(503), true],
    ["/v1/events", events, brokenConnection, true],
    ["/v1/rollups/lifetime_totals/rebuild", { method: "POST" }, answering(502), true],
    ["/v1/accounts/a", { method: "PUT", body: "{}" }, answering(504), true],
    ["/v1/keys", { method: "POST", body: "{}" }, answering(503), false],
    ["/v1/keys", { method: "POST", body: "{}" }, brokenConnection, false],
    ["/v1/keys", { method: "POST", body: "{}" }, answering(429), true],
    ["/v1/keys", { method: "POST", body: "{}" }, refusedConnection, true],
    ["/v1/accounts", {}, answering(400), false],
    ["/v1/accounts", {}, answering(500), false],
    ["/v1/accounts", {}, answering(503, { type: "/problems/took-too-long" }), false],
    ["/v1/accounts", {}, answering(429, {}, { "retry-after": "3600" }), false],
  ])("%s %j", ([path, init, reply, again]) =>
    Effect.gen(function* () {
      const net = network(reply, answering(200))
      yield* timed(path, init, net)
      assert.strictEqual(net.sent.length, again ? 2 : 1)
    }),
  )

  it("ends at once when the caller gives up, with the caller's reason", async () => {
    const net = network(() => "nothing")
    const client = connect({ url: URL_OF_TESTS, credential: "tm_key", fetch: net.fetch })
    const signal = AbortSignal.timeout(10)
    const error = await failureOf(client.v1.accounts.$get({ query: {} }, { init: { signal } }))
    assert.strictEqual(error, signal.reason)
    assert.notInstanceOf(error, TidemarkUnavailable)
  })
})

const taking = () => {
  const sizes: number[] = []
  const fetch: Fetch = async (_, init) => {
    const events = `${init?.body}`.split("\n").map((line) => JSON.parse(line))
    sizes.push(events.length)
    const results = events.map(({ id }, index) => ({ index, id, fate: "accepted" as const }))
    return answering(200, { results } satisfies Partial<EventResults>)()
  }
  return { sizes, client: connect({ url: URL_OF_TESTS, credential: "tm_key", fetch }) }
}
const eventsOf = (count: number, description = "") =>
  Array.from({ length: count }, (_, i) => ({ id: `e${i}`, description }))

describe("sending events", () => {
  it("takes as many requests as it needs and counts through all of them", async () => {
    const { client, sizes } = taking()
    const results = await Array.fromAsync(client.send(eventsOf(12_000)))
    assert.deepStrictEqual(sizes, [5_000, 5_000, 2_000])
    assert.strictEqual(results[11_999]?.index, 11_999)
    assert.strictEqual(results[11_999]?.id, "e11999")
    await Array.fromAsync(client.send(eventsOf(10, "x".repeat(1024 * 1024))))
    assert.deepStrictEqual(sizes.slice(3), [3, 3, 3, 1])
  })

  it("gathers what comes while a request is under way into the next", async () => {
    const { client, sizes } = taking()
    const sender = client.sender()
    const first = sender.send({ id: "first" })
    const alongside = sender.send({ id: "alongside" })
    const later = first.then(() => Promise.all(eventsOf(6_000).map((event) => sender.send(event))))
    assert.strictEqual((await alongside).id, "alongside")
    assert.strictEqual((await later)[5_999]?.id, "e5999")
    await sender.drained()
    assert.deepStrictEqual(sizes, [2, 5_000, 1_000])
  })

  it("tells each event that its request came to nothing, and goes on with the next", async () => {
    const results = [{ index: 0, fate: "accepted" }]
    const net = network(
      answering(401),
      answering(200, { results }),
      answering(200, { results: [] }),
    )
    const client = connect({ url: URL_OF_TESTS, credential: "tm_key", fetch: net.fetch })
    const sender = client.sender()
    const failed = await Promise.allSettled([sender.send({ id: "a" }), sender.send({ id: "b" })])
    assert.deepStrictEqual(
      failed.map(({ status }) => status),
      ["rejected", "rejected"],
    )
    assert.strictEqual((await sender.send({ id: "a" })).fate, "accepted")
    assert.include(String(await failureOf(sender.send({ id: "c" }))), "fates")
  })

  it("passes on what is sent by the rules of the server, dry or waiting", async () => {
    const { client, asked } = await overApp()
    const event = { id: "e1", account: "mana" }
    const [dry] = await Array.fromAsync(client.send([event], { dryRun: true }))
    assert.deepStrictEqual(dry?.changes, [])
    const [sent] = await Array.fromAsync(client.send([event], { waitSeconds: 2 }))
    assert.strictEqual(sent?.fate, "accepted")
    assert.strictEqual(asked.submitted.length, 1)
  })
})
