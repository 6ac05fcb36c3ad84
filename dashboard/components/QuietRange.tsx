/** Where a range holds nothing: the way to the days that do. */
import { Show } from "solid-js"
import { addDays, dayOfInstant } from "../days.ts"
import { fullDate } from "../format-date.ts"
import { m } from "../messages.ts"
import { useView } from "../view.ts"

const DAYS = 30

export function QuietRange() {
  const view = useView()
  const lastEntry = () => {
    const [instant, zone] = [view.overview.latest()?.lifetime.last_at, view.zone()]
    return instant && zone !== undefined ? dayOfInstant(instant, zone) : undefined
  }
  return (
    <Show when={lastEntry()}>
      {(last) => (
        <button
          type="button"
          class="control"
          onClick={() => view.update({ range: { first: addDays(last(), 1 - DAYS), last: last() } })}
        >
          {m().chart.quiet(DAYS, fullDate(last()))}
        </button>
      )}
    </Show>
  )
}
