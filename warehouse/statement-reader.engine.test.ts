/** Statements and balances over random histories, against a recount by plain loops. */
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { bucketsOf, GRAINS } from "./domain/buckets.ts"
import { STATEMENT_SPANS, statementRows, statementSpans } from "./domain/statement.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { StatementReader } from "./statement-reader.ts"
import { balanceOf, recount } from "./testing/recount.ts"
import { balanceBefore, within } from "./testing/recount-usage.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"

const HISTORIES = 40
const ZONES = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe"]
const FIRST = Date.UTC(2017, 9, 1)
const NOW = Date.UTC(2018, 3, 10, 9, 7)
const MINUTE = 60_000

const histories = fc.record({
  zone: fc.constantFrom(...ZONES),
  per: fc.constantFrom(...STATEMENT_SPANS),
  anchor: fc.constantFrom(1, 15, 31),
  grain: fc.constantFrom(...GRAINS.filter((grain) => grain !== "hour")),
  range: fc.constantFrom(
    { first: "2017-11-15", last: "2018-04-10" },
    { first: "2018-02-18", last: "2018-02-18" },
    { first: "2017-09-01", last: "2018-03-31" },
  ),
  events: fc.array(
    fc.record({
      account: fc.constantFrom("a", "b"),
      type: fc.constantFrom("spend", "purchase", "refund", "bonus"),
      operation: fc.constant("researcher"),
      credits: fc.bigInt(1n, 10n ** 14n),
      occurredAt: fc
        .integer({ min: 0, max: Math.floor((NOW - FIRST) / (15 * MINUTE)) })
        .chain((quarter) =>
          fc.constantFrom(0, 1, 7 * MINUTE).map((off) => quarter * 15 * MINUTE + off),
        )
        .map((off) => FIRST + off),
    }),
    { minLength: 1, maxLength: 40 },
  ),
  off: fc.constantFrom(-1, 0, 1, 450_000),
})
type History = typeof histories extends fc.Arbitrary<infer A> ? A : never

const checkStatement = Effect.fnUntraced(function* (
  { zone, per, anchor, range }: History,
  scope: "all" | ReadonlyArray<string>,
  events: ReadonlyArray<UsageEvent>,
) {
  const reader = yield* StatementReader
  const spans = statementSpans(per, range, { timeZone: zone, periodAnchorDay: anchor })
  const sums = yield* reader.spans(scope, spans)
  const rows = statementRows(sums.openingBalance, sums.spans, NOW)
  let closing = sums.openingBalance
  for (const row of rows) {
    const those = within(events, { first: row.firstDay, last: row.lastDay }, zone)
    assert.deepStrictEqual(row.totals, recount(those), `${row.firstDay} in ${zone}`)
    assert.strictEqual(row.opening, closing)
    assert.strictEqual(row.opening, balanceBefore(events, row.from))
    assert.strictEqual(row.closing, row.opening + balanceOf(those))
    closing = row.closing
  }
})

const checkBalances = Effect.fnUntraced(function* (
  { zone, grain, range, off }: History,
  account: string,
  events: ReadonlyArray<UsageEvent>,
) {
  const reader = yield* StatementReader
  const { openingBalance, spans } = yield* reader.spans([account], bucketsOf(grain, range, zone))
  assert.strictEqual(openingBalance, balanceBefore(events, spans[0]?.from ?? 0))
  for (const { occurredAt } of events.slice(0, 3)) {
    const at = occurredAt + off
    const { balance, count } = yield* reader.balanceAt([account], at)
    assert.strictEqual(balance, balanceBefore(events, at))
    assert.strictEqual(count, events.filter((event) => event.occurredAt < at).length)
  }
  const all = yield* reader.balanceAt([account], null)
  assert.deepStrictEqual([all.balance, all.count], [balanceOf(events), events.length])
})

layer(warehouseForTests)("statements and balances", (it) => {
  it.effect(
    "equal a recount, and each row opens with what the one before closed with",
    () =>
      Effect.gen(function* () {
        const everything: UsageEvent[] = []
        for (const [run, history] of fc
          .sample(histories, { numRuns: HISTORIES, seed: 26 })
          .entries()) {
          const events = history.events.map((event, i) => ({
            ...event,
            id: `e${i}`,
            account: `${event.account}-${run}`,
          })) as UsageEvent[]
          yield* writeEvents(events)
          everything.push(...events)
          for (const account of [`a-${run}`, `b-${run}`]) {
            const own = events.filter((event) => event.account === account)
            yield* checkStatement(history, [account], own)
            yield* checkBalances(history, account, own)
          }
          yield* checkStatement(history, [`a-${run}`, `b-${run}`], events)
          yield* checkStatement(history, "all", everything)
        }
      }),
    { timeout: 120_000 },
  )
})
