/** The line that answers "what happened over a longer time?". */
import type { Usage } from "#api/contract.ts"
import { formatDecimal, parseDecimal, ratio } from "#warehouse/domain/decimal.ts"
import { credits, percent } from "./format-number.ts"
import { historyWords } from "./messages/history.ts"
import { m, type Phrase, phrasesOf } from "./messages.ts"

/** Fewer whole bars than this say nothing about a trend. */
const TREND_BARS_MIN = 6

/** `time` tells when: "in the last 30 days". */
export const historySentence = (usage: Usage, time: string): ReadonlyArray<Phrase> =>
  phrasesOf(sentenceOf(usage, time))

const sentenceOf = (usage: Usage, time: string): string => {
  const said = historyWords().sentence
  const spent = usage.total.spend
  if (usage.total.count === 0) return said.noActivity(time)
  if (spent === "0") return said.noSpend(time, credits(addedTo(usage)))
  const figure = m().common.credits(credits(spent), spent)
  const trend = trendOf(usage)
  return trend === undefined ? said.spent(figure, time) : said.trend(figure, time, trend)
}

const addedTo = ({ total }: Usage) =>
  formatDecimal(
    (["purchase", "refund", "bonus"] as const).reduce(
      (sum, type) => sum + (parseDecimal(total[type]) ?? 0n),
      0n,
    ),
  )

/** Halves of equally many whole bars; one in the middle belongs to neither. */
const trendOf = (usage: Usage): string | undefined => {
  const whole = usage.series.filter((bucket) => bucket.complete)
  if (whole.length < TREND_BARS_MIN) return undefined
  const half = Math.floor(whole.length / 2)
  const first = sum(whole.slice(0, half))
  const second = sum(whole.slice(-half))
  if (first === 0n || second === 0n) return undefined
  const change = ratio((second - first) * 100n, first)
  if (Math.abs(change) < 0.05) return undefined
  const size = percent(Math.abs(change))
  return change > 0 ? historyWords().sentence.more(size) : historyWords().sentence.less(size)
}

const sum = (buckets: Usage["series"]) =>
  buckets.reduce((total, { spend }) => total + (parseDecimal(spend) ?? 0n), 0n)

export interface Equation {
  readonly opening: string
  readonly added: string
  readonly spent: string
  readonly closing: string
  /** Opening + added − spent is closing, to the last decimal. */
  readonly holds: boolean
}

export const equationOf = (usage: Usage): Equation => {
  const closing = usage.series.at(-1)?.balance ?? usage.opening_balance
  const added = addedTo(usage)
  const [o, a, s, c] = [usage.opening_balance, added, usage.total.spend, closing].map(
    (decimal) => parseDecimal(decimal) ?? 0n,
  ) as [bigint, bigint, bigint, bigint]
  return {
    opening: usage.opening_balance,
    added,
    spent: usage.total.spend,
    closing,
    holds: o + a - s === c,
  }
}
