/** Every group of every rollup, read whole, beside the same groups counted from a list of events. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "../clickhouse.ts"
import { formatDecimal } from "../domain/decimal.ts"
import type { UsageEvent } from "../domain/usage-event.ts"
import { categoryOf, groupBy, recount } from "./recount.ts"

const iso = (instant: number, step: number) =>
  new Date(instant - (instant % step)).toISOString().slice(0, 19).replace("T", " ")
const quarterHour = ({ occurredAt }: UsageEvent) => iso(occurredAt, 900_000)
const utcDay = ({ occurredAt }: UsageEvent) => iso(occurredAt, 86_400_000).slice(0, 10)

/** Table → its key columns as text, and the same key of an event. */
const rollups: Readonly<Record<string, readonly [string, (event: UsageEvent) => string]>> = {
  usage_per_quarter_hour: [
    "account || '|' || toString(bucket) || '|' || category",
    (event) => `${event.account}|${quarterHour(event)}|${categoryOf(event)}`,
  ],
  totals_per_quarter_hour: [
    "toString(bucket) || '|' || category || '|' || operation",
    (event) => `${quarterHour(event)}|${categoryOf(event)}|${event.operation}`,
  ],
  usage_per_day: [
    "account || '|' || toString(day)",
    (event) => `${event.account}|${utcDay(event)}`,
  ],
  category_usage_per_day: [
    "account || '|' || toString(day) || '|' || category",
    (event) => `${event.account}|${utcDay(event)}|${categoryOf(event)}`,
  ],
  lifetime_totals: ["account", (event) => event.account],
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
  for (const [table, [key, keyOf]] of Object.entries(rollups)) {
    const rows = yield* clickhouse.query(
      `SELECT ${key} AS key, [toString(sum(spend)), toString(sum(purchase)), toString(sum(refund)),
         toString(sum(bonus)), toString(sum(entries))] AS sums FROM ${table} GROUP BY key`,
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
