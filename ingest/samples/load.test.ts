import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { unnamedAccount } from "#warehouse/domain/account.ts"
import { signed } from "#warehouse/domain/transaction.ts"
import { loadSample, loadSamples, SAMPLES } from "./load.ts"
import type { Sample } from "./sample.ts"
import { copyOf, layerOf, type MemoryLedger, memoryLedger } from "./testing/memory-ledger.ts"

const DAY_MS = 86_400_000
const NOW = Date.parse("2026-11-22T12:30:00.000Z")

/** Loading takes a second or two, and more where other tests run beside this one. */
const LOADING_MAX_MS = 60_000

interface Start {
  readonly now: number
  /** Only this account; all of them when left out. */
  readonly sample?: Sample
}

/** Starts the loader at an instant; gives what it said, and whether it came to its end. */
const start = (ledger: MemoryLedger, { now, sample }: Start) =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    const say = (line: string) => Effect.sync(() => void lines.push(line))
    ledger.sent = 0
    ledger.puts = 0
    yield* TestClock.setTime(now)
    const exit = yield* Effect.exit(sample ? loadSample(sample, say) : loadSamples(say))
    return { lines, finished: exit._tag === "Success" }
  }).pipe(Effect.provide(layerOf(ledger)))

/** All samples, loaded once for every test that starts from there. */
const once = Effect.runSync(
  Effect.cached(
    Effect.gen(function* () {
      const ledger = memoryLedger()
      return { ledger, ...(yield* start(ledger, { now: NOW })) }
    }),
  ),
)

const balances = (ledger: MemoryLedger): Record<string, bigint> => {
  const sums: Record<string, bigint> = {}
  for (const { account, type, credits } of ledger.events.values())
    if (type !== "failure") sums[account] = (sums[account] ?? 0n) + signed(type, credits)
  return sums
}

const assertSame = (actual: MemoryLedger, expected: MemoryLedger) => {
  assert.deepStrictEqual([...actual.events.keys()].sort(), [...expected.events.keys()].sort())
  assert.deepStrictEqual(balances(actual), balances(expected))
  assert.deepStrictEqual(actual.accounts, expected.accounts)
}

