/** The query words of high-usage days, forecasts and the refund check. */
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { HIGH_USAGE_RULE, type HighUsageRule } from "#warehouse/domain/high-usage.ts"
import { RANGES } from "#warehouse/domain/range.ts"
import { LIMIT_WORD, oneOf, type Query, RANGE_WORDS, text } from "./query-words.ts"

const CREDITS_MAX = "1000000000000"

const decimal = (description: string, least: string, most: string) => {
  const [low = 0n, high = 0n] = [parseDecimal(least), parseDecimal(most)]
  return text(
    description,
    (word) => {
      const value = parseDecimal(word)
      return value !== undefined && value >= low && value <= high
    },
    `must be a decimal from ${least} to ${most}, with at most 6 places`,
  )
}

const count = (description: string, least: number, most: number) =>
  text(
    description,
    (word) => /^(0|[1-9]\d{0,3})$/.test(word) && Number(word) >= least && Number(word) <= most,
    `must be a whole number from ${least} to ${most}`,
  )

const shown = formatDecimal
const { deviations, ratio, floor, weeks, samplesMin, recentDays } = HIGH_USAGE_RULE

const ruleWords = {
  deviations: decimal(
    `How many times 1.4826 × the median absolute deviation a day has to lie above the median; ${shown(deviations)} unless given`,
    "0",
    "20",
  ),
  ratio: decimal(
    `How many times the median a day has to be above; ${shown(ratio)} unless given`,
    "1",
    "100",
  ),
  floor: decimal(
    `Credits that a day has to have at least; ${shown(floor)} unless given`,
    "0",
    CREDITS_MAX,
  ),
  weeks: count(
    `Weeks before a day whose same weekday it is measured by; ${weeks} unless given`,
    2,
    26,
  ),
  samples: count(
    `Days of that weekday that are needed; with fewer, all of the last \`recent_days\` count; ${samplesMin} unless given`,
    2,
    26,
  ),
  recent_days: count(
    `Days that a day is measured by when there are too few of its weekday; ${recentDays} unless given`,
    2,
    90,
  ),
}
type RuleWords = Query<typeof ruleWords>

/** What is not given is as in the rule in force. */
export const ruleOf = (words: RuleWords): HighUsageRule => ({
  deviations: parseDecimal(words.deviations ?? "") ?? deviations,
  ratio: parseDecimal(words.ratio ?? "") ?? ratio,
  floor: parseDecimal(words.floor ?? "") ?? floor,
  weeks: Number(words.weeks ?? weeks),
  samplesMin: Number(words.samples ?? samplesMin),
  recentDays: Number(words.recent_days ?? recentDays),
})

export const TOP_DEFAULT = 5
const TOP_MAX = 50
export const HIGH_USAGE_LIMIT_DEFAULT = 20
const HIGH_USAGE_LIMIT_MAX = 100

/** `all` may be longer than what is served. */
const SPANS = RANGES.filter((range) => range !== "all")

export const INSIGHT_QUERIES = {
  highUsageDays: {
    ...RANGE_WORDS,
    range: oneOf(SPANS, "A stretch of days that ends today. Not together with `from` and `to`."),
    ...ruleWords,
    top: count(
      `Values per dimension of a day's causes, 1 to ${TOP_MAX}; ${TOP_DEFAULT} unless given`,
      1,
      TOP_MAX,
    ),
    limit: count(
      `High-usage days told with their causes, the newest, 1 to ${HIGH_USAGE_LIMIT_MAX}; ${HIGH_USAGE_LIMIT_DEFAULT} unless given`,
      1,
      HIGH_USAGE_LIMIT_MAX,
    ),
  },
  forecast: {
    tz: RANGE_WORDS.tz,
    operation: text(
      "A planned operation; goes with `quantity`",
      (word) => word !== "" && word.length <= 2 * 128,
      "must be the name of an operation",
    ),
    quantity: decimal(
      "How much of it: of the unit its entries carry, or else how many entries",
      "0.000001",
      CREDITS_MAX,
    ),
  },
  refundCheck: { ...RANGE_WORDS, limit: LIMIT_WORD },
  highUsageAccounts: {
    ...RANGE_WORDS,
    range: oneOf(SPANS, "A stretch of days that ends today. Not together with `from` and `to`."),
    ...ruleWords,
    limit: LIMIT_WORD,
  },
  highUsagePreview: { tz: RANGE_WORDS.tz, ...ruleWords },
} as const
