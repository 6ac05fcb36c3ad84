/** For tests: the sample accounts on a real engine, and what they must come to. */
import { assert } from "@effect/vitest"
import { Clock, Effect, Layer } from "effect"
import { AccountStore } from "#warehouse/account-store.ts"
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import { signed } from "#warehouse/domain/transaction.ts"
import { warehouseEmbedded } from "#warehouse/live.ts"
import { OverviewReader } from "#warehouse/overview-reader.ts"
import { EventSink } from "../../event-sink.ts"
import { Intake } from "../../intake.ts"
import { loadSamples } from "../load.ts"
import { studioEvents } from "../studio-north.ts"

/** The warehouse in the folder, with the way in that a process without a log has. */
export const samplesIn = (folder: string) =>
  Intake.layer.pipe(
    Layer.provide(EventSink.layerDirect),
    Layer.provideMerge(warehouseEmbedded(folder)),
  )

/** Loads; gives what was said, and the milliseconds it took. */
export const load = Effect.gen(function* () {
  const lines: Array<string> = []
  const began = yield* Clock.currentTimeMillis
  yield* loadSamples((line) => Effect.sync(() => void lines.push(line)))
  return { lines, took: (yield* Clock.currentTimeMillis) - began }
})

const stored = Effect.gen(function* () {
  const store = yield* AccountStore
  const query = { text: "", only: null, after: "", limit: 100 }
  const listed = yield* store.list({ ...query, now: yield* Clock.currentTimeMillis })
  return new Map(listed.map((account) => [account.account, account]))
})

/** The studio's first day, as its account tells it. */
export const studioStart = Effect.map(stored, (accounts) => {
  const [, day = ""] = / from (\S+) to /.exec(accounts.get("studio-north")?.about ?? "") ?? []
  return day
})

/** Counts and balances of the four accounts; those of the files as `real-usage.test.ts` recounts them. */
export const checkFigures = Effect.gen(function* () {
  const accounts = yield* stored
  const lastActivity = accounts.get("studio-north")?.lastActivity ?? 0
  const events = studioEvents(yield* studioStart, lastActivity)
  const balance = events.reduce(
    (sum, event) => sum + signed(event.type, parseDecimal(event.credits) ?? 0n),
    0n,
  )
  const figures = yield* Effect.forEach(
    accounts.values(),
    Effect.fnUntraced(function* (account) {
      const overviews = yield* OverviewReader
      const overview = yield* overviews.overview(account, yield* Clock.currentTimeMillis)
      assert.strictEqual(overview.balance, account.balance)
      return [account.account, account.balance, overview.lifetime.totals.count] as const
    }),
  )
  assert.deepStrictEqual(figures, [
    ["chat-api", 40_000_000_000n - 34_627_865_000n, 19_367],
    ["cloud-bill", 25_000_000_000n - 20_520_226_737n, 671],
    ["mana-gallery", 1_476_000_000n, 12],
    ["studio-north", balance, events.length],
  ])
})
