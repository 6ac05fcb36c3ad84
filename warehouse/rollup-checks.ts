/**
 * What each rollup is compared with: a recount from `transactions`, written apart from the view that
 * fills the rollup. One call compares one slice, in one statement.
 */
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { formatInstant } from "./domain/calendar.ts"
import { formatDecimal } from "./domain/decimal.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"

/** As much of a rollup as is compared at once; which of these count is up to the rollup's kind. */
export interface Slice {
  /** Where it begins: this account (`ledger`), or behind it (`account`). */
  readonly account: string
  /** Where it ends, see `RollupCheck`. */
  readonly lastAccount: string
  /** Epoch milliseconds, on quarter hours. */
  readonly from: number
  readonly to: number
}

/** By the names of the rollup's columns: a place, or the figures there. */
export type Columns = Readonly<Record<string, string>>

export interface DifferingKey {
  readonly key: Columns
  readonly stored: Columns
  readonly counted: Columns
}

export interface Comparison {
  /** Keys of the rollup and of the recount together. */
  readonly groups: number
  readonly differing: number
  /** Credits by which the differing keys differ, without their signs: zero hides nothing. */
  readonly drift: bigint
  /** The first of the differing ones. */
  readonly keys: ReadonlyArray<DifferingKey>
}

export const NO_COMPARISON: Comparison = { groups: 0, differing: 0, drift: 0n, keys: [] }
/** Keys that are named of one rollup; how many more there are is told. As many as a statement gives. */
export const KEYS_MAX = 100

export interface RollupCheck {
  readonly rollup: string
  readonly statement: string
  /**
   * `ledger`: in the order of (account, time), up to and without (lastAccount, to). `account`: whole
   * accounts, up to and with lastAccount. `time`: between two instants, all accounts.
   */
  readonly by: "ledger" | "account" | "time"
}

export const ROLLUP_CHECKS: ReadonlyArray<RollupCheck> = [
  {
    rollup: "usage_per_quarter_hour",
    statement: sqlQuery("integrity-usage-per-quarter-hour"),
    by: "ledger",
  },
  { rollup: "lifetime_totals", statement: sqlQuery("integrity-lifetime-totals"), by: "account" },
  {
    rollup: "totals_per_quarter_hour",
    statement: sqlQuery("integrity-totals-per-quarter-hour"),
    by: "time",
  },
]

const Figures = Schema.Record(Schema.String, Schema.String)
const Row = Schema.Struct({
  groups: Schema.String,
  differing: Schema.String,
  drift: Schema.String,
  keys: Schema.Array(Schema.Tuple([Figures, Figures, Figures])),
})

const seconds = (instant: number) => instant / 1000

const parametersOf = ({ account, lastAccount, from, to }: Slice) => ({
  ledger: { account, last_account: lastAccount, from: seconds(from), to: seconds(to) },
  account: { account, last_account: lastAccount },
  time: { from: seconds(from), to: seconds(to) },
})

export const compareSlice = Effect.fnUntraced(function* (check: RollupCheck, slice: Slice) {
  const clickhouse = yield* ClickHouse
  const rows = yield* clickhouse.query(check.statement, parametersOf(slice)[check.by], Row)
  return rows.reduce<Comparison>(
    (sum, row) =>
      addComparisons(sum, {
        groups: Number(row.groups),
        differing: Number(row.differing),
        drift: storedDecimal(row.drift),
        keys: row.keys.map(([key, stored, counted]) => ({
          key,
          stored: readable(stored),
          counted: readable(counted),
        })),
      }),
    NO_COMPARISON,
  )
})

export const addComparisons = (a: Comparison, b: Comparison): Comparison => ({
  groups: a.groups + b.groups,
  differing: a.differing + b.differing,
  drift: a.drift + b.drift,
  keys: [...a.keys, ...b.keys].slice(0, KEYS_MAX),
})

const figure: Readonly<Record<string, (text: string) => string>> = {
  entries: (text) => text,
  first_at: (text) => (text === "" ? "" : formatInstant(Number(text))),
  last_at: (text) => (text === "" ? "" : formatInstant(Number(text))),
}

/** Credits and instants as everybody else reads them. */
const readable = (figures: Columns): Columns =>
  Object.fromEntries(
    Object.entries(figures).map(([name, text]) => [
      name,
      figure[name]?.(text) ?? formatDecimal(storedDecimal(text)),
    ]),
  )

// Several processes that write share no gate: a slice may be met with another one's insert in it.
const LOOKS_MAX = 5
const FIRST_PAUSE_MS = 200

/**
 * As `compareSlice`. Where others may write at the same time, what differs is looked at again, and only
 * what differs each time is told. `compare` puts each look inside one state.
 */
export const compareSettled = Effect.fnUntraced(function* <E, R>(
  compare: Effect.Effect<Comparison, E, R>,
) {
  const { exclusive } = yield* ClickHouse
  let found = yield* compare
  for (let look = 1; !exclusive && found.differing > 0 && look < LOOKS_MAX; look++) {
    yield* Effect.sleep(FIRST_PAUSE_MS * 2 ** (look - 1))
    found = stillThere(found, yield* compare)
  }
  return found
})

const nameOf = ({ key }: DifferingKey) => JSON.stringify(key)

const stillThere = (before: Comparison, now: Comparison): Comparison => {
  const known = new Set(before.keys.map(nameOf))
  const keys = now.keys.filter((key) => known.has(nameOf(key)))
  // Where every one is named, those that are left are known; of more, there are at least as many.
  const whole = before.differing <= KEYS_MAX && now.differing <= KEYS_MAX
  if (!whole) return { ...now, differing: Math.min(before.differing, now.differing), keys }
  return { ...now, differing: keys.length, drift: keys.length === 0 ? 0n : now.drift, keys }
}
