/** Whatever is asked, however it is asked: answers are as documented, and others are served meanwhile. */
import { gzipSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { ENDPOINTS } from "./endpoints.ts"
import { checkAnswer } from "./testing/checked-answers.ts"
import { requestFor } from "./testing/endpoint-requests.ts"
import { type Document, type FuzzRequest, requestsOf } from "./testing/fuzz/requests.ts"
import { fuzzWorld } from "./testing/fuzz/world.ts"
import { serverForTests } from "./testing/server-for-tests.ts"
import { type Attacked, openSockets, underAttack } from "./testing/under-attack.ts"

const own = serverForTests()

/** The same in each run; `npm run fuzz` asks ten thousand. */
const SEED = 1
const REQUESTS_EACH = 18
/** Operations that are asked at the same time. */
const AT_ONCE = 3

const headersOf = (sent: FuzzRequest) => ({
  authorization: `Bearer ${own.client.key}`,
  ...sent.headers,
})

describe("the endpoints of the OpenAPI document", () => {
  it("answer as it says, whatever they are asked", { timeout: 120_000 }, async () => {
    const { address } = own.client
    const world = await fuzzWorld(own.client, Date.now())
    const document: Document = await (await fetch(`${address}/openapi.json`)).json()
    const operations = requestsOf(document, world)
    const answered = new Map<string, Map<number, number>>()
    const ask = async (name: string, sent: FuzzRequest) => {
      const { method, url, body } = sent
      const init = { method, headers: headersOf(sent), body, redirect: "manual" as const }
      const response = await fetch(`${address}${url}`, init)
      const statuses = answered.get(name) ?? new Map()
      answered.set(name, statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1))
      assert.isBelow(response.status, 500)
      await checkAnswer(method, url, response)
      // A stream that nobody reads would stay open.
      if (!response.bodyUsed) await response.body?.cancel()
    }
    // What they remove is asked about by the others.
    const last = operations.filter(({ name }) => name.startsWith("DELETE"))
    const waiting = new Set([...operations.filter((one) => !last.includes(one)), ...last]).values()
    const work = async () => {
      for (const { name, request } of waiting)
        await fc.assert(
          fc.asyncProperty(request, (sent) => ask(name, sent)),
          { numRuns: REQUESTS_EACH, seed: SEED },
        )
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    const seldomGood = [...answered].filter(
      ([, statuses]) => ![200, 201, 202, 204, 303].some((status) => statuses.has(status)),
    )
    // Only good requests get past the checks of their words.
    const names = seldomGood.map(([name, statuses]) => `${name}: ${[...statuses.keys()]}`)
    assert.isBelow(names.length, operations.length / 10, names.join("; "))
  })
})

/** Far above what a loaded machine needs, far below what waiting for the attacker would take. */
const SLOWEST_MS_MAX = 5_000
/** Of all bodies at once 128 MiB are taken in, and put together once. */
const GROWN_MIB_MAX = 320

const holds = (attacked: Attacked) => {
  assert.deepStrictEqual(attacked.statuses, [200])
  assert.isBelow(attacked.slowestMs, SLOWEST_MS_MAX)
  assert.isBelow(attacked.grownMiB, GROWN_MIB_MAX)
}

const headOf = (method: string, path: string) =>
  `${method} ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${own.client.key}\r\n`
const eventsHead = () => `${headOf("POST", "/v1/events")}Content-Type: application/x-ndjson\r\n`

describe("others are served", () => {
  it("while headers and bodies trickle in on hundreds of connections", async () => {
    const { all, close } = await openSockets(own.client.address, 300)
    // Of all sizes, so that together they would fill any room that is kept for what is announced.
    const trickle = (round: number) =>
      all.forEach((socket, i) => {
        const [first, more] = (
          [
            [headOf("GET", "/"), "x"],
            [`${eventsHead()}Content-Length: ${9_999_999 >> (i % 16)}\r\n\r\n`, " "],
            [`${eventsHead()}Transfer-Encoding: chunked\r\n\r\n`, "1\r\n \r\n"],
          ] as const
        )[i % 3] ?? ["", ""]
        socket.write(round === 0 ? first : more)
      })
    holds(await underAttack(own, 20, trickle))
    assert.isTrue(all.every(({ destroyed }) => !destroyed))
    close()
  })

  it("while bodies without an end are sent, each of which is refused", async () => {
    const { all, close } = await openSockets(own.client.address, 20)
    const answers = new Map<number, string>()
    const chunk = `40000\r\n${" ".repeat(0x40000)}\r\n`
    all.forEach((socket, i) => {
      socket.on("data", (text) => answers.set(i, `${answers.get(i) ?? ""}${text}`))
      socket.write(`${eventsHead()}Transfer-Encoding: chunked\r\n\r\n`)
    })
    const goOn = () =>
      all.forEach((socket) => {
        if (socket.writableLength < chunk.length) socket.write(chunk.repeat(8))
      })
    holds(await underAttack(own, 40, goOn))
    close()
    const statuses = [...answers.values()].map((text) => /^HTTP\/1\.1 (\d+)/.exec(text)?.[1])
    assert.deepStrictEqual([...new Set(statuses)], ["413"])
  })

  it("while hundreds of requests are aborted, with and without their bodies", async () => {
    const asks = () => [
      `${headOf("GET", "/v1/usage?range=all&by=account,operation&grain=day")}\r\n`,
      `${headOf("GET", "/v1/high-usage-days?range=12m")}\r\n`,
      `${headOf("GET", "/v1/accounts/others/transactions")}Accept: text/csv\r\n\r\n`,
      `${eventsHead()}Content-Length: 5000\r\n\r\n{"id":`,
      `${headOf("GET", "/v1/live")}\r\n`,
    ]
    const waiting = (await openSockets(own.client.address, 400)).all.values()
    const abort = (round: number) => {
      for (let i = 0; i < 20; i++) {
        const { value } = waiting.next()
        value?.write(asks()[(round + i) % 5] ?? "")
        setImmediate(() => value?.destroy())
      }
    }
    holds(await underAttack(own, 20, abort))
  })

  it("while 500 connections are idle", async () => {
    const { close } = await openSockets(own.client.address, 500)
    holds(await underAttack(own, 10, () => {}))
    close()
  })

  it("while bodies that unpack to a gigabyte are sent wherever a body is taken", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    const takers = ENDPOINTS.filter(({ body }) => body !== undefined).map((endpoint) =>
      requestFor(endpoint),
    )
    const sending: Array<Promise<Response>> = []
    const send = (round: number) => {
      const taker = takers[round % takers.length]
      if (taker === undefined) return
      const headers = {
        ...{ ...taker.init.headers, authorization: `Bearer ${own.client.key}` },
        "content-encoding": "gzip",
      }
      const init = { ...taker.init, headers, body: bomb }
      sending.push(fetch(`${own.client.address}${taker.path}`, init))
    }
    holds(await underAttack(own, 2 * takers.length, send))
    const answers = await Promise.all(sending)
    assert.deepStrictEqual([...new Set(answers.map(({ status }) => status))], [415])
  })

  it("while queries of a megabyte are asked", async () => {
    const { address } = own.client
    const asked: Array<Promise<Response>> = []
    const ask = () => asked.push(fetch(`${address}/v1/accounts?q=${"x".repeat(1024 * 1024)}`))
    holds(await underAttack(own, 20, ask))
    const answers = await Promise.all(asked)
    assert.deepStrictEqual([...new Set(answers.map(({ status }) => status))], [431])
  })
})
