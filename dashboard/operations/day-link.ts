/** The way from a figure of Operations to the entries behind it. */
import type { Accessor } from "solid-js"
import type { Day } from "../days.ts"
import { useView } from "../view.ts"

/** To an account's entries of one day, or of all days of a range. */
export const createDayLink = (tz: Accessor<string>) => {
  const view = useView()
  return (account: string, first: Day, last: Day = first): string =>
    view.href("/usage", {
      account,
      range: { first, last },
      tz: tz(),
      filters: [],
      compare: undefined,
      day: undefined,
      event: undefined,
    })
}
