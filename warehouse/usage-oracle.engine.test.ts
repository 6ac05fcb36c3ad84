/** Random questions about usage over random histories, against a recount by plain loops. */
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { GRAINS, type Grain } from "./domain/buckets.ts"
import { addDays } from "./domain/calendar.ts"
import { COMPARISONS, comparedStretch, MATCHES } from "./domain/comparison.ts"
import { type Dimension, GROUP_SORTS, MEASURES } from "./domain/dimensions.ts"
import type { Filter } from "./domain/filters.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { recount } from "./testing/recount.ts"
import {
  balanceBefore,
  filtered,
  groupsOf,
  inBucket,
  measureOf,
  within,
} from "./testing/recount-usage.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"
import type { UsageGroup, UsageGroups } from "./usage-groups.ts"
import { type Breakdown, type Series, type SeriesQuery, UsageReader } from "./usage-reader.ts"
import type { AccountScope } from "./usage-sources.ts"

const HISTORIES = 12
const QUESTIONS = 25
const ACCOUNTS = ["north", "south", "west"] as const

/** Zones at :30 and :45, with a skipped day, clocks set by half an hour and over midnight, when they do it. */
const PLACES = [
  { zone: "Europe/Berlin", around: "2026-03-29" },
  { zone: "Europe/Berlin", around: "2025-10-26" },
  { zone: "America/Sao_Paulo", around: "2018-02-18" },
  { zone: "America/Sao_Paulo", around: "2018-11-04" },
  { zone: "Asia/Kathmandu", around: "2026-01-01" },
  { zone: "Pacific/Apia", around: "2011-12-30" },
  { zone: "Australia/Lord_Howe", around: "2026-04-05" },
] as const

const anyCategory = fc.constantFrom("Image Generation", "Research", "Übersetzung", "a:b,c")
const anyActor = fc.constantFrom("u1", "u2", "ü 3")
const anyModel = fc.constantFrom("large", "small", "")

const eventsAround = (around: string) =>
  fc.array(
    fc.record(
      {
        account: fc.constantFrom(...ACCOUNTS),
        type: fc.constantFrom("spend", "spend", "spend", "purchase", "refund", "bonus"),
        operation: fc.constantFrom("keyframeGenerate", "researcher", "unheardOf", "10:x"),
        credits: fc.oneof(fc.bigInt(1n, 9_999_999n), fc.bigInt(1n, 10n ** 14n)),
        occurredAt: fc
          .integer({ min: -40 * 96, max: 20 * 96 })
          .chain((quarter) => fc.constantFrom(0, 1, 899_999).map((off) => quarter * 900_000 + off))
          .map((off) => Date.parse(`${around}T00:00:00Z`) + off),
        category: anyCategory,
        actor: anyActor,
        properties: fc.record({ model: anyModel, team: anyActor }, { requiredKeys: [] }),
      },
      { requiredKeys: ["account", "type", "operation", "credits", "occurredAt"] },
    ),
    { minLength: 1, maxLength: 60 },
  )

const anyDimension = fc.constantFrom<Dimension>(
  "category",
  "operation",
  "type",
  "account",
  "actor",
  "property:model",
  "property:team",
)
const anyFilter: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    field: fc.constant("category" as const),
    operator: fc.constantFrom("is", "not"),
    values: fc.uniqueArray(anyCategory, { minLength: 1, maxLength: 2 }),
  }),
  fc.constant<Filter>({ field: "category", operator: "has", values: ["SEARCH", "über"] }),
  fc.constant<Filter>({ field: "type", operator: "not", values: ["purchase"] }),
  fc.constant<Filter>({ field: "operation", operator: "has", values: ["Gen"] }),
  fc.record({
    field: fc.constantFrom("actor" as const, "property:team" as const),
    operator: fc.constantFrom("is", "not"),
    values: fc.uniqueArray(fc.oneof(anyActor, fc.constant("")), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    field: fc.constant("credits" as const),
    operator: fc.constantFrom("gt", "lt"),
    values: fc.constantFrom(["-3"], ["0"], ["100"]),
  }),
  fc.record({
    field: fc.constant("account" as const),
    operator: fc.constantFrom("is", "not"),
    values: fc.constantFrom(["north"], ["south", "west"], ["nobody"]),
  }),
)

const questionsAbout = ({ zone, around }: (typeof PLACES)[number]) =>
  fc.record({
    zone: fc.constantFrom(zone, zone, "UTC", "America/St_Johns"),
    first: fc.integer({ min: -35, max: 5 }).map((off) => addDays(around, off)),
    length: fc.constantFrom(0, 1, 6, 9, 29),
    grain: fc.constantFrom<Grain>(...GRAINS),
    scope: fc.constantFrom<AccountScope>("all", ["north"], ["north", "west"], []),
    filters: fc.uniqueArray(anyFilter, {
      selector: ({ field, operator }) => `${field}:${operator}`,
      maxLength: 2,
    }),
    by: fc.uniqueArray(anyDimension, { maxLength: 2 }),
    measure: fc.constantFrom(...MEASURES),
    sort: fc.constantFrom(...GROUP_SORTS),
    limit: fc.constantFrom(1, 2, 500),
    compare: fc.option(fc.constantFrom(...COMPARISONS)),
    match: fc.constantFrom(...MATCHES),
  })
type Question = typeof questionsAbout extends (_: never) => fc.Arbitrary<infer A> ? A : never

const histories = fc.constantFrom(...PLACES).chain((place) =>
  fc.record({
    place: fc.constant(place),
    events: eventsAround(place.around),
    questions: fc.array(questionsAbout(place), { minLength: QUESTIONS, maxLength: QUESTIONS }),
  }),
)

