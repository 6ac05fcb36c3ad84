import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Scope } from "effect"
import { TestClock } from "effect/testing"
import { WarehouseUnavailable } from "./errors.ts"
import { type Connection, makeReadPool } from "./read-pool.ts"

const question = (statement: string) => ({ statement, format: "RowBinary" }) as const
const answer = new Uint8Array([1])

/** Connections whose queries end when the test says so. */
const fakePool = (count: number) => {
  const running: Array<{ on: number; id: string; end: (fail?: unknown) => void }> = []
  const stopped: string[] = []
  const connections = Array.from(
    { length: count },
    (_, on): Connection =>
      ({ statement }) =>
        new Promise((resolve, reject) => {
          const id = /^\/\*(.+)\*\/ /.exec(statement)?.[1] ?? ""
          const job = {
            on,
            id,
            end: (fail?: unknown) => {
              running.splice(running.indexOf(job), 1)
              return fail === undefined ? resolve(answer) : reject(fail)
            },
          }
          running.push(job)
        }),
  )
  const stop = (id: string) => void stopped.push(id)
  return Effect.map(makeReadPool({ connections, stop, secondsMax: 30 }), (ask) => ({
    ask,
    running,
    stopped,
  }))
}

const settle = Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))

describe("a pool of connections", () => {
  it.effect("never lets a query wait while a connection is idle", () =>
    Effect.gen(function* () {
      const { ask, running } = yield* fakePool(2)
      const slow = yield* Effect.forkChild(ask(question("slow")))
      yield* settle
      for (let i = 0; i < 5; i++) {
        const quick = yield* Effect.forkChild(ask(question(`quick ${i}`)))
        yield* settle
        assert.strictEqual(running.length, 2)
        assert.notStrictEqual(running[0]?.on, running[1]?.on)
        running[1]?.end()
        assert.strictEqual(yield* Fiber.join(quick), answer)
      }
      running[0]?.end()
      yield* Fiber.join(slow)
    }),
  )

  it.effect("serves those that wait in their order, and refuses one more than it lets wait", () =>
    Effect.gen(function* () {
      const { ask, running } = yield* fakePool(1)
      const fibers = []
      for (let i = 0; i <= 256; i++) fibers.push(yield* Effect.forkChild(ask(question(`${i}`))))
      yield* settle
      const refused = yield* Effect.flip(ask(question("one more")))
      assert.instanceOf(refused, WarehouseUnavailable)
      assert.deepStrictEqual(refused.limit, { kind: "waiting", readersMax: 256 })
      const order: string[] = []
      for (const fiber of fibers) {
        order.push(running[0]?.id ?? "")
        running[0]?.end()
        yield* Fiber.join(fiber)
      }
      assert.deepStrictEqual(
        order,
        Array.from({ length: 257 }, (_, i) => `read-${i + 1}`),
      )
    }),
  )

  it.effect("goes on after a query that failed", () =>
    Effect.gen(function* () {
      const { ask, running } = yield* fakePool(1)
      const failing = yield* Effect.forkChild(Effect.flip(ask(question("bad"))))
      const next = yield* Effect.forkChild(ask(question("good")))
      yield* settle
      running[0]?.end({ code: "62", message: "Syntax error" })
      assert.strictEqual((yield* Fiber.join(failing))._tag, "StatementRejected")
      running[0]?.end()
      assert.strictEqual(yield* Fiber.join(next), answer)
    }),
  )
})

describe("a pool that closes", () => {
  it.effect("stops what runs, waits for its end, and refuses the rest", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { ask, running, stopped } = yield* Scope.provide(fakePool(1), scope)
      const fibers = []
      for (const name of ["runs", "waits"])
        fibers.push(yield* Effect.forkChild(Effect.flip(ask(question(name)))))
      yield* settle
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* settle
      assert.deepStrictEqual([...new Set(stopped)], ["read-1"])
      assert.isUndefined(closing.pollUnsafe())
      running[0]?.end({ code: "394", message: "Query was cancelled" })
      yield* Fiber.join(closing)
      fibers.push(yield* Effect.forkChild(Effect.flip(ask(question("late")))))
      for (const fiber of fibers)
        assert.strictEqual((yield* Fiber.join(fiber))._tag, "WarehouseUnavailable")
    }),
  )
})

describe("a query that nobody waits for any more", () => {
  it.effect("is stopped until the engine lets go of it, and keeps its connection until then", () =>
    Effect.gen(function* () {
      const { ask, running, stopped } = yield* fakePool(1)
      const gone = yield* Effect.forkChild(ask(question("gone")))
      const next = yield* Effect.forkChild(ask(question("next")))
      yield* settle
      yield* Fiber.interrupt(gone)
      yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 130)))
      assert.isAtLeast(stopped.length, 2)
      assert.deepStrictEqual([...new Set(stopped)], ["read-1"])
      assert.strictEqual(running.length, 1)
      running[0]?.end({ code: "394", message: "Query was cancelled" })
      yield* settle
      running[0]?.end()
      assert.strictEqual(yield* Fiber.join(next), answer)
      const told = stopped.length
      yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 130)))
      assert.strictEqual(stopped.length, told)
    }),
  )

  it.effect("leaves the queue, if it is still in it", () =>
    Effect.gen(function* () {
      const { ask, running, stopped } = yield* fakePool(1)
      const first = yield* Effect.forkChild(ask(question("first")))
      const gone = yield* Effect.forkChild(ask(question("gone")))
      const last = yield* Effect.forkChild(ask(question("last")))
      yield* settle
      yield* Fiber.interrupt(gone)
      running[0]?.end()
      yield* Fiber.join(first)
      yield* settle
      assert.strictEqual(running[0]?.id, "read-3")
      running[0]?.end()
      yield* Fiber.join(last)
      assert.deepStrictEqual(stopped, [])
    }),
  )

  it.effect("is one that took longer than its limit, the wait included, and says so", () =>
    Effect.gen(function* () {
      const { ask, running, stopped } = yield* fakePool(1)
      const slow = yield* Effect.forkChild(Effect.flip(ask(question("slow"))))
      const waiting = yield* Effect.forkChild(Effect.flip(ask(question("behind it"))))
      yield* settle
      yield* TestClock.adjust("30 seconds")
      assert.deepStrictEqual([...new Set(stopped)], ["read-1"])
      running[0]?.end({ code: "394", message: "Query was cancelled" })
      for (const error of [yield* Fiber.join(slow), yield* Fiber.join(waiting)]) {
        assert.instanceOf(error, WarehouseUnavailable)
        assert.deepStrictEqual(error.limit, { kind: "time", secondsMax: 30 })
      }
    }),
  )
})
