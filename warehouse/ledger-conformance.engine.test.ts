import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import type { Filter } from "./domain/filters.ts"
import { LEDGER_SORTS } from "./domain/ledger-order.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { LedgerReader } from "./ledger-reader.ts"
import { Adapters, same } from "./testing/adapters.ts"
import { listOf } from "./testing/ledger-recount.ts"
import { writeEvents } from "./testing/warehouse.ts"

// What ends a text, an escape or a statement somewhere on the way to an engine.
const AWKWARD = [
  "it's",
  'say "so"',
  "back\\slash",
  "\\' OR 1 = 1 --",
  "tab\tand\nline",
  "{id:String} {{rows}}",
  "%27 100%",
  "['a','b']",
  "é 😀 ﬁ",
  "\\N",
  "NULL",
]

const events = AWKWARD.map(
  (text, i): UsageEvent => ({
    ...{ account: "awkward", id: `e${i}`, type: "spend", operation: "x", credits: 1_000_000n },
    ...{ occurredAt: Date.UTC(2026, 2, 5) + i, description: text },
    properties: { model: text, other: "y" },
  }),
)

const described = { field: "description", operator: "is" } as const
const modelHas = { field: "property:model", operator: "has" } as const

const page = (filters: ReadonlyArray<Filter>, more: object = {}) =>
  LedgerReader.use((reader) =>
    reader.page({
      ...{ account: "awkward", timeZone: "UTC", interval: null, cursor: null, limit: 100 },
      ...{ filters, ...more },
    }),
  )

layer(Adapters.layer, { excludeTestServices: true, timeout: "60 seconds" })(
  "all adapters",
  (it) => {
    it.effect("filter by any text, and never take it for SQL", () =>
      Effect.gen(function* () {
        yield* same(writeEvents(events))
        const questions: ReadonlyArray<Filter> = [
          ...AWKWARD.map((text): Filter => ({ ...described, values: [text] })),
          ...AWKWARD.map((text): Filter => ({ ...modelHas, values: [text] })),
          { field: "property:model", operator: "not", values: AWKWARD.slice(3) },
        ]
        for (const filter of questions) {
          const filters = [filter]
          const { entries, totals } = yield* same(page(filters, { sort: "occurred_at" }))
          const list = listOf(events, { interval: null, filters, sort: "occurred_at" })
          assert.deepStrictEqual(
            entries.map(({ id, balanceAfter }) => [id, balanceAfter]),
            list.map(({ event, balanceAfter }) => [event.id, balanceAfter]),
            JSON.stringify(filter),
          )
          assert.strictEqual(totals.count, list.length)
        }
      }),
    )

    it.effect("take a hundred long values, and any order", () =>
      Effect.gen(function* () {
        const values = Array.from({ length: 99 }, (_, i) => `${AWKWARD[i % 11]} ${"x".repeat(99)}`)
        const filters: ReadonlyArray<Filter> = [
          { field: "description", operator: "not", values },
          { field: "credits", operator: "is", values: ["-1", "2"] },
        ]
        for (const sort of LEDGER_SORTS) {
          const { entries } = yield* same(page(filters, { sort }))
          const list = listOf(events, { interval: null, filters, sort })
          assert.deepStrictEqual(
            entries.map(({ id }) => id),
            list.map(({ event }) => event.id),
          )
        }
      }),
    )
  },
)
