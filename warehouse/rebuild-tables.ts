/**
 * The steps of making a rollup anew. Between any two of them the process may be killed: until the new
 * table is renamed the old rows stand, and from then on a start puts the new ones in place.
 */
import { Effect, Schedule, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"
import type { Slice } from "./rollup-checks.ts"
import {
  entriesIn,
  fillBeside,
  ROLLUPS,
  type Rollup,
  rebuildNames,
  replaceWith,
  tableBeside,
  viewBeside,
} from "./rollups.ts"
import { sqlQuery } from "./sql-files.ts"

const makeLedger = sqlQuery("rebuild-ledger")
const keepStill = sqlQuery("rebuild-ledger-still")
const fillLedger = sqlQuery("rebuild-ledger-fill")
const dropView = sqlQuery("rebuild-drop-view")
const dropTable = sqlQuery("rebuild-drop-table")
const rename = sqlQuery("rebuild-rename")
const listTables = sqlQuery("rebuild-tables")

const LEDGER = "rebuild_ledger"

/** Begins it: from here on every insert fills the new table too, and what was before stands in a ledger of its own. */
export const beginBeside = Effect.fnUntraced(function* (rollup: Rollup) {
  const { command } = yield* ClickHouse
  yield* command(tableBeside(rollup))
  yield* command(makeLedger)
  yield* command(keepStill)
  yield* command(fillLedger)
  yield* command(viewBeside(rollup))
})

/** Counts a slice of what was before. */
export const fillSlice = Effect.fnUntraced(function* (rollup: Rollup, slice: Slice) {
  const { command } = yield* ClickHouse
  const { made } = rebuildNames(rollup.name)
  const { account, lastAccount, from, to } = slice
  yield* command(fillBeside(rollup), {
    made,
    account,
    last_account: lastAccount,
    from: from / 1000,
    to: to / 1000,
  })
})

const Entries = Schema.Struct({ made: Schema.String, stored: Schema.String })

/** Entries that the new table has counted; null when the ledger holds another number of them. */
const entriesOf = Effect.fnUntraced(function* (made: string) {
  const { query } = yield* ClickHouse
  const [row] = yield* query(entriesIn(made), {}, Entries)
  return row?.made === row?.stored ? Number(row?.made) : null
})

// A statement that got no answer is sent again: each of these may be.
const untilAnswered = {
  schedule: Schedule.min([Schedule.exponential("100 millis"), Schedule.spaced("2 seconds")]),
  while: ({ _tag }: WarehouseError) => _tag === "WarehouseUnavailable",
}

/** For as long as nobody reads or inserts. Gives the entries counted; null leaves the old rows as they are. */
export const putInPlace = Effect.fnUntraced(function* ({ name }: Rollup) {
  const { command } = yield* ClickHouse
  const { made, view, ready } = rebuildNames(name)
  yield* command(dropView, { view })
  const entries = yield* entriesOf(made)
  if (entries === null) return null
  yield* command(rename, { made, ready })
  // What is named so is put in place by the next start, so it must not outlive this.
  yield* command(replaceWith(name), { rollup: name }).pipe(
    Effect.retry(untilAnswered),
    Effect.ensuring(
      Effect.ignore(Effect.retry(command(dropTable, { made: ready }), untilAnswered)),
    ),
  )
  return entries
})

/** Takes away what stands beside the rollup. */
export const removeBeside = Effect.fnUntraced(function* ({ name }: Rollup) {
  const { command } = yield* ClickHouse
  const { made, view } = rebuildNames(name)
  yield* command(dropView, { view })
  yield* command(dropTable, { made })
})

export const removeLedger = Effect.flatMap(ClickHouse, ({ command }) =>
  command(dropTable, { made: LEDGER }),
)

const Table = Schema.Struct({ name: Schema.String, is_view: Schema.Number })

/** Ends what a killed process left, before anything is inserted: a rollup is the old one or the new one. */
export const finishRebuilds = Effect.fn("warehouse.finishRebuilds")(function* () {
  const { command, query } = yield* ClickHouse
  const tables = yield* query(listTables, {}, Table)
  for (const { name, is_view } of tables) {
    if (is_view === 1) yield* command(dropView, { view: name })
    else {
      const rollup = ROLLUPS.find((one) => rebuildNames(one.name).ready === name)
      if (rollup !== undefined) yield* replaceIfWhole(rollup.name, name)
      yield* command(dropTable, { made: name })
    }
  }
  if (tables.length > 0)
    yield* Effect.logWarning(
      "ended a rebuild that was cut off",
      tables.map(({ name }) => name),
    )
})

const replaceIfWhole = Effect.fnUntraced(function* (rollup: string, ready: string) {
  const { command } = yield* ClickHouse
  if ((yield* entriesOf(ready)) === null)
    return yield* Effect.logError(`${rollup} was made anew and somebody wrote since: not used`)
  yield* command(replaceWith(rollup), { rollup })
})
