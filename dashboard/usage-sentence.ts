/** The line that answers "how much do I have, and how long will it last?" before any chart does. */

import type { Overview } from "#api/contract.ts"
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import { countDays, dayOfInstant } from "./days.ts"
import { shortDate, timeOfDay } from "./format-date.ts"
import { credits, percent, plural } from "./format-number.ts"

/** A piece of a sentence; the deciding one is underlined. */
export interface Phrase {
  readonly text: string
  readonly deciding?: true
}

const plain = (text: string): Phrase => ({ text })
const deciding = (text: string): Phrase => ({ text, deciding: true })

const RUNWAY_MAX_DAYS = 365
/** So far ahead of the period, and so late in it, that it says something: the pace bar's rule too. */
const AHEAD_POINTS = 10
const AHEAD_ELAPSED = 0.25
/** After so long without any entry that is what there is to say, not a pace. */
const QUIET_DAYS = 30
/** Behind this lag what is said may already be wrong, so its time is said too. */
const LAG_MS = 10 * 60_000
const NBSP = "\u00a0"

export const isAheadOfPace = ({ pace, period }: Pick<Overview, "pace" | "period">): boolean =>
  pace !== null && pace > AHEAD_POINTS && period.elapsed > AHEAD_ELAPSED

export const usageSentence = (overview: Overview): ReadonlyArray<Phrase> => [
  ...answer(overview),
  ...delay(overview),
]

const answer = (overview: Overview): ReadonlyArray<Phrase> => {
  const available = parseDecimal(overview.available) ?? 0n
  if (overview.lifetime.count === 0)
    return [plain("No credits yet, and "), deciding("nothing used"), plain(".")]
  if (available < 0n)
    return [
      deciding(`${credits(overview.available.slice(1))} credits overdrawn`),
      ...periodEnd(overview),
    ]
  if (available === 0n) return [deciding("No credits left"), ...periodEnd(overview)]
  const left = `${plural2(overview.available)} left`
  if (overview.lifetime.spent === "0")
    return [plain(`${left} and `), deciding("none used yet"), plain(".")]
  if (overview.usage_rate !== null && overview.allowance_from === "plan") {
    if (overview.usage_rate >= 100)
      return [plain(`${left}, with `), deciding("the whole allowance used"), ...periodEnd(overview)]
    if (isAheadOfPace(overview))
      return [
        plain(`${left} — `),
        deciding(`${percent(overview.pace ?? 0).replace("%", "")} points ahead of pace`),
        ...runwayClause(overview),
        ...periodEnd(overview),
      ]
  }
  return [plain(`${left} — `), ...runway(overview), ...periodEnd(overview)]
}

const plural2 = (decimal: string) => `${credits(decimal)} ${decimal === "1" ? "credit" : "credits"}`

const runway = ({ runway_days: days, period, lifetime, meta }: Overview): ReadonlyArray<Phrase> => {
  const last = lifetime.last_at === null ? period.today : dayOfInstant(lifetime.last_at, meta.tz)
  if (countDays({ first: last, last: period.today }) > QUIET_DAYS)
    return [deciding(`nothing since ${shortDate(last, period.today)}`.replaceAll(" ", NBSP))]
  if (days === null)
    return period.days_elapsed === 1
      ? [plain("the "), deciding("first day"), plain(" of the billing period")]
      : [deciding("too little use"), plain(" to say how long they last")]
  if (days === 0) return [deciding("less than a day"), plain(" at the current pace")]
  if (days > RUNWAY_MAX_DAYS) return [deciding("over a year"), plain(" at the current pace")]
  return [
    plain("about "),
    deciding(plural(days, "day", "days").replace(" ", NBSP)),
    plain(" at the current pace"),
  ]
}

const runwayClause = ({ runway_days: days }: Overview): ReadonlyArray<Phrase> =>
  days === null || days > RUNWAY_MAX_DAYS
    ? []
    : [plain(`, enough for about ${plural(days, "day", "days")}`)]

/** Without a plan a period says little, so it is left out. */
const periodEnd = (overview: Overview): ReadonlyArray<Phrase> => {
  if (overview.allowance_from === "balance") return [plain(".")]
  const { today, last_day } = overview.period
  const days = countDays({ first: today, last: last_day }) - 1
  const end = days <= 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`
  const said = overview.runway_days !== null && days > 1 ? `in ${days}` : end
  return [plain(`, and the period ends ${said}.`)]
}

const delay = ({ meta }: Overview): ReadonlyArray<Phrase> =>
  Date.parse(meta.generated_at) - Date.parse(meta.complete_to) > LAG_MS
    ? [plain(` That is the state of ${timeOfDay(meta.complete_to, meta.tz)}.`)]
    : []
