/** What Explore asks the API: of one account, or of all that one may read. */
import type { Breakdown, Usage } from "#api/contract.ts"
import { named, read, v1 } from "../api-call.ts"
import { daysOf, type RangeScope } from "../client.ts"
import { type Dimension, type Measure, printDimension } from "../dimensions.ts"
import type { Filter } from "../filters.ts"
import type { Comparison, Grain, Match } from "../url-state.ts"

/** `account`: `undefined` for all that one may read. */
export interface ExploreScope extends Omit<RangeScope, "account"> {
  readonly account: string | undefined
  readonly measure: Measure
}

export interface SeriesQuestion extends ExploreScope {
  readonly by: Dimension
  readonly grain: Grain
  readonly compare: Comparison | undefined
  readonly match: Match
}

/** So many values are listed; what is left is one sum. */
const LISTED_MAX = 100
/** Names of properties are looked for in so many of the newest entries. */
const NAMES_FROM = 100

/**
 * Credits of one type come from entries of that type: only those are counted, so that an average
 * entry is one.
 */
const entriesOf = (measure: Measure, filters: ReadonlyArray<Filter>): ReadonlyArray<Filter> => {
  const isOneType = measure !== "credits" && measure !== "count"
  return !isOneType || filters.some(({ field }) => field === "type")
    ? filters
    : [...filters, { field: "type", operator: "is", values: [measure] }]
}

const wordsOf = ({ account: _, measure, filters, ...days }: ExploreScope) => ({
  ...daysOf({ ...days, filters: entriesOf(measure, filters) }),
  measure,
  limit: String(LISTED_MAX),
})

export const exploreClient = {
  series: (
    { by, grain, compare, match, ...scope }: SeriesQuestion,
    signal: AbortSignal,
  ): Promise<Usage> => {
    const compared = compare === undefined ? {} : { compare, match }
    const query = { ...wordsOf(scope), by: printDimension(by), grain, ...compared }
    return scope.account === undefined
      ? read(v1().usage.$get({ query }, { init: { signal } }))
      : read(
          v1().accounts[":account"].usage.$get(
            { param: named(scope.account), query },
            { init: { signal } },
          ),
        )
  },
  breakdown: (
    { by, ...scope }: ExploreScope & { readonly by: Dimension },
    signal: AbortSignal,
  ): Promise<Breakdown> => {
    const query = { ...wordsOf(scope), by: printDimension(by) }
    return scope.account === undefined
      ? read(v1().breakdown.$get({ query }, { init: { signal } }))
      : read(
          v1().accounts[":account"].breakdown.$get(
            { param: named(scope.account), query },
            { init: { signal } },
          ),
        )
  },
  /** Names of properties that the account's newest entries carry. */
  propertyNames: async (account: string, signal: AbortSignal): Promise<ReadonlyArray<string>> => {
    const { transactions } = await read(
      v1().accounts[":account"].transactions.$get(
        { param: named(account), query: { range: "all", limit: String(NAMES_FROM) } },
        { init: { signal } },
      ),
    )
    return [...new Set(transactions.flatMap(({ properties }) => Object.keys(properties)))].sort()
  },
}
