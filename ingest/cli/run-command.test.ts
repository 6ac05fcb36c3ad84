import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Fiber, type Layer, ManagedRuntime } from "effect"
import { TestClock } from "effect/testing"
import { Intake } from "../intake.ts"
import { intakeInMemory } from "../testing/memory-warehouse.ts"
import { runCommand } from "./run-command.ts"

const folder = mkdtempSync(join(tmpdir(), "tidemark-cli-"))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const AT = "2025-01-01T00:00:00Z"
const good = file("good.csv", `id,credits,at\n1,1.5,${AT}\n2,0,${AT}\n3,2.25,${AT}\n`)
const bad = file("bad.csv", `id,credits,at\n1,-1,${AT}\n2,1,${AT}\n`)
const mapping = file(
  "mapping.json",
  JSON.stringify({
    format: "csv",
    skip: [{ reason: "free", column: "credits", is: "zero" }],
    event: {
      id: { columns: ["id"] },
      account: { constant: "mana" },
      type: { constant: "spend" },
      operation: { constant: "detection" },
      credits: { column: "credits" },
      occurred_at: { column: "at" },
    },
  }),
)

interface Answer {
  readonly status: number
  readonly body: string
}

/** An API with an intake in memory behind it; `first` are answered before it does its work. */
const api = (...first: ReadonlyArray<Answer>) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const runtime = ManagedRuntime.make(intakeInMemory)
      const waiting = [...first]
      const keys: Array<string | undefined> = []
      const server = createServer(async (request, response) => {
        keys.push(request.headers.authorization)
        const lines = (await text(request)).split("\n").filter((line) => line !== "")
        const early = waiting.shift()
        if (early !== undefined) return void response.writeHead(early.status).end(early.body)
        const items = lines.map((line) => ({ kind: "text", text: line }) as const)
        const results = await runtime.runPromise(Intake.use((intake) => intake.submit(items)))
        response.end(JSON.stringify({ results }))
      })
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
      const { port } = server.address() as AddressInfo
      return { url: `http://127.0.0.1:${port}`, keys, server, runtime }
    }),
    ({ server, runtime }) =>
      Effect.promise(async () => {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
        await runtime.dispose()
      }),
  )

const withKey = ConfigProvider.layer(ConfigProvider.fromEnv({ env: { TIDEMARK_KEY: "tm_env" } }))
const withoutKey = ConfigProvider.layer(ConfigProvider.fromEnv({ env: {} }))

const run = (words: ReadonlyArray<string>, environment: Layer.Layer<never> = withKey) =>
  Effect.gen(function* () {
    const out: Array<string> = []
    const errors: Array<string> = []
    const code = yield* runCommand(words, {
      out: (line) => out.push(line),
      error: (line) => errors.push(line),
      progress: () => {},
    })
    return { code, out: out.join("\n"), errors: errors.join("\n") }
  }).pipe(Effect.provide(environment))

const importing = (path: string, url: string, ...more: ReadonlyArray<string>) =>
  run(["import", path, "--mapping", mapping, "--url", url, ...more])