/** Accounts of one history are nobody else's, but everybody is in the sums over all. */
const own = (run: number, account: string) => `${account}-${run}`

/** Behind all of them. */
const NOW = Date.UTC(2030, 0, 1)

const queryOf = (question: Question, run: number) => {
  const days = { first: question.first, last: addDays(question.first, question.length) }
  const { compare, match, by, measure, sort, limit } = question
  const asked = { match, days, range: null, periodAnchorDay: 1, timeZone: question.zone, now: NOW }
  return {
    scope: question.scope === "all" ? "all" : question.scope.map((one) => own(run, one)),
    timeZone: question.zone,
    days,
    compared: compare === null ? null : comparedStretch({ ...asked, compare }),
    filters: question.filters.map((filter) =>
      filter.field === "account"
        ? { ...filter, values: filter.values.map((one) => own(run, one)) }
        : filter,
    ),
    grain: question.grain,
    split: by.length === 0 ? null : { by, measure, sort, limit },
    now: NOW,
  } satisfies SeriesQuery
}

const checkGroups = (
  shown: UsageGroups,
  now: ReadonlyArray<UsageEvent>,
  before: ReadonlyArray<UsageEvent>,
  split: NonNullable<SeriesQuery["split"]>,
) => {
  const { measure, limit } = split
  const all = groupsOf(now, before, split)
  const expected = all.slice(0, limit).map(
    (group): UsageGroup => ({
      values: group.values,
      totals: recount(group.now),
      measured: measureOf(group.now, measure),
      compared: measureOf(group.before, measure),
    }),
  )
  assert.deepStrictEqual(shown.groups, expected)
  assert.strictEqual(shown.count, all.length)
  assert.deepStrictEqual(shown.total, {
    totals: recount(now),
    measured: measureOf(now, measure),
    compared: measureOf(before, measure),
  })
  return all
}

/** What a question is about: the accounts' events, those that the filters leave, and those of its days. */
const aboutIt = (query: ReturnType<typeof queryOf>, events: ReadonlyArray<UsageEvent>) => {
  const { scope, filters, timeZone, days, compared } = query
  const named = filters.find(({ field, operator }) => field === "account" && operator === "is")
  const mine = events.filter(
    ({ account }) =>
      (scope === "all" || scope.includes(account)) &&
      (named === undefined || named.values.includes(account)),
  )
  const fitting = filtered(mine, filters)
  return {
    mine,
    now: within(fitting, days, timeZone),
    before: compared === null ? [] : within(fitting, compared, timeZone),
  }
}

const checkSeries = (
  query: ReturnType<typeof queryOf>,
  series: Series,
  events: ReadonlyArray<UsageEvent>,
) => {
  const { grain, split, timeZone: zone } = query
  const { mine, now, before } = aboutIt(query, events)
  const groups =
    series.groups === null || split === null ? null : checkGroups(series.groups, now, before, split)
  assert.strictEqual(groups === null, split === null)
  const checkBucket = (
    bucket: Series["buckets"][number] | NonNullable<Series["comparison"]>["buckets"][number],
    those: ReadonlyArray<UsageEvent>,
    which: "now" | "before",
  ) => {
    assert.deepStrictEqual(bucket.totals, recount(those), bucket.key)
    if (groups === null || split === null || groups.length === 0) return
    const sums = groups.map((group) =>
      measureOf(inBucket(group[which], bucket, { grain, zone }), split.measure),
    )
    assert.deepStrictEqual(bucket.values, sums.slice(0, split.limit), bucket.key)
    assert.strictEqual(
      bucket.other,
      sums.slice(split.limit).reduce((sum, one) => sum + one, 0n),
    )
  }
  for (const bucket of series.buckets) {
    checkBucket(bucket, inBucket(now, bucket, { grain, zone }), "now")
    assert.strictEqual(bucket.balance, balanceBefore(mine, bucket.to), bucket.key)
  }
  for (const bucket of series.comparison?.buckets ?? [])
    checkBucket(bucket, inBucket(before, bucket, { grain, zone }), "before")
  assert.deepStrictEqual(series.totals, recount(now))
  if (series.comparison !== null) assert.deepStrictEqual(series.comparison.totals, recount(before))
}

const checkBreakdown = (
  query: ReturnType<typeof queryOf>,
  breakdown: Breakdown,
  events: ReadonlyArray<UsageEvent>,
) => {
  const { now, before } = aboutIt(query, events)
  if (query.split !== null) checkGroups(breakdown, now, before, query.split)
}

layer(warehouseForTests)("usage", (it) => {
  it.effect(
    "equals a recount: every grain, zone, split, filter, measure and comparison",
    () =>
      Effect.gen(function* () {
        const reader = yield* UsageReader
        const everything: UsageEvent[] = []
        const sources = new Set<string>()
        const sampled = fc.sample(histories, { numRuns: HISTORIES, seed: 26 })
        for (const [run, { events, questions }] of sampled.entries()) {
          const written = events.map((event, i) => ({
            ...event,
            id: `e${i}`,
            account: own(run, event.account),
          })) as UsageEvent[]
          yield* writeEvents(written)
          everything.push(...written)
          for (const question of questions) {
            const query = queryOf(question, run)
            const series = yield* reader.series(query)
            checkSeries(query, series, everything)
            for (const source of series.sources) sources.add(source)
            if (query.split === null) continue
            const breakdown = yield* reader.breakdown({ ...query, split: query.split })
            checkBreakdown(query, breakdown, everything)
          }
        }
        assert.strictEqual(sources.size, 4, "a table was never asked")
      }),
    { timeout: 200_000 },
  )
})