describe("loadSamples", { timeout: LOADING_MAX_MS }, () => {
  it.effect("loads the four accounts, says so, and leaves nothing rejected", () =>
    Effect.gen(function* () {
      const { ledger, lines, finished } = yield* once
      assert.isTrue(finished)
      assert.strictEqual(ledger.rejected, 0)
      assert.deepStrictEqual([...ledger.accounts.keys()].sort(), [
        "chat-api",
        "cloud-bill",
        "mana-gallery",
        "studio-north",
      ])
      assert.include(lines, "loading chat-api: 19,366 requests ...")
      assert.include(lines, "chat-api: 19,367 new events")
      assert.deepInclude(balances(ledger), { "mana-gallery": 1_476_000_000n })
    }),
  )

  it.effect("names what it left out of the bill, and what rounding changed", () =>
    Effect.gen(function* () {
      const { lines } = yield* once
      const said = lines.find((line) => line.startsWith("cloud-bill: ")) ?? ""
      assert.match(said, /329 rows skipped \(costs nothing\)/)
      assert.match(said, /rounding difference -?0\.0000\d* credits/)
    }),
  )

  it.effect("says of every account whether it is real, and how to read its credits", () =>
    Effect.gen(function* () {
      const { ledger } = yield* once
      const about = (account: string) => ledger.accounts.get(account)?.about ?? ""
      assert.match(about("mana-gallery"), /^Made by hand, not real/)
      assert.match(about("studio-north"), /^Generated, not real.* from 2024-11-22 to 2026-11-22\.$/)
      assert.match(about("chat-api"), /^Real usage.*Microsoft, CC BY 4\.0.*0\.001 credits/)
      assert.match(about("cloud-bill"), /^Real usage.*FinOps Foundation, CC BY 4\.0.*0\.001 USD/)
    }),
  )

  it.effect("does next to nothing when it is started again at once", () =>
    Effect.gen(function* () {
      const ledger = copyOf((yield* once).ledger)
      const { lines, finished } = yield* start(ledger, { now: NOW })
      assert.isTrue(finished)
      assert.deepStrictEqual(lines, [])
      assert.strictEqual(ledger.puts, 0)
      assert.isBelow(ledger.sent, 150)
    }),
  )

  it.effect("adds what Studio North did since: the same as adding all of it at once", () =>
    Effect.gen(function* () {
      const [grown, fresh] = [copyOf((yield* once).ledger), copyOf((yield* once).ledger)]
      for (const days of [0.2, 1, 1.5, 9.9, 40]) yield* start(grown, { now: NOW + days * DAY_MS })
      const { lines } = yield* start(fresh, { now: NOW + 40 * DAY_MS })
      assert.isAbove(fresh.events.size, (yield* once).ledger.events.size + 500)
      assert.match(lines.join(), /^studio-north: [\d,]+ new events$/)
      assertSame(grown, fresh)
    }),
  )

  it.effect("adds nothing when the clock was set back", () =>
    Effect.gen(function* () {
      const ledger = copyOf((yield* once).ledger)
      const { finished } = yield* start(ledger, { now: NOW - 3 * DAY_MS })
      assert.isTrue(finished)
      assertSame(ledger, (yield* once).ledger)
    }),
  )

  it.effect("leaves accounts alone that only have the name of a sample", () =>
    Effect.gen(function* () {
      const ledger = memoryLedger()
      for (const { account } of SAMPLES)
        ledger.accounts.set(account.account, {
          ...unnamedAccount(account.account),
          about: account.account === "chat-api" ? null : "Ours.",
        })
      const { lines, finished } = yield* start(ledger, { now: NOW })
      assert.isTrue(finished)
      assert.strictEqual(ledger.events.size, 0)
      assert.strictEqual(lines.length, SAMPLES.length)
      assert.isTrue(lines.every((line) => line.endsWith("is left as it is")))
    }),
  )

  it.effect("keeps a name and a plan that somebody gave to a sample account", () =>
    Effect.gen(function* () {
      const ledger = copyOf((yield* once).ledger)
      const stored = ledger.accounts.get("studio-north")
      assert.isDefined(stored)
      ledger.accounts.set("studio-north", { ...stored, name: "My studio", plan: null })
      yield* start(ledger, { now: NOW + DAY_MS })
      const after = ledger.accounts.get("studio-north")
      assert.deepInclude(after, { name: "My studio", plan: null })
      assert.match(after?.about ?? "", /to 2026-11-23\.$/)
    }),
  )
})

/** After how many writes: first the settings, then the batches, the settings again at last. */
const KILLS: Readonly<Record<string, ReadonlyArray<number>>> = {
  "studio-north": [1, 4, 8],
  "mana-gallery": [1, 2],
  "chat-api": [3],
  "cloud-bill": [1, 2],
}

describe.each(SAMPLES)(
  "loadSample of $account.account, killed in the middle",
  { timeout: LOADING_MAX_MS },
  (sample) => {
    const kills = KILLS[sample.account.account] ?? []

    it.effect("goes on, also on the next day: nothing missing, nothing twice", () =>
      Effect.gen(function* () {
        const whole = memoryLedger()
        yield* start(whole, { now: NOW, sample })
        yield* start(whole, { now: NOW + DAY_MS, sample })
        for (const writes of kills) {
          const ledger = memoryLedger()
          ledger.writesLeft = writes
          const killed = yield* start(ledger, { now: NOW, sample })
          assert.isFalse(killed.finished, `it came to its end with ${writes} writes`)
          ledger.writesLeft = Number.POSITIVE_INFINITY
          const { finished, lines } = yield* start(ledger, { now: NOW + DAY_MS, sample })
          assert.isTrue(finished)
          assert.isFalse(lines.some((line) => line.includes("not counted")))
          assertSame(ledger, whole)
        }
      }),
    )
  },
)
