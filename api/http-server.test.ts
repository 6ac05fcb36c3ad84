import { once } from "node:events"
import { request as httpRequest } from "node:http"
import { connect, type Socket } from "node:net"
import { afterEach, assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Schema, Scope } from "effect"
import { StartRefused } from "#warehouse/errors.ts"
import { Problem } from "./contract.ts"
import { listen, type ServerSettings } from "./http-server.ts"
import { PROBLEM_JSON } from "./problem.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const closers: Array<() => Promise<unknown>> = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const serve = async (
  fetch: Parameters<typeof listen>[0],
  settings: Partial<ServerSettings> = {},
) => {
  const scope = await Effect.runPromise(Scope.make())
  const close = () => Effect.runPromise(Scope.close(scope, Exit.void))
  closers.push(close)
  const address = await Effect.runPromise(
    listen(fetch, { host: "127.0.0.1", port: 0, ...settings }).pipe(Scope.provide(scope)),
  )
  return { address, port: Number(new URL(address).port), close }
}
const socketTo = (port: number): Socket => {
  const socket = connect(port, "127.0.0.1").on("error", () => {})
  closers.push(async () => socket.destroy())
  return socket
}
const received = async (socket: Socket) => {
  let text = ""
  socket.on("data", (chunk) => (text += chunk))
  // It may end with an error: what counts is what came before.
  await new Promise((resolve) => socket.once("close", resolve))
  return text
}
const HEAD = `POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${asAdmin.authorization}\r\nContent-Type: application/json\r\n`

