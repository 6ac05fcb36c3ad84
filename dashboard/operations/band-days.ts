/** Each day of the window against what was usual: what the chart draws, and what it says. */

import { divideRounded, formatDecimal, parseDecimal, ratio } from "#warehouse/domain/decimal.ts"
import { countDays, type Day, isMonday } from "../days.ts"
import { shortDate, weekday, weekdayDate } from "../format-date.ts"
import { credits, times } from "../format-number.ts"
import { watchWords } from "../messages/watch.ts"
import type { HighUsageDays } from "../operations-client.ts"
import { pixelValue, type Tick } from "../skyline-bars.ts"

export type WatchedDay = HighUsageDays["days"][number]

export interface BandDay {
  readonly key: Day
  /** `Mon 9 Nov`. */
  readonly name: string
  readonly used: string
  readonly complete: boolean
  readonly flagged: boolean
  /** What the readout says after the name. */
  readonly said: ReadonlyArray<{ readonly text: string; readonly strong?: true }>
  readonly tick: Tick | undefined
  /** In credits, for pixels only. */
  readonly height: number
  readonly expected: Expected | undefined
}

/** In credits, for pixels only. */
export interface Expected {
  readonly low: number
  readonly usual: number
  readonly high: number
  readonly line: number
}

const FEW_DAYS = 10
const said = () => watchWords().band

export const bandDaysOf = (days: ReadonlyArray<WatchedDay>, today: Day): ReadonlyArray<BandDay> =>
  days.map((day) => ({
    key: day.day,
    name: weekdayDate(day.day, today),
    used: day.used,
    complete: day.complete,
    flagged: day.flagged,
    said: readoutOf(day),
    tick:
      days.length <= FEW_DAYS || isMonday(day.day)
        ? { text: shortDate(day.day, day.day), long: shortDate(day.day, today) }
        : undefined,
    height: pixelValue(day.used),
    expected:
      day.expectation === null
        ? undefined
        : {
            low: pixelValue(day.expectation.low),
            usual: pixelValue(day.expectation.expected),
            high: pixelValue(day.expectation.high),
            line: pixelValue(day.expectation.line),
          },
  }))

const readoutOf = ({ day, used, complete, expectation }: WatchedDay): BandDay["said"] => {
  const parts: { text: string; strong?: true }[] = []
  if (!complete) parts.push({ text: `, ${said().soFar}` })
  parts.push({ text: " · " }, { text: credits(used), strong: true }, { text: ` ${said().credits}` })
  if (expectation === null) return [...parts, { text: ` · ${said().tooFew}` }]
  const { expected, low, high, line, basis } = expectation
  const usual = basis === "weekday" ? said().usualWeekday(weekday(day)) : said().usualRecent
  parts.push({ text: ` · ${usual} ${credits(expected)}` })
  parts.push({ text: `, ${said().expected} ${credits(low)} – ${credits(high)}` })
  parts.push({ text: `, ${said().line} ${credits(line)}` })
  const by = ratioOf(used, expected)
  if (complete && by !== undefined) parts.push({ text: " · " }, { text: times(by), strong: true })
  return parts
}

const ratioOf = (used: string, expected: string): number | undefined => {
  const whole = parseDecimal(expected) ?? 0n
  return whole === 0n ? undefined : ratio(parseDecimal(used) ?? 0n, whole)
}

/** What all of them used, and that by the calendar days of the window, as a reader would check it. */
export const totalsOf = ({
  days,
  first_day,
  last_day,
}: Pick<HighUsageDays, "days" | "first_day" | "last_day">) => {
  const total = days.reduce((sum, { used }) => sum + (parseDecimal(used) ?? 0n), 0n)
  const count = BigInt(countDays({ first: first_day, last: last_day }))
  return { total: formatDecimal(total), average: formatDecimal(divideRounded(total, count)) }
}

/** The newest flagged day, or else the newest that is over. */
export const firstMarked = (days: ReadonlyArray<BandDay>): number => {
  const flagged = days.findLastIndex((day) => day.flagged)
  const whole = days.findLastIndex((day) => day.complete)
  return flagged >= 0 ? flagged : whole >= 0 ? whole : days.length - 1
}

export const sayBandDay = (day: BandDay): string =>
  day.name + day.said.map(({ text }) => text).join("")
