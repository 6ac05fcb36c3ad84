/** Which cells of which rollups one more transaction changes: what the views of `sql/migrations` make of it. */
import { dayOf, formatInstant } from "./domain/calendar.ts"
import type { TransactionType } from "./domain/transaction-type.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { migrations } from "./sql-files.ts"

/** In this cell, the sum of the type grows by the credits, and its count by one. */
export interface RollupChange {
  readonly rollup: string
  /** The cell's place, by the names of its columns. */
  readonly key: Readonly<Record<string, string>>
  readonly type: TransactionType
  /** Positive. */
  readonly credits: bigint
}

const QUARTER_HOUR_MS = 900_000

type Columns = Readonly<Record<string, (event: UsageEvent, category: string) => string>>
const columns: Columns = {
  account: ({ account }) => account,
  bucket: ({ occurredAt }) =>
    formatInstant(Math.floor(occurredAt / QUARTER_HOUR_MS) * QUARTER_HOUR_MS),
  day: ({ occurredAt }) => dayOf(occurredAt, "UTC"),
  category: (_, category) => category,
  operation: ({ operation }) => operation,
  type: ({ type }) => type,
}

/** The views' targets with the columns of their keys, out of the migrations: there is no second list to keep. */
const rollupsOf = (statements: ReadonlyArray<string>): ReadonlyMap<string, ReadonlyArray<string>> =>
  new Map(
    statements.flatMap((statement) => {
      const target = / TO (\w+) AS\n/.exec(statement)?.[1]
      if (target === undefined) return []
      const table = statements.find((one) => one.includes(`TABLE IF NOT EXISTS ${target} `))
      const key = /^ORDER BY \(?([\w, ]+)\)?$/m.exec(table ?? "")?.[1]
      if (key === undefined) throw new Error(`the migrations give no key of the rollup ${target}`)
      return [[target, key.split(", ")] as const]
    }),
  )

const rollups = rollupsOf(migrations().flatMap(({ statements }) => statements))

/** `category`: the event's own, or what the catalog says of its operation. None for a failure. */
export const rollupChanges = (event: UsageEvent, category: string): ReadonlyArray<RollupChange> => {
  const { type, credits } = event
  if (type === "failure") return []
  return Array.from(rollups, ([rollup, names]) => ({
    rollup,
    key: Object.fromEntries(
      names.map((name) => {
        const read = columns[name]
        if (read === undefined)
          throw new Error(`${name} of ${rollup} is a column nobody reads here`)
        return [name, read(event, category)]
      }),
    ),
    type,
    credits,
  }))
}
