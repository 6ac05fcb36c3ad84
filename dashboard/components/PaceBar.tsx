/** The usage rate, and whether it runs ahead of the period: a meter with the period's mark in it. */

import { Show } from "solid-js"
import type { Overview } from "#api/contract.ts"
import { credits, percent } from "../format-number.ts"
import { m } from "../messages.ts"
import { isAheadOfPace } from "../usage-sentence.ts"

const said = () => m().usage

export function PaceBar(props: { readonly overview: Overview }) {
  const rate = () => props.overview.usage_rate
  return (
    <Show when={rate() !== null} fallback={<p class="figure-note">{said().noRate}</p>}>
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
        aria-label={said().rate}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, Math.round(props.rate))}
        aria-valuetext={said().rateText(Math.round(props.rate), Math.round(elapsed()))}
      >
        <span class="pace-fill" style={{ width: `${Math.min(100, props.rate)}%` }} />
        <span class="pace-tick" style={{ left: `${elapsed()}%` }} />
      </div>
      <p class="pace-label-track" aria-hidden="true">
        <span class="pace-label" style={{ left: `clamp(4.6rem, ${elapsed()}%, 100% - 4.6rem)` }}>
          {said().today(period().days_elapsed, period().days)}
        </span>
      </p>
    </>
  )
}

const rateNote = (overview: Overview): string => {
  const of =
    overview.allowance_from === "plan"
      ? said().ofPlan(credits(overview.allowance))
      : said().ofBalance(credits(overview.allowance))
  const pace = overview.allowance_from === "plan" ? ` · ${paceWords(overview)}` : ""
  return `${of} · ${said().aDay(credits(overview.average_per_day))}${pace}`
}

const paceWords = (overview: Overview): string => {
  const points = Math.round(overview.pace ?? 0)
  if (points === 0) return said().onPace
  if (points < 0) return said().underPace(-points)
  return isAheadOfPace(overview) ? said().aheadOfPace(points) : said().overPace(points)
}
