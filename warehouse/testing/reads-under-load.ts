/**
 * Reads of the Usage page's figures while a writer inserts, each held to what must agree inside it. With
 * readers that do not wait at the gate the same reads find differences: what they hold is worth holding.
 */
import { Effect, Fiber, Layer } from "effect"
import { noMemory } from "../answer-memory.ts"
import { unnamedAccount } from "../domain/account.ts"
import { NO_TOTALS, netOf, type Totals } from "../domain/transaction.ts"
import type { UsageEvent } from "../domain/usage-event.ts"
import { LedgerReader } from "../ledger-reader.ts"
import { OverviewReader } from "../overview-reader.ts"
import { ProofReader } from "../proof-reader.ts"
import { SnapshotGate } from "../snapshot-gate.ts"
import { UsageReader } from "../usage-reader.ts"
import { BY_CATEGORY, plainly } from "./usage-questions.ts"
import { writeEvents } from "./warehouse.ts"

const NOW = Date.UTC(2026, 2, 31, 12)
const DAYS = { first: "2026-03-01", last: "2026-03-31" }
const ROWS = 5
/** Then the next account begins: each fits on one page of its ledger. */
const ACCOUNT_ROWS = 400
const PAUSE = "100 millis"
const READERS = 8

const accountOf = (n: number) => `account-${Math.floor(n / ACCOUNT_ROWS)}`

/** Over the thirty days before, in one billing period, so that every rollup changes with every batch. */
const event = (n: number): UsageEvent => ({
  account: accountOf(n),
  id: `e${n}`,
  type: n % 7 === 0 ? "purchase" : "spend",
  operation: "variation",
  credits: BigInt((n % 90_001) + 1) * 1_003n,
  occurredAt: NOW - ((n * 104_729) % (29 * 86_400)) * 1000,
})

const textOf = (value: unknown) =>
  JSON.stringify(value, (_, part) => (typeof part === "bigint" ? String(part) : part))

const sameOr = (what: string, figures: ReadonlyArray<unknown>): string | null => {
  const [first, ...others] = figures.map(textOf)
  return others.every((other) => other === first) ? null : `${what}: ${figures.map(textOf)}`
}

const sumOf = (parts: ReadonlyArray<Totals>) =>
  parts.reduce(
    (sum, part) => ({
      spend: sum.spend + part.spend,
      purchase: sum.purchase + part.purchase,
      refund: sum.refund + part.refund,
      bonus: sum.bonus + part.bonus,
      count: sum.count + part.count,
    }),
    NO_TOTALS,
  )

/** Each reads once, and gives what differs, or null. */
const reads = {
  overview: Effect.fnUntraced(function* (account: string) {
    const { overview } = yield* OverviewReader
    const { used, allowance, balance, lifetime } = yield* overview(unnamedAccount(account), NOW)
    const { spend, purchase } = lifetime.totals
    return sameOr("overview, period and lifetime", [
      [used, allowance, balance],
      [spend, purchase, purchase - spend],
    ])
  }),
  usage: Effect.fnUntraced(function* (account: string) {
    const { series } = yield* UsageReader
    const query = { ...plainly(account), timeZone: "UTC", grain: "day", days: DAYS } as const
    const answer = yield* series({ ...query, split: BY_CATEGORY, now: NOW })
    const split = answer.buckets.map(({ values, other }) => values.reduce((a, b) => a + b, other))
    return (
      sameOr("usage, opening balance", [answer.openingBalance, 0n]) ??
      sameOr("usage, series and total", [
        sumOf(answer.buckets.map(({ totals }) => totals)),
        answer.totals,
      ]) ??
      sameOr("usage, by category and total", [
        split.reduce((a, b) => a + b, 0n),
        answer.totals.spend,
      ])
    )
  }),
  ledger: Effect.fnUntraced(function* (account: string) {
    const { page } = yield* LedgerReader
    const { entries, totals, days } = yield* page({
      account,
      timeZone: "UTC",
      interval: null,
      filters: [],
      sort: "-occurred_at",
      cursor: null,
      limit: ACCOUNT_ROWS + ROWS,
    })
    const oldest = entries.at(-1)
    return (
      sameOr("ledger, entries and count", [entries.length, totals.count]) ??
      sameOr("ledger, days and sum", [sumOf(days.map((day) => day.totals)), totals]) ??
      sameOr("ledger, balances", [
        [entries[0]?.balanceAfter ?? 0n, oldest?.balanceAfter ?? 0n],
        [netOf(totals), oldest?.credits ?? 0n],
      ])
    )
  }),
  proof: Effect.fnUntraced(function* (account: string) {
    const { proof } = yield* ProofReader
    const { balance, lifetime, daily, quarterHours, ledger, keys } = yield* proof(
      unnamedAccount(account),
      NOW,
    )
    return (
      sameOr("proof", [lifetime, daily, quarterHours, ledger]) ??
      sameOr("proof, balance", [balance, netOf(ledger)]) ??
      sameOr("proof, keys", [keys, []])
    )
  }),
}

/** Lets everybody through at once. */
const openGate = SnapshotGate.of({
  answers: noMemory,
  reading: (effect) => effect,
  writing: (effect) => effect,
  writes: Effect.succeed(0),
  whole: (effect) => effect,
  halfStored: () => Effect.void,
  promise: () => Effect.void,
  promised: Effect.void,
  settled: Effect.void,
})

const readers = Layer.mergeAll(
  LedgerReader.layer,
  OverviewReader.layer,
  ProofReader.layer,
  UsageReader.layer,
)

export interface ReadsFound {
  readonly reads: number
  /** Batches that were inserted meanwhile. */
  readonly batches: number
  /** How many answers did not agree with themselves, and the first of them. */
  readonly differing: number
  readonly first: ReadonlyArray<string>
}

const FIRST_MAX = 10

/**
 * `count` answers: overview, usage, ledger and proof in turn. `gate`: false for readers that do not wait
 * for the insert in flight. Ends early once `enough` differ. `say` hears how far it is.
 */
export const readsUnderLoad = Effect.fnUntraced(function* (options: {
  readonly count: number
  readonly gate: boolean
  readonly enough?: number
  readonly say?: (line: string) => void
}) {
  const gate = options.gate ? yield* SnapshotGate : openGate
  let [written, started, done, differing] = [0, 0, 0, 0]
  const first: string[] = []
  const pour = Effect.forever(
    Effect.gen(function* () {
      yield* writeEvents(Array.from({ length: ROWS }, (_, i) => event(written + i)))
      written += ROWS
      yield* Effect.sleep(PAUSE)
    }),
  )
  const kinds = Object.values(reads)
  const isOver = () => started >= options.count || differing >= (options.enough ?? Infinity)
  const readOn = Effect.gen(function* () {
    while (!isOver()) {
      const read = kinds[started++ % kinds.length] as (typeof kinds)[number]
      const found = yield* read(accountOf(written))
      if (found !== null) {
        differing++
        if (first.length < FIRST_MAX) first.push(found)
      }
      if (++done % 1_000 === 0) options.say?.(`${done} reads, ${differing} differ`)
    }
  })
  const pouring = yield* Effect.forkChild(pour)
  yield* Effect.all(
    Array.from({ length: READERS }, () => readOn),
    { concurrency: READERS },
  ).pipe(Effect.provide(Layer.fresh(readers)), Effect.provideService(SnapshotGate, gate))
  yield* Fiber.interrupt(pouring)
  return { reads: done, batches: written / ROWS, differing, first } satisfies ReadsFound
})
