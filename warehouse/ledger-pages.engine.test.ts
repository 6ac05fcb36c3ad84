import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { dayOf, type Interval, intervalOfDays } from "./domain/calendar.ts"
import { canonicalFilters, type Filter } from "./domain/filters.ts"
import { LEDGER_SORTS, type LedgerSort } from "./domain/ledger-order.ts"
import type { LedgerEntry } from "./domain/transaction.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { type LedgerPage, type LedgerPageQuery, LedgerReader } from "./ledger-reader.ts"
import { type ListedEntry, listOf } from "./testing/ledger-recount.ts"
import { inLedgerOrder, OPERATIONS, recount, wallDay } from "./testing/recount.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"

const HISTORIES = 8
const QUESTIONS = 12
const FIRST = Date.parse("2026-03-26T00:00:00Z")
const LAST = Date.parse("2026-04-02T00:00:00Z")
const ZONES = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"]
const ACTORS = ["amy", "bob", "Über Zoë"]
const TEXTS = ["Scene 1, take 2", "scene: intro", "100% \\ done", "ÉCLAIR", "it's"]
const MODELS = ["veo-3", "veo,3", "a:b", "line\nbreak", ""]

const instant = fc
  .integer({ min: FIRST, max: LAST })
  .chain((at) => fc.constantFrom(at, at - (at % 900_000), at - (at % 86_400_000)))

const history = fc.uniqueArray(
  fc.record(
    {
      id: fc.string({ minLength: 1, maxLength: 4, unit: "grapheme" }),
      type: fc.constantFrom("spend", "spend", "spend", "purchase", "refund", "bonus"),
      operation: fc.constantFrom(...OPERATIONS),
      // Few, so that many are equal, and some of the largest.
      credits: fc.constantFrom(1n, 1_000_000n, 1_500_000n, 2_000_000n, 10n ** 18n - 1n),
      occurredAt: instant,
      category: fc.constantFrom("Image Generation", "Bespoke, ltd"),
      description: fc.constantFrom(...TEXTS),
      reference: fc.constantFrom("https://pay.example/1", "https://pay.example/2,b"),
      actor: fc.constantFrom(...ACTORS),
      properties: fc.dictionary(fc.constantFrom("model", "a=b", "a"), fc.constantFrom(...MODELS)),
    },
    { requiredKeys: ["id", "type", "operation", "credits", "occurredAt"] },
  ),
  {
    selector: ({ id }) => id,
    minLength: 20,
    maxLength: 60,
  },
)

const texts = (...values: ReadonlyArray<string>) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
const filter = (
  field: fc.Arbitrary<string>,
  operators: ReadonlyArray<string>,
  values: fc.Arbitrary<string[]>,
) => fc.record({ field, operator: fc.constantFrom(...operators), values }) as fc.Arbitrary<Filter>
const just = fc.constant

const filters = fc
  .uniqueArray(
    fc.oneof(
      filter(just("type"), ["is", "not"], texts("spend", "purchase", "refund")),
      filter(just("category"), ["is", "not"], texts("Image Generation", "Bespoke, ltd", "Other")),
      filter(just("category"), ["has"], texts("GENERATION", "bespoke, ", "thing")),
      filter(just("operation"), ["is", "not"], texts(...OPERATIONS)),
      filter(just("operation"), ["has"], texts("Generate", "RE")),
      filter(just("actor"), ["is", "not"], texts(...ACTORS, "")),
      filter(just("actor"), ["has"], texts("ü", "Y")),
      filter(
        just("credits"),
        ["is", "not"],
        texts("-1", "1.5", "-0.000001", "999999999999.999999"),
      ),
      filter(just("credits"), ["gt", "lt"], fc.constantFrom(["0"], ["-1.5"], ["1.499999"])),
      filter(just("description"), ["is", "not"], texts(...TEXTS)),
      filter(just("description"), ["has"], texts("SCENE", "\\", "é", "tool", "'")),
      filter(just("reference"), ["is", "not"], texts("https://pay.example/1", "")),
      filter(fc.constantFrom("text", "reference"), ["has"], texts("pay.", "scene", ",b")),
      filter(fc.constantFrom("property:model", "property:a"), ["is", "not"], texts(...MODELS)),
      filter(fc.constantFrom("property:model", "property:a=b"), ["has"], texts("VEO", "\n")),
    ),
    { selector: ({ field, operator }) => `${operator} ${field}`, maxLength: 3 },
  )
  .map(canonicalFilters)

const interval = fc.oneof(
  just("whole" as const),
  just("day" as const),
  fc.tuple(instant, instant).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 })),
)

const question = fc.record({
  filters,
  sort: fc.constantFrom(...LEDGER_SORTS),
  limit: fc.integer({ min: 1, max: 25 }),
  zone: fc.constantFrom(...ZONES),
  interval,
})
type Question = typeof question extends fc.Arbitrary<infer A> ? A : never

const cursorAt = (direction: "next" | "prev", entry: LedgerEntry, offset: number) => ({
  ...{ occurredAt: entry.occurredAt, id: entry.id, credits: entry.credits },
  ...{ direction, offset },
})

