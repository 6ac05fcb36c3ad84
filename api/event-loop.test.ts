import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { EventLoop } from "./event-loop.ts"

const block = (milliseconds: number) =>
  Effect.sync(() => {
    const until = performance.now() + milliseconds
    while (performance.now() < until);
  })
const someTurns = Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 60)))

describe("EventLoop", () => {
  it("tells of a block once", () =>
    Effect.gen(function* () {
      const { delay } = yield* EventLoop
      yield* someTurns
      yield* block(1_000)
      yield* someTurns
      assert.isAtLeast((yield* delay).longest, 0.9)
      yield* someTurns
      assert.isBelow((yield* delay).longest, 0.9)
    }).pipe(Effect.provide(EventLoop.layer), Effect.runPromise))
})
