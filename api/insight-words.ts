/** The query words of high-usage days, forecasts and the refund check. */
import { Schema } from "effect"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { HIGH_USAGE_RULE, type HighUsageRule } from "#warehouse/domain/high-usage.ts"
import { RANGES } from "#warehouse/domain/range.ts"
import { FILTER_WORD, FILTER_WORD_ALL } from "./filters.ts"
import { LIMIT_WORD, oneOf, type Query, RANGE_WORDS, text } from "./query-words.ts"

const CREDITS_MAX = "1000000000000"

interface Bounds<A> {
  readonly least: A
  readonly most: A
}

const isDecimalWithin = ({ least, most }: Bounds<string>) => {
  const [low = 0n, high = 0n] = [parseDecimal(least), parseDecimal(most)]
  return (word: string) => {
    const value = parseDecimal(word)
    return value !== undefined && value >= low && value <= high
  }
}
const decimalWords = ({ least, most }: Bounds<string>) =>
  `must be a decimal from ${least} to ${most}, with at most 6 places`
const decimal = (description: string, bounds: Bounds<string>) =>
  text(description, isDecimalWithin(bounds), decimalWords(bounds))

const countWords = ({ least, most }: Bounds<number>) =>
  `must be a whole number from ${least} to ${most}`
const count = (description: string, bounds: Bounds<number>) =>
  text(
    description,
    (word) =>
      /^(0|[1-9]\d{0,3})$/.test(word) &&
      Number(word) >= bounds.least &&
      Number(word) <= bounds.most,
    countWords(bounds),
  )

const shown = formatDecimal
const { deviations, ratio, floor, weeks, samplesMin, recentDays } = HIGH_USAGE_RULE

/** Each constant's, in a query and in the body that sets the rule. */
const BOUNDS = {
  deviations: { least: "0", most: "20" },
  ratio: { least: "1", most: "100" },
  floor: { least: "0", most: "999999999999" },
  weeks: { least: 2, most: 26 },
  samples: { least: 2, most: 26 },
  recent_days: { least: 2, most: 90 },
} as const

const UNLESS = "as in the rule in force unless given; that is"
const ruleWords = {
  deviations: decimal(
    `How many times 1.4826 × the median absolute deviation a day has to lie above the median; ${UNLESS} ${shown(deviations)} until somebody sets another`,
    BOUNDS.deviations,
  ),
  ratio: decimal(
    `How many times the median a day has to be above; ${UNLESS} ${shown(ratio)} until somebody sets another`,
    BOUNDS.ratio,
  ),
  floor: decimal(
    `Credits that a day has to have at least; ${UNLESS} ${shown(floor)} until somebody sets another`,
    BOUNDS.floor,
  ),
  weeks: count(
    `Weeks before a day whose same weekday it is measured by; ${UNLESS} ${weeks} until somebody sets another`,
    BOUNDS.weeks,
  ),
  samples: count(
    `Days of that weekday that are needed; with fewer, all of the last \`recent_days\` count; ${UNLESS} ${samplesMin} until somebody sets another`,
    BOUNDS.samples,
  ),
  recent_days: count(
    `Days that a day is measured by when there are too few of its weekday; ${UNLESS} ${recentDays} until somebody sets another`,
    BOUNDS.recent_days,
  ),
}
type RuleWords = Query<typeof ruleWords>

/** What is not given is as in `otherwise`: in a question, the rule in force. */
export const ruleOf = (words: RuleWords, otherwise: HighUsageRule): HighUsageRule => ({
  deviations: parseDecimal(words.deviations ?? "") ?? otherwise.deviations,
  ratio: parseDecimal(words.ratio ?? "") ?? otherwise.ratio,
  floor: parseDecimal(words.floor ?? "") ?? otherwise.floor,
  weeks: Number(words.weeks ?? otherwise.weeks),
  samplesMin: Number(words.samples ?? otherwise.samplesMin),
  recentDays: Number(words.recent_days ?? otherwise.recentDays),
})

const decimalField = (bounds: Bounds<string>) =>
  Schema.optionalKey(
    Schema.String.check(Schema.makeFilter(isDecimalWithin(bounds))).annotate({
      message: decimalWords(bounds),
    }),
  )
const countField = (bounds: Bounds<number>) =>
  Schema.optionalKey(
    Schema.Int.check(Schema.isBetween({ minimum: bounds.least, maximum: bounds.most })).annotate({
      message: countWords(bounds),
    }),
  )

/** The same constants as fields of a JSON body. */
export const ruleBodyFields = {
  deviations: decimalField(BOUNDS.deviations),
  ratio: decimalField(BOUNDS.ratio),
  floor: decimalField(BOUNDS.floor),
  weeks: countField(BOUNDS.weeks),
  samples: countField(BOUNDS.samples),
  recent_days: countField(BOUNDS.recent_days),
}

/** A body's fields as the words they would be in a query. */
export const wordsOfRule = (fields: Readonly<Record<string, string | number>>): RuleWords =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, `${value}`]))

export const TOP_DEFAULT = 5
const TOP_MAX = 50
export const HIGH_USAGE_LIMIT_DEFAULT = 20
const HIGH_USAGE_LIMIT_MAX = 100

/** `all` may be longer than what is served. */
const SPANS = RANGES.filter((range) => range !== "all")

const highUsageDays = {
  ...RANGE_WORDS,
  range: oneOf(SPANS, "A stretch of days that ends today. Not together with `from` and `to`."),
  ...ruleWords,
  top: count(
    `Values per dimension of a day's causes, 1 to ${TOP_MAX}; ${TOP_DEFAULT} unless given`,
    { least: 1, most: TOP_MAX },
  ),
  limit: count(
    `High-usage days told with their causes, the newest, 1 to ${HIGH_USAGE_LIMIT_MAX}; ${HIGH_USAGE_LIMIT_DEFAULT} unless given`,
    { least: 1, most: HIGH_USAGE_LIMIT_MAX },
  ),
}
const highUsagePreview = { tz: RANGE_WORDS.tz, ...ruleWords }

export const INSIGHT_QUERIES = {
  highUsageDays: { ...highUsageDays, filter: FILTER_WORD },
  highUsageDaysOfAll: { ...highUsageDays, filter: FILTER_WORD_ALL },
  forecast: {
    tz: RANGE_WORDS.tz,
    operation: text(
      "A planned operation; goes with `quantity`",
      (word) => word !== "" && word.length <= 2 * 128,
      "must be the name of an operation",
    ),
    quantity: decimal("How much of it: of the unit its entries carry, or else how many entries", {
      least: "0.000001",
      most: CREDITS_MAX,
    }),
  },
  refundCheck: { ...RANGE_WORDS, limit: LIMIT_WORD },
  highUsageAccounts: {
    ...RANGE_WORDS,
    range: oneOf(SPANS, "A stretch of days that ends today. Not together with `from` and `to`."),
    ...ruleWords,
    filter: FILTER_WORD_ALL,
    limit: LIMIT_WORD,
  },
  highUsagePreview: { ...highUsagePreview, filter: FILTER_WORD },
  highUsagePreviewOfAll: { ...highUsagePreview, filter: FILTER_WORD_ALL },
} as const
