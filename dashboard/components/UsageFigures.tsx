/** The figures at the head of Usage: three large ones about this period, three about all time. */

import { type JSX, Show } from "solid-js"
import type { Overview } from "#api/contract.ts"
import { parseDecimal, ratio } from "#warehouse/domain/decimal.ts"
import { dayOfInstant } from "../days.ts"
import { dateRange, shortDate, timeOfDay } from "../format-date.ts"
import { credits, percent } from "../format-number.ts"
import { m } from "../messages.ts"
import { Credits, Figure } from "./Figure.tsx"
import { PaceBar } from "./PaceBar.tsx"

const said = () => m().usage

export function UsageFigures(props: { readonly overview: Overview; readonly zone: string }) {
  const overview = () => props.overview
  return (
    <div class="figures">
      <dl class="figures-large" aria-label={said().period}>
        <Figure label={said().available} counts={said().availableCounts}>
          <Large>
            <Credits value={overview().available} />
          </Large>
          <p class="figure-note">{bonusNote(overview())}</p>
        </Figure>
        <Figure label={said().used} counts={said().usedCounts}>
          <Large>
            <Credits value={overview().used} />
          </Large>
          <p class="figure-note">{usedNote(overview())}</p>
        </Figure>
        <Figure label={said().rate} class="figure-wide" counts={rateCounts(overview())}>
          <PaceBar overview={overview()} />
        </Figure>
      </dl>
      <dl class="figures-small" aria-label={said().allTime}>
        <Figure
          label={said().balance}
          counts={said().balanceCounts}
          note={lastEntry(overview(), props.zone)}
        >
          <Credits value={overview().balance} />
        </Figure>
        <Figure label={said().spent} counts={said().spentCounts}>
          <Credits value={overview().lifetime.spent} />
        </Figure>
        <Figure
          label={said().purchased}
          counts={said().purchasedCounts(
            credits(overview().lifetime.bonus),
            credits(overview().lifetime.refunded),
          )}
        >
          <Credits value={overview().lifetime.purchased} />
        </Figure>
      </dl>
    </div>
  )
}

const Large = (props: { readonly children: JSX.Element }) => (
  <span class="figure-value">{props.children}</span>
)

const bonusNote = ({ lifetime, low }: Overview) => {
  if (low) return said().belowMark
  return lifetime.bonus === "0" ? "" : said().bonusNote(credits(lifetime.bonus))
}

const rateCounts = ({ allowance_from }: Overview) =>
  allowance_from === "plan" ? said().rateCountsPlan : said().rateCountsBalance

const usedNote = (overview: Overview) => {
  const { period, previous, refunded } = overview
  const dates = dateRange({ first: period.first_day, last: period.today }, period.today)
  const before = dateRange({ first: previous.first_day, last: previous.last_day }, period.today)
  return (
    <>
      <span class="nowrap">{dates}</span> · <span class="nowrap">{change(overview, before)}</span>
      <Show when={refunded !== "0"}>
        {" "}
        · <span class="nowrap">{said().refunded(credits(refunded))}</span>
      </Show>
    </>
  )
}

/** `+30% on 1–21 Oct`: with a sign and words; nothing can be a percentage of zero. */
const change = ({ used, previous }: Overview, days: string) => {
  const [now, before] = [parseDecimal(used) ?? 0n, parseDecimal(previous.used) ?? 0n]
  if (before === 0n) return now === 0n ? said().nothingAsOn(days) : said().newSince(days)
  const percents = ratio((now - before) * 100n, before)
  if (now === before) return said().sameAsOn(days)
  const sign = percents > 0 ? "+" : ""
  return said().against(`${sign}${percent(percents)}`, days)
}

const lastEntry = ({ lifetime, period }: Overview, zone: string) => {
  if (lifetime.last_at === null) return undefined
  const day = dayOfInstant(lifetime.last_at, zone)
  const time = timeOfDay(lifetime.last_at, zone)
  if (day !== period.today) return said().afterDay(shortDate(day, period.today), time)
  return (
    <>
      <span class="wide-only">{said().afterTime(time)}</span>
      <span class="narrow-only">{said().after(time)}</span>
    </>
  )
}
