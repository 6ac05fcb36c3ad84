/** The ways from a figure of Operations to the entries behind it. */
import type { Accessor } from "solid-js"
import type { Day, DayRange } from "../days.ts"
import { addValue, type Filter, type FilterField } from "../filters.ts"
import { EXPLORE } from "../state-change.ts"
import { defaults, isAboutAccounts, type UrlState } from "../url-state.ts"
import { useView } from "../view.ts"

/** To an account's entries of one day, or of all days of a range, under the filters of the page. */
export const createDayLink = (tz: Accessor<string>) => {
  const view = useView()
  return (account: string, first: Day, last: Day = first): string =>
    view.href("/usage", {
      account,
      range: { first, last },
      tz: tz(),
      filters: view.state().filters.filter((filter) => !isAboutAccounts(filter)),
      compare: undefined,
      day: undefined,
      event: undefined,
    })
}

export interface RowsAsked {
  readonly days: DayRange
  /** What they are divided by there; by account unless given. */
  readonly by?: UrlState["by"]
  /** One value more that they have, or have not. */
  readonly only?: { readonly field: FilterField; readonly value: string }
  readonly without?: ReadonlyArray<string>
}

/** To what a sum over accounts is made of: Explore, where each account leads on to its entries. */
export const createRowsLink = (tz: Accessor<string>) => {
  const view = useView()
  return ({ days, by = "account", only, without = [] }: RowsAsked): string => {
    let filters: ReadonlyArray<Filter> = view.state().filters
    if (only !== undefined) filters = addValue(filters, { ...only, operator: "is" })
    for (const value of without)
      filters = addValue(filters, { field: "account", operator: "not", value })
    return view.href(EXPLORE, {
      everyone: true,
      range: days,
      tz: tz() === "UTC" ? undefined : tz(),
      by,
      filters,
      compare: view.state().compare,
      measure: defaults.measure,
      grain: undefined,
    })
  }
}
