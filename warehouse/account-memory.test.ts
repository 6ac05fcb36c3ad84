import { assert, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { rememberedAccounts } from "./account-memory.ts"
import { type Account, unnamedAccount } from "./domain/account.ts"

const named = (name: string): Account => ({ ...unnamedAccount("a"), name })

/** Gives the account as the store has it now, and counts how often it was asked. */
const store = (first: Account | null) => {
  const state = { stored: first, reads: 0 }
  const read = Effect.sync(() => {
    state.reads++
    return state.stored
  })
  return { state, read }
}

it.effect("reads an account once, until it is changed", () =>
  Effect.gen(function* () {
    const { state, read } = store(named("before"))
    const memory = rememberedAccounts(10)
    for (let i = 0; i < 3; i++) assert.strictEqual((yield* memory.get("a", read))?.name, "before")
    assert.strictEqual(state.reads, 1)
    yield* memory.changing(
      "a",
      Effect.sync(() => {
        state.stored = named("after")
      }),
    )
    assert.strictEqual((yield* memory.get("a", read))?.name, "after")
    assert.strictEqual(state.reads, 2)
  }),
)

it.effect("looks again for one that was not found", () =>
  Effect.gen(function* () {
    const { state, read } = store(null)
    const memory = rememberedAccounts(10)
    assert.isNull(yield* memory.get("a", read))
    state.stored = named("named by an event")
    assert.strictEqual((yield* memory.get("a", read))?.name, "named by an event")
  }),
)

it.effect("does not keep what was read before a change and came after it", () =>
  Effect.gen(function* () {
    const { state, read } = store(named("after"))
    const memory = rememberedAccounts(10)
    const late = yield* Deferred.make<Account>()
    const slow = yield* Effect.forkChild(memory.get("a", Deferred.await(late)))
    yield* Effect.yieldNow
    yield* memory.changing("a", Effect.void)
    yield* Deferred.succeed(late, named("before"))
    yield* Fiber.join(slow)
    assert.strictEqual((yield* memory.get("a", read))?.name, "after")
    assert.strictEqual(state.reads, 1)
  }),
)

it.effect("forgets a change that failed half way, too", () =>
  Effect.gen(function* () {
    const { state, read } = store(named("a"))
    const memory = rememberedAccounts(10)
    yield* memory.get("a", read)
    yield* Effect.exit(memory.changing("a", Effect.fail("half way")))
    yield* memory.get("a", read)
    assert.strictEqual(state.reads, 2)
  }),
)

it.effect("keeps as many as it may, and none where others change accounts", () =>
  Effect.gen(function* () {
    for (const [countMax, reads] of [
      [2, 4],
      [0, 5],
    ] as const) {
      const { state } = store(null)
      const memory = rememberedAccounts(countMax)
      const get = (id: string) =>
        memory.get(
          id,
          Effect.sync(() => {
            state.reads++
            return unnamedAccount(id)
          }),
        )
      for (const id of ["a", "b", "c", "c", "a"]) yield* get(id)
      assert.strictEqual(state.reads, reads)
    }
  }),
)
