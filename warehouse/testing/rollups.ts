/** Every group of every rollup, read whole, beside the same groups counted from a list of events. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "../clickhouse.ts"
import { formatDecimal } from "../domain/decimal.ts"
import type { UsageEvent } from "../domain/usage-event.ts"
import { categoryOf, groupBy, recount } from "./recount.ts"

const iso = (instant: number, step: number) =>
  new Date(instant - (instant % step)).toISOString().slice(0, 19).replace("T", " ")
const quarterHour = ({ occurredAt }: UsageEvent) => iso(occurredAt, 900_000)

const BY_TYPE = `toString(sumIf(credits, type = 'spend')), toString(sumIf(credits, type = 'purchase')),
  toString(sumIf(credits, type = 'refund')), toString(sumIf(credits, type = 'bonus'))`
const BY_COLUMN =
  "toString(sum(spend)), toString(sum(purchase)), toString(sum(refund)), toString(sum(bonus))"

interface Rollup {
  /** Its key as text. */
  readonly key: string
  /** The same key of an event. */
  readonly keyOf: (event: UsageEvent) => string
  readonly sums: string
}

const rollups: Readonly<Record<string, Rollup>> = {
  usage_per_quarter_hour: {
    key: "account || '|' || toString(bucket) || '|' || category",
    keyOf: (event) => `${event.account}|${quarterHour(event)}|${categoryOf(event)}`,
    sums: BY_TYPE,
  },
  totals_per_quarter_hour: {
    key: "toString(bucket) || '|' || category || '|' || operation",
    keyOf: (event) => `${quarterHour(event)}|${categoryOf(event)}|${event.operation}`,
    sums: BY_TYPE,
  },
  lifetime_totals: { key: "account", keyOf: (event) => event.account, sums: BY_COLUMN },
}

const Group = Schema.Struct({ key: Schema.String, sums: Schema.Array(Schema.String) })

const sumsOf = (events: ReadonlyArray<UsageEvent>): string => {
  const { spend, purchase, refund, bonus, count } = recount(events)
  return [...[spend, purchase, refund, bonus].map(formatDecimal), String(count)].join(" ")
}

/** The groups of every rollup whose sums differ from the recount, each as a sentence. None: all is right. */
export const wrongGroups = Effect.fn("wrongGroups")(function* (events: ReadonlyArray<UsageEvent>) {
  const clickhouse = yield* ClickHouse
  const wrong: string[] = []
  for (const [table, { key, keyOf, sums }] of Object.entries(rollups)) {
    const rows = yield* clickhouse.query(
      `SELECT ${key} AS key, [${sums}, toString(sum(entries))] AS sums FROM ${table} GROUP BY key`,
      {},
      Group,
    )
    const stored = new Map(rows.map((row) => [row.key, row.sums.join(" ")]))
    const expected = groupBy(events, keyOf)
    for (const [group, members] of expected)
      if (stored.get(group) !== sumsOf(members))
        wrong.push(`${table} ${group}: ${stored.get(group)} instead of ${sumsOf(members)}`)
    for (const group of stored.keys())
      if (!expected.has(group)) wrong.push(`${table} ${group}: nothing of it was sent`)
  }
  return wrong
})

const Ids = Schema.Struct({ rows: Schema.String, ids: Schema.String })

/** How many transactions are stored, and how many different ids they have. */
export const storedIds = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const statement = "SELECT count() AS rows, uniqExact(account, id) AS ids FROM transactions"
  const [counted] = yield* clickhouse.query(statement, {}, Ids)
  return { rows: Number(counted?.rows), ids: Number(counted?.ids) }
})
