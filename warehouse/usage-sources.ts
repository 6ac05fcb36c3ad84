/** Which table answers a question about usage: a rollup where one has what is asked, else the ledger. */
import { Schema } from "effect"
import { type Dimension, isPropertyDimension, type NamedDimension } from "./domain/dimensions.ts"
import { askOnly, type Filters, type NamedField } from "./domain/filters.ts"

/** Whose usage: every account's, or that of the accounts in a list. */
export type AccountScope = "all" | ReadonlyArray<string>

export const SOURCE_TABLES = [
  "lifetime_totals",
  "usage_per_quarter_hour",
  "totals_per_quarter_hour",
  "transactions",
] as const
export type SourceTable = (typeof SOURCE_TABLES)[number]

export type UsageSource = Exclude<SourceTable, "lifetime_totals">

interface Rollup {
  readonly table: UsageSource
  readonly dimensions: ReadonlyArray<NamedDimension>
  readonly filters: ReadonlyArray<NamedField>
}

/** Cannot tell accounts apart, so it answers for all of them only. */
const TOTALS: Rollup = {
  table: "totals_per_quarter_hour",
  dimensions: ["category", "operation", "type"],
  filters: ["category", "operation", "type"],
}
const USAGE: Rollup = {
  table: "usage_per_quarter_hour",
  dimensions: ["category", "type", "account"],
  filters: ["category", "type", "account"],
}

/** The first that has every dimension and every filtered field. */
export const sourceOf = (
  { scope, filters }: { readonly scope: AccountScope; readonly filters: Filters },
  dimensions: ReadonlyArray<Dimension>,
): UsageSource =>
  (scope === "all" ? [TOTALS, USAGE] : [USAGE]).find(
    (source) =>
      askOnly(filters, source.filters) &&
      dimensions.every(
        (dimension) => !isPropertyDimension(dimension) && source.dimensions.includes(dimension),
      ),
  )?.table ?? "transactions"

/** Filters by account that name accounts make a list of the scope, so that a key leads to their rows. */
export const narrowed = (scope: AccountScope, filters: Filters) => {
  const named = filters.find(({ field, operator }) => field === "account" && operator === "is")
  if (named === undefined) return { scope, filters }
  return {
    scope: scope === "all" ? named.values : scope.filter((one) => named.values.includes(one)),
    filters: filters.filter((filter) => filter !== named),
  }
}

export const scopeParameters = (scope: AccountScope) => ({
  everyone: scope === "all" ? 1 : 0,
  accounts: scope === "all" ? [] : scope,
})

/** How many transactions a question that no rollup serves may be about. */
export const LEDGER_ROWS_MAX = 2_000_000

/** No rollup has what is asked, and the ledger holds too much of it to count it through. */
export class TooManyRows extends Schema.TaggedError<TooManyRows>()("TooManyRows", {
  rows: Schema.Int,
  rowsMax: Schema.Int,
}) {
  override get message() {
    return `${this.rows} transactions would have to be counted through, and at most ${this.rowsMax} are`
  }
}
