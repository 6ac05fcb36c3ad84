/** Which cells of which rollups one more transaction changes: what the views of `sql/migrations` make of it. */
import { dayOf, formatInstant } from "./domain/calendar.ts"
import type { TransactionType } from "./domain/transaction-type.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { ROLLUPS } from "./rollups.ts"

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

/** `category`: the event's own, or what the catalog says of its operation. None for a failure. */
export const rollupChanges = (event: UsageEvent, category: string): ReadonlyArray<RollupChange> => {
  const { type, credits } = event
  if (type === "failure") return []
  return ROLLUPS.map(({ name: rollup, key: names }) => ({
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
