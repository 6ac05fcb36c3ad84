/** What a forecast says, and never more than it knows. */
import type { Forecast } from "#api/contract.ts"
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import type { Day } from "./days.ts"
import { shortDate } from "./format-date.ts"
import { credits, exactCredits, roughCredits } from "./format-number.ts"
import { aheadWords } from "./messages/ahead.ts"
import { m } from "./messages.ts"

/** When the credits run out, with the band; or why that is not said. */
export const runOutSentence = (forecast: Forecast, today: Day): string => {
  const said = aheadWords()
  const { history, run_out: runOut } = forecast
  if ((parseDecimal(forecast.balance) ?? 0n) <= 0n) return said.noneLeft
  if (forecast.status === "not_enough_history") return said.notEnough(history.days, history.needed)
  if (forecast.status === "no_recent_use" || runOut === null) return said.noUse
  const on = (day: Day) => shortDate(day, today)
  const { earliest, expected, latest } = runOut
  if (expected === null)
    return earliest === null ? said.overYear : said.overYearPerhaps(on(earliest))
  const band =
    latest === null
      ? said.notBefore(on(earliest ?? expected))
      : said.between(on(earliest ?? expected), on(latest))
  return said.runsOut(on(expected)) + band
}

/** What the billing period will have used at its end. */
export const periodSentence = ({ period }: Forecast, today: Day): string | undefined =>
  period.total === null
    ? undefined
    : aheadWords().period(
        shortDate(period.last_day, today),
        roughCredits(period.total.expected),
        roughCredits(period.total.low),
        roughCredits(period.total.high),
      )

type Estimate = NonNullable<Forecast["estimate"]>

/** What a quantity will cost, for what of it, and from how many entries that is known. */
export const estimateSentence = (estimate: Estimate): string => {
  const said = aheadWords().estimate
  const { low, expected, high } = estimate.credits
  const figure = low === high ? credits(expected) : roughCredits(expected)
  const named = m().common.credits(figure, expected)
  const price =
    low === high ? said.exactly(named) : said.about(named, roughCredits(low), roughCredits(high))
  const quantity = exactCredits(estimate.quantity)
  const what =
    estimate.basis === "unit"
      ? said.forUnits(quantity, estimate.unit ?? said.units)
      : said.forEntries(`${quantity} × ${estimate.operation}`)
  return `${price} ${what}, ${said.from(estimate.entries)}.`
}
