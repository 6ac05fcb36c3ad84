/** How new the figures are: the age of the watermark, or the time it stands at when it lags; and whether they come by themselves. */
import { createSignal, onCleanup, Show } from "solid-js"
import { timeOfDay } from "../format-date.ts"
import { count } from "../format-number.ts"
import { m } from "../messages.ts"
import { serverNow } from "../server-clock.ts"
import { useView } from "../view.ts"

const TICK_MS = 1000
/** Older than this the data lags, and the time says more than an age. */
const LAG_SECONDS = 60

export function Freshness() {
  const view = useView()
  const [now, setNow] = createSignal(serverNow())
  const timer = setInterval(() => setNow(serverNow()), TICK_MS)
  onCleanup(() => clearInterval(timer))
  // Instants of one form, so that the later one comes behind.
  const completeTo = () =>
    [view.overview.latest()?.meta.complete_to, view.live.completeTo()].sort().findLast(Boolean)
  const lost = () => view.live.state() === "lost"
  const age = (instant: string) => Math.max(0, Math.round((now() - Date.parse(instant)) / 1000))
  return (
    <Show when={completeTo()}>
      {(instant) => (
        <p class="freshness" classList={{ late: lost() || age(instant()) > LAG_SECONDS }}>
          <span class="dot" aria-hidden="true" />
          <Show
            when={age(instant()) <= LAG_SECONDS}
            fallback={m().live.dataTo(timeOfDay(instant(), view.zone() ?? "UTC"))}
          >
            <span>
              <span class="wide-only">{m().live[view.live.state()]} </span>
              {m().live.ago(count(age(instant())))}
            </span>
          </Show>
        </p>
      )}
    </Show>
  )
}