/** From the first page to the last, and back again. */
const walk = Effect.fnUntraced(function* (query: Omit<LedgerPageQuery, "cursor">) {
  const { page: read } = yield* LedgerReader
  const pages: LedgerPage[] = []
  let page = yield* read({ ...query, cursor: null })
  const forth = [...page.entries]
  pages.push(page)
  while (page.hasNext) {
    const cursor = cursorAt("next", forth.at(-1) as LedgerEntry, forth.length - 1)
    page = yield* read({ ...query, cursor })
    assert.strictEqual(page.offset, forth.length)
    forth.push(...page.entries)
    pages.push(page)
  }
  const back = [...page.entries]
  while (page.hasPrevious) {
    page = yield* read({ ...query, cursor: cursorAt("prev", back[0] as LedgerEntry, page.offset) })
    back.unshift(...page.entries)
    assert.strictEqual(page.offset, forth.length - back.length)
    pages.push(page)
  }
  return { forth, back, pages }
})

const shown = (entries: ReadonlyArray<LedgerEntry>) =>
  entries.map(({ id, balanceAfter }) => `${id} ${balanceAfter}`)
const expectedOf = (list: ReadonlyArray<ListedEntry>) =>
  list.map(({ event: { id }, balanceAfter }) => `${id} ${balanceAfter}`)

const intervalOf = (asked: Question, events: ReadonlyArray<UsageEvent>): Interval | null => {
  if (asked.interval !== "day") return asked.interval === "whole" ? null : asked.interval
  const middle = inLedgerOrder(events)[events.length >> 1]?.occurredAt as number
  const day = dayOf(middle, asked.zone)
  return intervalOfDays(day, day, asked.zone)
}

const checkQuestion = Effect.fnUntraced(function* (
  events: ReadonlyArray<UsageEvent>,
  asked: Question,
) {
  const account = events[0]?.account as string
  const { filters, sort, limit, zone } = asked
  const interval = intervalOf(asked, events)
  const list = listOf(events, { interval, filters, sort })
  const query = { account, timeZone: zone, interval, filters, sort, limit }
  const { forth, back, pages } = yield* walk(query)
  const told = JSON.stringify({ filters, sort, limit, interval })
  assert.deepStrictEqual(shown(forth), expectedOf(list), told)
  assert.deepStrictEqual(shown(back), shown(forth), told)
  const totals = recount(list.map(({ event }) => event))
  for (const page of pages) {
    assert.deepStrictEqual(page.totals, totals, told)
    assert.isTrue(page.exact)
    for (const { day, totals } of page.days)
      assert.deepStrictEqual(
        totals,
        recount(events.filter(({ occurredAt }) => wallDay(occurredAt, zone) === day)),
      )
  }
})

layer(warehouseForTests)("a filtered and sorted ledger", (it) => {
  it.effect(
    "equals a plain recount on every page, forth and back, with exact balances",
    () =>
      Effect.gen(function* () {
        const context = yield* Effect.context<never>()
        const samples = fc.sample(history, { numRuns: HISTORIES, seed: 25 })
        for (const [number, sample] of samples.entries()) {
          const account = `ledger-${number}`
          const events = sample.map((event) => ({ ...event, account })) as UsageEvent[]
          yield* writeEvents(events)
          const property = fc.asyncProperty(question, (asked) =>
            Effect.runPromiseWith(context as never)(checkQuestion(events, asked)),
          )
          yield* Effect.promise(() => fc.assert(property, { numRuns: QUESTIONS, seed: number }))
        }
      }),
    { timeout: 300_000 },
  )

  it.effect("neither repeats nor leaves out an entry while others arrive between pages", () =>
    Effect.gen(function* () {
      const { page: read } = yield* LedgerReader
      for (const sort of LEDGER_SORTS) yield* pageWhileWriting(read, sort)
    }),
  )
})

/** Between any two pages a new entry comes in front, in the middle and at the end of the list. */
const pageWhileWriting = Effect.fnUntraced(function* (
  read: (typeof LedgerReader.Service)["page"],
  sort: LedgerSort,
) {
  const account = `moving ${sort}`
  const filters: ReadonlyArray<Filter> = [{ field: "operation", operator: "not", values: ["x"] }]
  const event = (n: number): UsageEvent => ({
    ...{ account, id: `e${n}`, type: n % 5 === 0 ? "purchase" : "spend", operation: "y" },
    credits: BigInt((n * 7) % 31) * 1_000_000n + 1n,
    occurredAt: FIRST + ((n * 97) % 600) * 60_000,
  })
  const before = Array.from({ length: 30 }, (_, n) => event(n))
  yield* writeEvents(before)
  const query = { account, timeZone: "UTC", interval: null, filters, sort, limit: 7 }
  let [written, page] = [30, yield* read({ ...query, cursor: null })]
  const seen = [...page.entries]
  while (page.hasNext) {
    yield* writeEvents([event(written++), event(written++), event(written++)])
    const cursor = cursorAt("next", seen.at(-1) as LedgerEntry, 0)
    page = yield* read({ ...query, cursor })
    seen.push(...page.entries)
  }
  const ids = seen.map(({ id }) => id)
  assert.strictEqual(new Set(ids).size, ids.length)
  const all = Array.from({ length: written }, (_, n) => event(n))
  const order = listOf(all, { interval: null, filters, sort }).map(({ event: { id } }) => id)
  assert.deepStrictEqual(
    ids,
    order.filter((id) => ids.includes(id)),
  )
  const missing = before.filter(({ id }) => !ids.includes(id))
  assert.deepStrictEqual(missing, [])
  // Each balance is true of the moment when its page was read, and the last page's of the end.
  const balances = listOf(all, { interval: null, filters, sort })
  for (const { id, balanceAfter } of page.entries)
    assert.strictEqual(balances.find(({ event }) => event.id === id)?.balanceAfter, balanceAfter)
})
