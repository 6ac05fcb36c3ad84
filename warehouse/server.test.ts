import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { assert, it } from "@effect/vitest"
import { Effect, Fiber, Redacted, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { layerServer } from "./server.ts"

interface Seen {
  readonly statement: string
  readonly fields: URLSearchParams
}

/** Tells its version, and leaves every other question without an answer. */
const silentServer = Effect.acquireRelease(
  Effect.promise(async () => {
    const seen: Seen[] = []
    const server = createServer(async (request, response) => {
      let statement = ""
      for await (const chunk of request) statement += chunk
      seen.push({ statement, fields: new URL(request.url ?? "", "http://localhost").searchParams })
      if (statement.includes("version()")) response.end('{"version":"26.7.3.9"}\n')
      else if (statement.startsWith("KILL")) response.end()
    })
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    return { server, seen, port: (server.address() as AddressInfo).port }
  }),
  ({ server }) =>
    Effect.sync(() => {
      server.close()
      server.closeAllConnections()
    }),
)

const until = <A>(found: () => A | undefined) =>
  Effect.sync(found).pipe(
    Effect.delay("5 millis"),
    Effect.repeat({ until: (one) => one !== undefined }),
    Effect.timeout("5 seconds"),
  )

it.live("a query is killed by its id when nobody waits for it any more", () =>
  Effect.gen(function* () {
    const { seen, port } = yield* silentServer
    const url = new URL(`http://127.0.0.1:${port}`)
    const options = { url, user: "default", password: Redacted.make(""), cluster: null }
    yield* Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const query = clickhouse.query("SELECT 1 AS slow", {}, Schema.Struct({ slow: Schema.Finite }))
      const fiber = yield* Effect.forkChild(query)
      const asked = yield* until(() => seen.find(({ statement }) => statement.includes("slow")))
      yield* Fiber.interrupt(fiber)
      const killed = yield* until(() => seen.find(({ statement }) => statement.startsWith("KILL")))
      const id = asked?.fields.get("query_id") ?? ""
      assert.match(id, /^[0-9a-f-]{36}$/)
      assert.include(killed?.fields.get("param_ids"), id)
    }).pipe(Effect.provide(layerServer(options)))
  }).pipe(Effect.scoped),
)
