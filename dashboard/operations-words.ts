/** What the Operations screen says of figures. */

import { parseDecimal } from "#warehouse/domain/decimal.ts"
import { countDays, type Day } from "./days.ts"
import { weekday, weekdayDate } from "./format-date.ts"
import { credits, percent, times } from "./format-number.ts"
import { operationsWords } from "./messages/operations.ts"
import type { EventResult, HighUsageDay, HighUsageDays, RuleQuestion } from "./operations-client.ts"
import { type OperationsRange, operationsRanges } from "./operations-client.ts"
import type { UrlState } from "./url-state.ts"

/** Other screens have ranges that this one has not. */
export const operationsRange = (range: UrlState["range"]): OperationsRange =>
  typeof range === "string" && Object.hasOwn(operationsRanges, range)
    ? (range as OperationsRange)
    : "30d"

/** The value of a dimension that explains most of the day's excess, if it names one. */
export const topCause = (day: HighUsageDay, by: "account" | "operation" | "category" | "actor") =>
  day.causes?.[by]?.values[0]

export const operationsSentence = (
  { count, high_usage_days, first_day, last_day }: HighUsageDays,
  today: Day,
): string => {
  const said = operationsWords().sentence
  const days = countDays({ first: first_day, last: last_day })
  const latest = high_usage_days[0]
  if (latest === undefined) return said.none(days)
  const usual =
    latest.ratio === null
      ? said.unusual(credits(latest.used))
      : said.usual(times(latest.ratio), weekday(latest.day))
  const [account, operation] = [topCause(latest, "account"), topCause(latest, "operation")]
  const because =
    account?.value && operation?.value ? said.because(operation.value, account.value) : ""
  return said.some({ n: count, days, day: weekdayDate(latest.day, today), usual, because })
}

/** `652.25 of the excess of 745.75 (87%)`; where others fell behind, a share would be above all. */
export const shareOfExcess = (
  cause: { readonly excess: string; readonly share: number | null },
  dayExcess: string,
): string => {
  const above = (parseDecimal(cause.excess) ?? 0n) >= (parseDecimal(dayExcess) ?? 0n)
  const share = cause.share === null || above ? null : percent(cause.share * 100)
  return operationsWords().unusual.ofExcess(credits(cause.excess), credits(dayExcess), share)
}

/** Those that are set most often, as decimals. */
export type RuleConstants = Omit<RuleQuestion, "tz" | "filters">

/** Plain numbers that the API takes: `undefined` for what it would refuse. */
export const readRule = (rule: RuleConstants): RuleConstants | undefined =>
  isWithin(rule.deviations, 0n, 20n) &&
  isWithin(rule.ratio, 1n, 100n) &&
  isWithin(rule.floor, 0n, 999_999_999_999n)
    ? rule
    : undefined

const MILLIONTHS = 1_000_000n
const isWithin = (decimal: string, least: bigint, most: bigint): boolean => {
  const value = parseDecimal(decimal)
  return value !== undefined && value >= least * MILLIONTHS && value <= most * MILLIONTHS
}

/** What became of a rejection that was decided on. */
export const decidedWords = (result: EventResult | null): string => {
  const { decided, fates } = operationsWords().rejections
  if (result === null) return decided.dismissed
  const counted = result.fate !== "conflict" && result.fate !== "rejected"
  if (counted) return decided.retried(fates[result.fate])
  const why = [
    ...(result.errors ?? []).map(({ pointer, message }) => `${pointer} ${message}`),
    ...(result.differs ?? []).map(({ field }) => field),
  ]
  return decided.refused(fates[result.fate], why.join("; "))
}
