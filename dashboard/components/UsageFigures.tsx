/** The figures at the head of Usage: three large ones about this period, three about all time. */

import { type JSX, Show } from "solid-js"
import type { Overview } from "#api/contract.ts"
import { parseDecimal, ratio } from "#warehouse/domain/decimal.ts"
import { dayOfInstant } from "../days.ts"
import { dateRange, shortDate, timeOfDay } from "../format-date.ts"
import { credits, percent } from "../format-number.ts"
import { Credits, Figure } from "./Figure.tsx"
import { PaceBar } from "./PaceBar.tsx"

export function UsageFigures(props: { readonly overview: Overview; readonly zone: string }) {
  const overview = () => props.overview
  return (
    <div class="figures">
      <dl class="figures-large" aria-label="This billing period">
        <Figure
          label="Available credits"
          counts="What can still be spent: the balance after the newest entry."
        >
          <Large>
            <Credits value={overview().available} />
          </Large>
          <p class="figure-note">{bonusNote(overview())}</p>
        </Figure>
        <Figure
          label="Used this billing period"
          counts="All spend since the period began, up to now. Refunds are named beside it and not taken off."
        >
          <Large>
            <Credits value={overview().used} />
          </Large>
          <p class="figure-note">{usedNote(overview())}</p>
        </Figure>
        <Figure label="Usage rate" class="figure-wide" counts={rateCounts(overview())}>
          <PaceBar overview={overview()} />
        </Figure>
      </dl>
      <dl class="figures-small" aria-label="All time">
        <Figure
          label="Current balance"
          counts="The balance after the newest entry."
          note={lastEntry(overview(), props.zone)}
        >
          <Credits value={overview().balance} />
        </Figure>
        <Figure label="Lifetime spent" counts="All spend since the account began.">
          <Credits value={overview().lifetime.spent} />
        </Figure>
        <Figure
          label="Lifetime purchased"
          counts={`All purchases since the account began. Bonuses (${credits(overview().lifetime.bonus)}) and refunds (${credits(overview().lifetime.refunded)}) are not among them.`}
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
  if (low) return "Below the low-balance mark"
  return lifetime.bonus === "0" ? "" : `${credits(lifetime.bonus)} bonus credits received so far`
}

const rateCounts = ({ allowance_from }: Overview) =>
  allowance_from === "plan"
    ? "Used this billing period, divided by the plan's allowance. The mark shows how much of the period is over."
    : "Used this billing period, divided by what there was to use: the balance when the period began and what was added since. The account has no plan."

const usedNote = (overview: Overview) => {
  const { period, previous, refunded } = overview
  const dates = dateRange({ first: period.first_day, last: period.today }, period.today)
  const before = dateRange({ first: previous.first_day, last: previous.last_day }, period.today)
  return (
    <>
      <span class="nowrap">{dates}</span> ·{" "}
      <span class="nowrap">
        {change(overview)} {before}
      </span>
      <Show when={refunded !== "0"}>
        {" "}
        · <span class="nowrap">{credits(refunded)} refunded</span>
      </Show>
    </>
  )
}

/** `+30% on`: with a sign and words; nothing can be a percentage of zero. */
const change = ({ used, previous }: Overview) => {
  const [now, before] = [parseDecimal(used) ?? 0n, parseDecimal(previous.used) ?? 0n]
  if (before === 0n) return now === 0n ? "nothing used, as on" : "new, nothing used on"
  const percents = ratio((now - before) * 100n, before)
  if (now === before) return "the same as on"
  const sign = percents > 0 ? "+" : ""
  return `${sign}${percent(percents)} on`
}

const lastEntry = ({ lifetime, period }: Overview, zone: string) => {
  if (lifetime.last_at === null) return undefined
  const day = dayOfInstant(lifetime.last_at, zone)
  const time = timeOfDay(lifetime.last_at, zone)
  return day === period.today
    ? `after the entry of ${time}`
    : `after ${shortDate(day, period.today)}, ${time}`
}
