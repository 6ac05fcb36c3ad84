/** Faults that no way of the product leads to, put into a rollup by hand, each with the keys it makes wrong. */
import { Effect, Schema } from "effect"
import { ClickHouse } from "../clickhouse.ts"

/** A key's columns in their order, as text; buckets in epoch seconds. */
export type PlantedKey = Readonly<Record<string, string>>

interface RollupShape {
  readonly key: ReadonlyArray<string>
  readonly figures: ReadonlyArray<string>
}

export const ROLLUP_SHAPES: Readonly<Record<string, RollupShape>> = {
  usage_per_quarter_hour: {
    key: ["account", "bucket", "category", "type"],
    figures: ["credits", "entries"],
  },
  totals_per_quarter_hour: {
    key: ["bucket", "category", "operation", "type"],
    figures: ["credits", "entries"],
  },
  lifetime_totals: {
    key: ["account"],
    figures: [
      "spend",
      "purchase",
      "refund",
      "bonus",
      "entries",
      "first_at",
      "last_at",
      "last_batch",
    ],
  },
}

const shapeOf = (rollup: string): RollupShape => {
  const shape = ROLLUP_SHAPES[rollup]
  if (shape === undefined) throw new Error(`${rollup} is no rollup`)
  return shape
}

const Picked = Schema.Struct({ key: Schema.Record(Schema.String, Schema.String) })

/** Keys with one figure each, in an order that has nothing to do with their values. */
export const pickKeys = Effect.fnUntraced(function* (rollup: string, count: number) {
  const { key } = shapeOf(rollup)
  const text = key.map((name) =>
    name === "bucket" ? "formatDateTime(bucket, '%FT%T.000Z')" : name,
  )
  const rows = yield* (yield* ClickHouse).query(
    `SELECT map(${key.map((name, i) => `'${name}', toString(${text[i]})`).join(", ")}) AS key
     FROM (SELECT DISTINCT ${key.join(", ")} FROM ${rollup})
     ORDER BY cityHash64(key) LIMIT {count:UInt32}`,
    { count },
    Picked,
  )
  return rows.map((row) => row.key)
})

const at = (key: PlantedKey) =>
  Object.keys(key)
    .map((name) =>
      name === "bucket"
        ? "bucket = parseDateTimeBestEffort({bucket:String}, 'UTC')"
        : `toString(${name}) = {${name}:String}`,
    )
    .join(" AND ")

const quiet = "SETTINGS deduplicate_insert = 'disable', mutations_sync = 2"

/** The key is gone from the rollup. */
export const removeKey = Effect.fnUntraced(function* (rollup: string, key: PlantedKey) {
  const { command } = yield* ClickHouse
  yield* command(`ALTER TABLE ${rollup} DELETE WHERE ${at(key)} SETTINGS mutations_sync = 2`, key)
})

/** Everything at the key counts once more. */
export const doubleKey = Effect.fnUntraced(function* (rollup: string, key: PlantedKey) {
  const { command } = yield* ClickHouse
  const columns = [...shapeOf(rollup).key, ...shapeOf(rollup).figures].join(", ")
  yield* command(
    `INSERT INTO ${rollup} (${columns}) ${quiet} SELECT ${columns} FROM ${rollup} WHERE ${at(key)}`,
    key,
  )
})

/** Everything at the key stands under another category; the keys that are wrong now. */
export const misfileKey = Effect.fnUntraced(function* (
  rollup: string,
  key: PlantedKey,
  category: string,
) {
  const { command } = yield* ClickHouse
  const { key: names, figures } = shapeOf(rollup)
  const columns = [...names, ...figures]
  const moved = columns.map((name) => (name === "category" ? "{to:String}" : name))
  yield* command(
    `INSERT INTO ${rollup} (${columns.join(", ")}) ${quiet}
     SELECT ${moved.join(", ")} FROM ${rollup} WHERE ${at(key)}`,
    { ...key, to: category },
  )
  yield* removeKey(rollup, key)
  return [key, { ...key, category }]
})