describe("tidemark import", () => {
  it.live("sends a file and says what became of it", () =>
    Effect.gen(function* () {
      const { url, keys } = yield* api()
      const { code, out } = yield* importing(good, url)
      assert.strictEqual(code, 0)
      assert.match(out, /^3 rows of .*good\.csv$/m)
      assert.match(out, /^ +2 {2}accepted$/m)
      assert.match(out, /^ +1 {2}skipped: free$/m)
      assert.include(out, "credits added: spend 3.75")
      assert.deepStrictEqual(keys, ["Bearer tm_env"])
      const again = yield* importing(good, url)
      assert.match(again.out, /^ +2 {2}duplicate$/m)
      assert.include(again.out, "credits added: none")
    }),
  )

  it.live("exits with 1 and names the line when a row is rejected", () =>
    Effect.gen(function* () {
      const { url } = yield* api()
      const { code, out } = yield* importing(bad, url)
      assert.strictEqual(code, 1)
      assert.match(out, /^ {2}line 2: \/credits greater than zero/m)
    }),
  )

  it.live("prints the report as JSON", () =>
    Effect.gen(function* () {
      const { url } = yield* api()
      const { out } = yield* importing(good, url, "--json")
      assert.deepStrictEqual(JSON.parse(out), {
        rows: 3,
        accepted: 2,
        duplicate: 0,
        conflict: 0,
        queued: 0,
        rejected: 0,
        skipped: { free: 1 },
        problems: [],
        credits: {
          exact: "3.75",
          sent: "3.75",
          rounding_difference: "0",
          accepted: { spend: "3.75", purchase: "0", refund: "0", bonus: "0" },
        },
      })
    }),
  )

  it.live("prefers the key of the command line", () =>
    Effect.gen(function* () {
      const { url, keys } = yield* api()
      yield* importing(good, url, "--key", "tm_given")
      assert.deepStrictEqual(keys, ["Bearer tm_given"])
    }),
  )

  it.effect("tries again while the server cannot take events", () =>
    Effect.gen(function* () {
      const { url, keys } = yield* api({ status: 503, body: "{}" }, { status: 429, body: "" })
      const running = yield* Effect.forkChild(importing(good, url))
      while (keys.length < 3) {
        yield* TestClock.adjust("100 millis")
        yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 1)))
      }
      const { code } = yield* Fiber.join(running)
      assert.strictEqual(code, 0)
      assert.strictEqual(keys.length, 3)
    }),
  )

  it.live("says what the server refuses, in its words", () =>
    Effect.gen(function* () {
      const body = JSON.stringify({ title: "Not signed in", detail: "The key has expired." })
      const { url, keys } = yield* api({ status: 401, body })
      const { code, errors } = yield* importing(good, url)
      assert.strictEqual(code, 1)
      assert.include(errors, "401 Not signed in: The key has expired.")
      assert.strictEqual(keys.length, 1)
    }),
  )

  it.live("does not take another server's answer for a success", () =>
    Effect.gen(function* () {
      for (const body of ["<html>", "{}", '{"results":[]}']) {
        const { url } = yield* api({ status: 200, body })
        const { code, errors } = yield* importing(good, url)
        assert.strictEqual(code, 1)
        assert.match(errors, /refused: .*(not JSON|fates)/)
      }
    }),
  )

  it.live("finishes with 1 when the file does not exist", () =>
    Effect.gen(function* () {
      const { code, errors } = yield* importing(join(folder, "no.csv"), "http://127.0.0.1:9")
      assert.strictEqual(code, 1)
      assert.match(errors, /no\.csv: there is no such file/)
    }),
  )
})

describe("the command line", () => {
  it.live.each([
    [[], "a command is missing"],
    [["export"], '"export" is no command'],
    [["import"], "import needs a file"],
    [["import", "a", "b"], "one file at a time"],
    [["import", "a"], "needs --mapping"],
    [["import", "a", "--mapping", "m", "--colour", "red"], "--colour"],
    [["import", "a", "--mapping"], "--mapping"],
    [["import", "a", "--mapping", "m", "--url", "ftp://x"], "--url"],
    [["import", "a", "--mapping", "m", "--url", "x"], "--url"],
    [["import", good, "--mapping", file("bad.json", "{}")], "/format"],
  ])("answers %j with 2 and a sentence", ([words, expected]) =>
    Effect.gen(function* () {
      const { code, errors } = yield* run(words as ReadonlyArray<string>)
      assert.strictEqual(code, 2)
      assert.include(errors, expected as string)
    }),
  )

  it.live("needs a key", () =>
    Effect.gen(function* () {
      const { code, errors } = yield* run(["import", good, "--mapping", mapping], withoutKey)
      assert.strictEqual(code, 2)
      assert.include(errors, "TIDEMARK_KEY")
    }),
  )

  it.live("explains itself", () =>
    Effect.gen(function* () {
      const { code, out } = yield* run(["--help"])
      assert.strictEqual(code, 0)
      assert.include(out, "--mapping FILE")
    }),
  )
})
