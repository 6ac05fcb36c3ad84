/** The usage rate, and whether it runs ahead of the period: a meter with the period's mark in it. */

import { Show } from "solid-js"
import type { Overview } from "#api/contract.ts"
import { credits, percent, plural } from "../format-number.ts"
import { isAheadOfPace } from "../usage-sentence.ts"

export function PaceBar(props: { readonly overview: Overview }) {
  const rate = () => props.overview.usage_rate
  return (
    <Show
      when={rate() !== null}
      fallback={
        <p class="figure-note">
          There is no allowance, and nothing was there to use when the period began.
        </p>
      }
    >
      <span class="rate-line">
        <span class="figure-value">{percent(rate() ?? 0)}</span>
        <span class="figure-note">{rateNote(props.overview)}</span>
      </span>
      <Meter overview={props.overview} rate={rate() ?? 0} />
    </Show>
  )
}

function Meter(props: { readonly overview: Overview; readonly rate: number }) {
  const elapsed = () => props.overview.period.elapsed * 100
  const period = () => props.overview.period
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a native meter cannot hold the period's mark. */}
      <div
        class="pace-bar"
        classList={{ ahead: isAheadOfPace(props.overview), over: props.rate >= 100 }}
        role="meter"
        aria-label="Usage rate"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, Math.round(props.rate))}
        aria-valuetext={`${Math.round(props.rate)} percent used, ${Math.round(elapsed())} percent of the period gone`}
      >
        <span class="pace-fill" style={{ width: `${Math.min(100, props.rate)}%` }} />
        <span class="pace-tick" style={{ left: `${elapsed()}%` }} />
      </div>
      <p class="pace-label-track" aria-hidden="true">
        <span class="pace-label" style={{ left: `clamp(4.6rem, ${elapsed()}%, 100% - 4.6rem)` }}>
          today, day {period().days_elapsed} of {period().days}
        </span>
      </p>
    </>
  )
}

const rateNote = (overview: Overview): string => {
  const of =
    overview.allowance_from === "plan"
      ? `of ${credits(overview.allowance)}`
      : `of ${credits(overview.allowance)} there were to use`
  const pace = overview.allowance_from === "plan" ? ` · ${paceWords(overview)}` : ""
  return `${of} · ${credits(overview.average_per_day)} a day${pace}`
}

const paceWords = (overview: Overview): string => {
  const points = Math.round(overview.pace ?? 0)
  if (points === 0) return "on pace"
  const size = plural(Math.abs(points), "point", "points")
  if (points < 0) return `${size} under pace`
  return isAheadOfPace(overview) ? `${size} ahead of pace` : `${size} over pace`
}
