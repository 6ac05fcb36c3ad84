/** When the credits run out and what the period will use, with their bands, or why that is not known. */
import { createMemo, Show } from "solid-js"
import type { Forecast } from "#api/contract.ts"
import { client, type Scope } from "../client.ts"
import { createRead } from "../create-read.ts"
import { refreshOnNews } from "../create-usage-read.ts"
import { forecastLine, type Point } from "../forecast-line.ts"
import { periodSentence, runOutSentence } from "../forecast-words.ts"
import { shortDate } from "../format-date.ts"
import { aheadWords } from "../messages/ahead.ts"
import { useView } from "../view.ts"
import { Phrases } from "./Phrases.tsx"
import { SectionProblem } from "./SectionProblem.tsx"

export function ForecastView(props: { readonly scope: Scope | undefined }) {
  const view = useView()
  const read = createRead(() => props.scope, client.forecast)
  refreshOnNews(read)
  return (
    <div class="ahead-forecast" aria-busy={read.pending()}>
      <SectionProblem read={read} what={aheadWords().what} />
      <Show
        when={read.latest()}
        fallback={<span class="skeleton skeleton-ahead" aria-hidden="true" />}
      >
        {(forecast) => (
          <>
            <p class="ahead-sentence">
              <Phrases text={runOutSentence(forecast(), view.today())} />
            </p>
            <Drawing forecast={forecast()} />
            <Show when={periodSentence(forecast(), view.today())}>
              {(text) => <p class="note">{text()}</p>}
            </Show>
          </>
        )}
      </Show>
    </div>
  )
}

/** The sentence above says all of it; time runs from left to right in every language. */
function Drawing(props: { readonly forecast: Forecast }) {
  const view = useView()
  const line = createMemo(() => forecastLine(props.forecast, view.today()))
  const label = () => {
    const day = props.forecast.run_out?.expected
    return day ? shortDate(day, view.today()) : ""
  }
  return (
    <Show when={line()}>
      {(drawn) => (
        <div class="forecast-line" dir="ltr" aria-hidden="true">
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            <polygon class="forecast-band" points={pointsOf(drawn().band)} />
            <polyline class="forecast-expected" points={pointsOf(drawn().expected)} />
            <line class="forecast-zero" x1="0" x2="100" y1="100" y2="100" />
          </svg>
          <span class="forecast-start">{aheadWords().today}</span>
          <span
            class="forecast-end"
            style={{ left: `clamp(6rem, ${drawn().runOut.expected}%, 100% - 2rem)` }}
          >
            {label()}
          </span>
        </div>
      )}
    </Show>
  )
}

const pointsOf = (points: ReadonlyArray<Point>) =>
  points.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join(" ")
