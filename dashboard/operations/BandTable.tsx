/** The chart of days over the usual, as a table. */
import type { Day } from "../days.ts"
import { weekdayDate } from "../format-date.ts"
import { columnCredits, columnDigits } from "../format-number.ts"
import { watchWords } from "../messages/watch.ts"
import type { HighUsageDays } from "../operations-client.ts"
import type { WatchedDay } from "./band-days.ts"
import { type FactColumn, FactTable } from "./FactTable.tsx"

const said = () => watchWords().band
const figures = ["expected", "low", "high", "line"] as const

export function BandTable(props: {
  readonly known: HighUsageDays
  readonly today: Day
  readonly notes: ReadonlyMap<Day, string>
}) {
  const digits = () =>
    columnDigits(
      props.known.days.flatMap(({ used, expectation }) => [
        used,
        ...figures.flatMap((name) => expectation?.[name] ?? []),
      ]),
    )
  const stateOf = ({ flagged, complete }: WatchedDay) =>
    said().states[!complete ? "open" : flagged ? "flagged" : "usual"]
  const titles = {
    expected: said().columns.usual,
    low: said().columns.low,
    high: said().columns.high,
    line: said().columns.line,
  }
  const columns = (): ReadonlyArray<FactColumn<WatchedDay>> => [
    { title: said().columns.day, cell: ({ day }) => weekdayDate(day, props.today) },
    { title: said().columns.used, cell: ({ used }) => columnCredits(used, digits()) },
    ...figures.map((name) => ({
      title: titles[name],
      cell: ({ expectation }: WatchedDay) =>
        expectation === null ? "–" : columnCredits(expectation[name], digits()),
    })),
    {
      title: said().columns.state,
      start: true,
      cell: (day) =>
        [stateOf(day), props.notes.has(day.day) ? said().note : ""].filter(Boolean).join(", "),
    },
  ]
  return (
    <FactTable
      caption={said().caption(props.known.meta.tz)}
      columns={columns()}
      rows={props.known.days.toReversed()}
      class="band-table"
    />
  )
}