describe("the server", () => {
  it("answers 413 to 12 MiB, and goes on serving", async () => {
    const { app, asked } = await fakeApp()
    const { address } = await serve(app.fetch)
    for (const body of [Buffer.alloc(12 * 1024 * 1024, 0x20), "{}"]) {
      const response = await fetch(`${address}/v1/events`, {
        method: "POST",
        headers: { ...asAdmin, "content-type": "application/json" },
        body,
      })
      assert.strictEqual(response.status, body === "{}" ? 200 : 413)
      await response.text()
    }
    assert.lengthOf(asked.submitted, 1)
  })

  it("answers 413 to a body of no stated length that never ends, and hangs up", async () => {
    const { app } = await fakeApp()
    const { port } = await serve(app.fetch)
    const sender = httpRequest({
      port,
      method: "POST",
      path: "/v1/events",
      headers: { ...asAdmin, "content-type": "application/json" },
    }).on("error", () => {})
    const chunk = Buffer.alloc(256 * 1024, 0x20)
    let going = true
    const send = () => {
      while (going && sender.write(chunk));
      if (going) sender.once("drain", send)
    }
    send()
    const [response] = await once(sender, "response")
    assert.strictEqual(response.statusCode, 413)
    response.resume()
    // The connection may end with an error: what counts is that it ends.
    await new Promise((resolve) => sender.once("close", resolve))
    going = false
  })

  it("hangs up on a body that trickles", async () => {
    const { app, asked } = await fakeApp()
    const waits = { requestTimeout: 300, headersTimeout: 300, connectionsCheckingInterval: 50 }
    const { port } = await serve(app.fetch, { waits })
    const socket = socketTo(port)
    socket.write(`${HEAD}Content-Length: 1000\r\n\r\n[`)
    // Behind what has arrived: a write into a connection that is over would throw the answer away.
    const trickle = setInterval(() => setImmediate(() => socket.write(" ")), 100)
    socket.once("data", () => clearInterval(trickle))
    assert.match(await received(socket), /^HTTP\/1\.1 408 /)
    clearInterval(trickle)
    assert.lengthOf(asked.submitted, 0)
  })

  it("hangs up on headers that trickle", async () => {
    const { app } = await fakeApp()
    const waits = { requestTimeout: 300, headersTimeout: 300, connectionsCheckingInterval: 50 }
    const { port } = await serve(app.fetch, { waits })
    const socket = socketTo(port)
    socket.write("GET / HTTP/1.1\r\nX-Slow: ")
    assert.match(await received(socket), /^HTTP\/1\.1 408 /)
  })

  it("hangs up on a connection that asks nothing", async () => {
    const { app } = await fakeApp()
    const waits = { requestTimeout: 300, headersTimeout: 300, connectionsCheckingInterval: 50 }
    const { port } = await serve(app.fetch, { waits })
    await received(socketTo(port))
  })

  it("refuses headers of 16 KiB and more, and a query of a megabyte, by problem documents", async () => {
    const { app } = await fakeApp()
    const { address } = await serve(app.fetch)
    const large: ReadonlyArray<[string, RequestInit]> = [
      ["/", { headers: { "x-large": "x".repeat(17 * 1024) } }],
      [`/v1/accounts?q=${"x".repeat(1024 * 1024)}`, {}],
    ]
    for (const [path, init] of large) {
      const response = await fetch(`${address}${path}`, init)
      const { status, type } = Schema.decodeUnknownSync(Problem)(await response.json())
      assert.deepStrictEqual(
        [response.status, response.headers.get("content-type"), status, type],
        [431, PROBLEM_JSON, 431, "/problems/headers-too-large"],
      )
    }
  })

  it.each([
    ["what is no HTTP", "\u0016\u0003\u0001 hello\r\n\r\n"],
    ["two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"],
    [
      "a length beside chunks",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
  ])("refuses %s by a problem document, and hangs up", async (_, sent) => {
    const { app, asked } = await fakeApp()
    const { port } = await serve(app.fetch)
    const socket = socketTo(port)
    socket.write(sent)
    const answer = await received(socket)
    assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\ncache-control: no-store\r\n/)
    assert.include(answer, "/problems/malformed-request")
    assert.lengthOf(asked.logged, 0)
  })

  it("finishes the request in hand when it stops, and takes no other", async () => {
    const begun = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<Response>()
    const { address, close } = await serve(() => {
      begun.resolve()
      return answer.promise
    })
    const response = fetch(address)
    await begun.promise
    const closed = close()
    await fetch(address).then(
      () => assert.fail("a new connection was taken"),
      () => undefined,
    )
    const start = performance.now()
    answer.resolve(new Response("done"))
    assert.strictEqual(await (await response).text(), "done")
    await closed
    assert.isBelow(performance.now() - start, 1_000)
  })

  it("does not wait for a connection that is idle, or for a request without an end", async () => {
    const begun = Promise.withResolvers<void>()
    const { address, port, close } = await serve((request) => {
      if (request.url.endsWith("/quick")) return new Response("quick")
      begun.resolve()
      return new Promise(() => {})
    })
    await (await fetch(`${address}/quick`)).text()
    socketTo(port).write("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
    await begun.promise
    const start = performance.now()
    await close()
    assert.isBelow(performance.now() - start, 3_000)
  })

  it.each([
    ["a port in use", {}, /^Port \d+ \(PORT\) is in use: .*\.$/],
    [
      "another machine's address",
      { host: "203.0.113.1" },
      /^The address 203.0.113.1 \(HOST\) .*\.$/,
    ],
    ["a name that is none", { host: "nowhere.invalid" }, /^The address nowhere.invalid \(HOST\) /],
  ])("says in one sentence that it cannot listen on %s", async (_, settings, sentence) => {
    const { port } = await serve(() => new Response())
    const refused = Effect.flip(
      Effect.scoped(listen(() => new Response(), { host: "127.0.0.1", port, ...settings })),
    )
    const error = await Effect.runPromise(refused)
    assert.instanceOf(error, StartRefused)
    assert.match(error.message, sentence)
  })

  it("names an address that a browser can open", async () => {
    const { address } = await serve(() => new Response("here"), { host: "0.0.0.0" })
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+$/)
    assert.strictEqual(await (await fetch(address)).text(), "here")
  })
})
