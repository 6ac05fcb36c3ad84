import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber } from "effect"
import { SnapshotGate } from "./snapshot-gate.ts"

/** Work that says when it has begun, and ends when it is told to. */
const held = Effect.gen(function* () {
  const begun = yield* Deferred.make<void>()
  const end = yield* Deferred.make<void>()
  const work = Effect.andThen(Deferred.succeed(begun, undefined), Deferred.await(end))
  return { work, begun, end: Deferred.succeed(end, undefined) }
})

/** Lets every fiber go on until it waits. */
const settle = Effect.forEach(Array.from({ length: 20 }), () => Effect.yieldNow)

const hasBegun = ({ begun }: { readonly begun: Deferred.Deferred<void> }) =>
  Effect.andThen(settle, Deferred.isDone(begun))

const gated = <A, E>(test: Effect.Effect<A, E, SnapshotGate>) =>
  Effect.provide(test, SnapshotGate.layer)

describe("the snapshot gate", () => {
  it.effect("lets readers in together", () =>
    Effect.gen(function* () {
      const gate = yield* SnapshotGate
      const [one, two] = [yield* held, yield* held]
      yield* Effect.forkChild(gate.reading(one.work))
      yield* Effect.forkChild(gate.reading(two.work))
      assert.isTrue(yield* hasBegun(one))
      assert.isTrue(yield* hasBegun(two))
    }).pipe(gated),
  )

  it.effect("keeps a writer out until every reader is gone", () =>
    Effect.gen(function* () {
      const gate = yield* SnapshotGate
      const [one, two, insert] = [yield* held, yield* held, yield* held]
      yield* Effect.forkChild(gate.reading(one.work))
      yield* Effect.forkChild(gate.reading(two.work))
      yield* settle
      yield* Effect.forkChild(gate.writing(insert.work))
      yield* one.end
      assert.isFalse(yield* hasBegun(insert))
      yield* two.end
      assert.isTrue(yield* hasBegun(insert))
    }).pipe(gated),
  )

  it.effect("keeps readers and other writers out while a writer is in", () =>
    Effect.gen(function* () {
      const gate = yield* SnapshotGate
      const [insert, reader, other] = [yield* held, yield* held, yield* held]
      yield* Effect.forkChild(gate.writing(insert.work))
      yield* settle
      yield* Effect.forkChild(gate.reading(reader.work))
      yield* Effect.forkChild(gate.writing(other.work))
      assert.isFalse(yield* hasBegun(reader))
      assert.isFalse(yield* hasBegun(other))
      yield* insert.end
      yield* reader.end
      assert.isTrue(yield* hasBegun(reader))
      assert.isTrue(yield* hasBegun(other))
    }).pipe(gated),
  )

  it.effect("does not let new readers pass a writer that waits", () =>
    Effect.gen(function* () {
      const gate = yield* SnapshotGate
      const [early, insert, late] = [yield* held, yield* held, yield* held]
      yield* Effect.forkChild(gate.reading(early.work))
      yield* settle
      yield* Effect.forkChild(gate.writing(insert.work))
      yield* settle
      yield* Effect.forkChild(gate.reading(late.work))
      assert.isFalse(yield* hasBegun(late))
      yield* early.end
      assert.isTrue(yield* hasBegun(insert))
      assert.isFalse(yield* hasBegun(late))
      yield* insert.end
      assert.isTrue(yield* hasBegun(late))
    }).pipe(gated),
  )

  it.effect("forgets what was answered before each change", () =>
    Effect.gen(function* () {
      const gate = yield* SnapshotGate
      let state = 0
      const asked = { kind: gate, words: "state", rowsOf: () => 1 }
      const read = gate.reading(
        gate.answers.ask(
          asked,
          Effect.sync(() => state),
        ),
      )
      const change = Effect.sync(() => void state++)
      assert.strictEqual(yield* read, 0)
      yield* gate.writing(change)
      assert.strictEqual(yield* read, 1)
      yield* Effect.exit(gate.writing(Effect.andThen(change, Effect.fail("disk full"))))
      assert.strictEqual(yield* read, 2)
      yield* gate.whole(change)
      assert.strictEqual(yield* read, 3)
    }).pipe(gated),
  )

  it.effect("is free again after work that failed or was given up", () =>
    Effect.gen(function* () {
      const gate = yield* SnapshotGate
      yield* Effect.exit(gate.writing(Effect.fail("disk full")))
      yield* Effect.exit(gate.reading(Effect.fail("no such table")))
      const [reader, insert] = [yield* held, yield* held]
      const reading = yield* Effect.forkChild(gate.reading(reader.work))
      yield* settle
      yield* Fiber.interrupt(reading)
      const writing = yield* Effect.forkChild(gate.writing(insert.work))
      assert.isTrue(yield* hasBegun(insert))
      yield* Fiber.interrupt(writing)
      assert.strictEqual(yield* gate.writing(Effect.succeed("in")), "in")
    }).pipe(gated),
  )

  it.effect("lets a reader give up while it waits, and keeps no place for it", () =>
    Effect.gen(function* () {
      const gate = yield* SnapshotGate
      const [insert, reader] = [yield* held, yield* held]
      const writing = yield* Effect.forkChild(gate.writing(insert.work))
      yield* settle
      const waiting = yield* Effect.forkChild(gate.reading(reader.work))
      yield* settle
      yield* Effect.forkChild(Fiber.interrupt(waiting))
      yield* settle
      const exit = waiting.pollUnsafe()
      assert.isTrue(exit !== undefined && Exit.hasInterrupts(exit))
      yield* insert.end
      yield* Fiber.join(writing)
      assert.strictEqual(yield* gate.writing(Effect.succeed("in")), "in")
    }).pipe(gated),
  )

  it.effect("lets a writer give up while it waits, and readers in behind it", () =>
    Effect.gen(function* () {
      const gate = yield* SnapshotGate
      const [early, insert, late] = [yield* held, yield* held, yield* held]
      yield* Effect.forkChild(gate.reading(early.work))
      yield* settle
      const waiting = yield* Effect.forkChild(gate.writing(insert.work))
      yield* settle
      yield* Effect.forkChild(gate.reading(late.work))
      yield* Fiber.interrupt(waiting)
      assert.isTrue(yield* hasBegun(late))
      assert.isFalse(yield* hasBegun(insert))
    }).pipe(gated),
  )
})
