import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect } from "effect"
import { runCommand } from "./run-command.ts"

/** Gives these answers one after another, and remembers what was asked. */
const api = (...answers: ReadonlyArray<readonly [status: number, body: unknown]>) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const waiting = [...answers]
      const asked: string[] = []
      const server = createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`)
        const [status, body] = waiting.shift() ?? [500, {}]
        response.writeHead(status).end(JSON.stringify(body))
      })
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
      const { port } = server.address() as AddressInfo
      return { url: `http://127.0.0.1:${port}`, asked, server }
    }),
    ({ server }) =>
      Effect.promise(async () => {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }),
  )

const withKey = ConfigProvider.layer(ConfigProvider.fromEnv({ env: { TIDEMARK_KEY: "tm_env" } }))

const run = (...words: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const out: string[] = []
    const code = yield* runCommand(["rebuild", ...words], {
      out: (line) => out.push(line),
      error: (line) => out.push(line),
      progress: () => {},
    })
    return { code, out: out.join("\n") }
  }).pipe(Effect.provide(withKey))

const states = (state: object) => ({
  rollups: [{ rollup: "lifetime_totals", running: null, last: null, ...state }],
})
const running = states({ running: { started_at: "2026-03-06T12:00:00.000Z", slices: 1 } })
const ended = (failure: string | null) =>
  states({
    last: {
      started_at: "2026-03-06T12:00:00.000Z",
      finished_at: "2026-03-06T12:00:01.000Z",
      entries: 1_234,
      failure,
    },
  })

describe("tidemark rebuild", () => {
  it.live("begins it and waits for its end", () =>
    Effect.gen(function* () {
      const { url, asked } = yield* api([202, running], [200, running], [200, ended(null)])
      const { code, out } = yield* run("lifetime_totals", "--url", url)
      assert.deepStrictEqual([code, out], [0, "lifetime_totals was made anew from 1,234 entries"])
      assert.deepStrictEqual(asked, [
        "POST /v1/rollups/lifetime_totals/rebuild",
        "GET /v1/rollups",
        "GET /v1/rollups",
      ])
    }).pipe(Effect.scoped),
  )

  it.live("says why a rollup was left as it was, or that nobody knows", () =>
    Effect.gen(function* () {
      const failed = yield* api([202, ended("the disk is full")])
      const { code, out } = yield* run("lifetime_totals", "--url", failed.url)
      assert.deepStrictEqual([code, out], [1, "lifetime_totals stays as it was: the disk is full"])
      const restarted = yield* api([202, running], [200, states({})])
      const unknown = yield* run("lifetime_totals", "--url", restarted.url)
      assert.strictEqual(unknown.code, 1)
      assert.include(unknown.out, "Run this again")
    }).pipe(Effect.scoped),
  )

  it.live("passes on that no other process writes, and what is refused", () =>
    Effect.gen(function* () {
      const problem = { title: "The rollup cannot be made anew just now", detail: "on a cluster" }
      const { url, asked } = yield* api([409, problem])
      const { code, out } = yield* run("lifetime_totals", "--writers-stopped", "--url", url)
      assert.strictEqual(code, 1)
      assert.include(out, "on a cluster")
      assert.deepStrictEqual(asked, ["POST /v1/rollups/lifetime_totals/rebuild?writers=stopped"])
    }).pipe(Effect.scoped),
  )

  it.live("needs one rollup", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* run()).code, 2)
      assert.strictEqual((yield* run("a", "b")).code, 2)
    }),
  )
})
