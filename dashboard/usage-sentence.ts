/** The line that answers "how much do I have, and how long will it last?" before any chart does. */

import type { Overview } from "#api/contract.ts"
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import { countDays, dayOfInstant } from "./days.ts"
import { shortDate, timeOfDay } from "./format-date.ts"
import { credits, percent } from "./format-number.ts"
import { m, type Phrase, phrasesOf } from "./messages.ts"

const RUNWAY_MAX_DAYS = 365
/** So far ahead of the period, and so late in it, that it says something: the pace bar's rule too. */
const AHEAD_POINTS = 10
const AHEAD_ELAPSED = 0.25
/** After so long without any entry that is what there is to say, not a pace. */
const QUIET_DAYS = 30
/** Behind this lag what is said may already be wrong, so its time is said too. */
const LAG_MS = 10 * 60_000

export const isAheadOfPace = ({ pace, period }: Pick<Overview, "pace" | "period">): boolean =>
  pace !== null && pace > AHEAD_POINTS && period.elapsed > AHEAD_ELAPSED

export const usageSentence = (overview: Overview): ReadonlyArray<Phrase> =>
  phrasesOf(answer(overview) + delay(overview))

const said = () => m().usage.sentence

const answer = (overview: Overview): string => {
  const available = parseDecimal(overview.available) ?? 0n
  if (overview.lifetime.count === 0) return said().noEntries
  if (available < 0n)
    return said().overdrawn(credits(overview.available.slice(1)), periodEnd(overview))
  if (available === 0n) return said().nothingLeft(periodEnd(overview))
  const left = m().common.credits(credits(overview.available), overview.available)
  if (overview.lifetime.spent === "0") return said().noneUsed(left)
  if (overview.usage_rate !== null && overview.allowance_from === "plan") {
    if (overview.usage_rate >= 100) return said().allUsed(left, periodEnd(overview))
    if (isAheadOfPace(overview)) {
      const points = percent(overview.pace ?? 0).replace(/\s*%/, "")
      return said().ahead(left, points, runwayClause(overview), periodEnd(overview))
    }
  }
  return said().lasts(left, runway(overview), periodEnd(overview))
}

const runway = ({ runway_days: days, period, lifetime, meta }: Overview): string => {
  const last = lifetime.last_at === null ? period.today : dayOfInstant(lifetime.last_at, meta.tz)
  if (countDays({ first: last, last: period.today }) > QUIET_DAYS)
    return said().quiet(shortDate(last, period.today))
  if (days === null) return period.days_elapsed === 1 ? said().firstDay : said().tooLittle
  if (days === 0) return said().underADay
  return days > RUNWAY_MAX_DAYS ? said().overAYear : said().days(days)
}

const runwayClause = ({ runway_days: days }: Overview): string =>
  days === null || days > RUNWAY_MAX_DAYS ? "" : said().enoughFor(days)

/** Without a plan a period says little, so it is left out. */
const periodEnd = (overview: Overview): string => {
  if (overview.allowance_from === "balance") return "."
  const { today, last_day } = overview.period
  const days = countDays({ first: today, last: last_day }) - 1
  if (days <= 0) return said().endsToday
  if (days === 1) return said().endsTomorrow
  return overview.runway_days === null ? said().endsIn(days) : said().endsInToo(days)
}

const delay = ({ meta }: Overview): string =>
  Date.parse(meta.generated_at) - Date.parse(meta.complete_to) > LAG_MS
    ? said().stateOf(timeOfDay(meta.complete_to, meta.tz))
    : ""
