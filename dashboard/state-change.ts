/** From one state of the address to another. */
import {
  type Comparison,
  defaults,
  isAboutAccounts,
  NONE,
  printUrl,
  splits,
  type UrlState,
} from "./url-state.ts"

/** What the days stand beside, where the screen says what it is otherwise. */
export const comparisonOf = (
  { compare }: UrlState,
  otherwise?: Comparison,
): Comparison | undefined => (compare === NONE ? undefined : (compare ?? otherwise))

export const EXPLORE = "/explore"
/** About all accounts that one may read, always. */
export const OPERATIONS = "/operations"

/** These compare with the days before unless they are told not to. */
export const usualComparison = (path: string): Comparison | undefined =>
  path === EXPLORE || path === OPERATIONS ? "prev" : undefined

/** What makes a screen compare with that, or with nothing. */
export const comparing = (
  path: string,
  wanted: Comparison | undefined,
): Pick<UrlState, "compare"> => ({
  compare: wanted === usualComparison(path) ? undefined : (wanted ?? NONE),
})

/** What only Explore knows, set back on the way to another screen. */
const notExplored: Partial<UrlState> = {
  everyone: false,
  measure: defaults.measure,
  form: undefined,
  list: undefined,
}

/** The same question on the way to a screen, less what it cannot answer. */
export const stateFor = (path: string, state: UrlState): UrlState => {
  if (path === EXPLORE) return state
  if (path === OPERATIONS)
    return withState(state, { ...notExplored, everyone: true, by: defaults.by, day: undefined })
  return withState(state, {
    ...notExplored,
    by: splits.find((known) => known === state.by) ?? defaults.by,
    page: state.page,
    event: state.event,
    day: state.day,
    compare: comparisonOf(state),
  })
}

/** What stands in the address of a screen: that Operations is about everybody needs no saying. */
export const printFor = (path: string, state: UrlState): string => {
  const known = stateFor(path, state)
  return printUrl(path === OPERATIONS ? { ...known, everyone: false } : known)
}

/** These say how, not which entries. */
const neutral = [
  ...["page", "grain", "event", "columns", "compare", "match"],
  ...["by", "measure", "form", "list"],
]

/** What changes the set of entries also leaves the page of the ledger, and the entry, that were open. */
export const withState = (state: UrlState, change: Partial<UrlState>): UrlState => {
  const sameEntries = Object.keys(change).every((name) => neutral.includes(name))
  const leavesDay = "range" in change || "account" in change || "tz" in change
  return forWhom({
    ...state,
    ...(sameEntries ? {} : { page: undefined, event: undefined }),
    ...("page" in change ? { event: undefined } : {}),
    ...(leavesDay ? { day: undefined } : {}),
    ...change,
  })
}

/** Of one account nothing is asked by account. */
const forWhom = (state: UrlState): UrlState =>
  state.everyone
    ? state
    : {
        ...state,
        filters: state.filters.some(isAboutAccounts)
          ? state.filters.filter((filter) => !isAboutAccounts(filter))
          : state.filters,
        by: state.by === "account" ? defaults.by : state.by,
        list: state.list === "account" ? undefined : state.list,
      }
