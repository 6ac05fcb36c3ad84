/** The words of questions that sum up over time. */
import { GRAINS } from "#warehouse/domain/buckets.ts"
import { COMPARISONS, MATCHES } from "#warehouse/domain/comparison.ts"
import {
  GROUP_SORTS,
  MEASURES,
  NAMED_DIMENSIONS,
  readDimensions,
} from "#warehouse/domain/dimensions.ts"
import { STATEMENT_SPANS } from "#warehouse/domain/statement.ts"
import { FILTER_WORD, FILTER_WORD_ALL } from "./filters.ts"
import { isInstant } from "./moments.ts"
import {
  EARLIEST_DAY,
  isLimit,
  LATEST_DAY,
  LIMIT_DEFAULT,
  LIMIT_MAX,
  oneOf,
  RANGE_WORDS,
  text,
} from "./query-words.ts"

const words = {
  grain: oneOf(GRAINS, "How long a bucket is; `day` unless given"),
  by: text(
    "What usage is split by: one or two of category, operation, type, account, actor, property:NAME, by comma",
    (text) => readDimensions(text) !== null,
    `must be one or two different ones of ${NAMED_DIMENSIONS.join(", ")}, property:NAME, by comma`,
  ),
  measure: oneOf(
    MEASURES,
    "What is summed up: credits of one type, of all (`credits`), or transactions (`count`); `spend` unless given, split by type `credits`",
  ),
  compare: oneOf(
    COMPARISONS,
    "Also the days before: `prev` the stretch before this one, `year` the same a year ago; while the last day is today, no further into their last one than today has come",
  ),
  match: oneOf(
    MATCHES,
    "How days meet those of `compare`: `weekday` goes back whole weeks, `date` to the period, month, year or days before; `weekday` unless given",
  ),
  sort: oneOf(
    GROUP_SORTS,
    "The order of the groups, and so which are listed: by `credits` (the measure), `count`, `change` (the difference) or `value` (the name); `-` descends; `-credits` unless given",
  ),
  limit: text(
    `How many groups are listed, 1 to ${LIMIT_MAX}; ${LIMIT_DEFAULT} unless given; \`other\` holds the rest`,
    isLimit,
    `must be a whole number from 1 to ${LIMIT_MAX}`,
  ),
  per: oneOf(STATEMENT_SPANS, "What a row is about; `month` unless given"),
  at: text(
    "An instant, RFC 3339; what occurred before it counts",
    isInstant,
    `must be an RFC 3339 instant with an offset, from ${EARLIEST_DAY} to ${LATEST_DAY}`,
  ),
}

const SPLIT_WORDS = {
  by: words.by,
  measure: words.measure,
  compare: words.compare,
  match: words.match,
  sort: words.sort,
  limit: words.limit,
}
const SERIES_WORDS = { ...RANGE_WORDS, grain: words.grain, ...SPLIT_WORDS }
const BREAKDOWN_WORDS = { ...RANGE_WORDS, ...SPLIT_WORDS }

/** The parameters of each endpoint; of those about all accounts, filters by account among them. */
export const USAGE_QUERIES = {
  usage: { ...SERIES_WORDS, filter: FILTER_WORD },
  usageOfAll: { ...SERIES_WORDS, filter: FILTER_WORD_ALL },
  breakdown: { ...BREAKDOWN_WORDS, filter: FILTER_WORD },
  breakdownOfAll: { ...BREAKDOWN_WORDS, filter: FILTER_WORD_ALL },
  statement: { ...RANGE_WORDS, per: words.per },
  statementOfAll: RANGE_WORDS,
  balanceHistory: { ...RANGE_WORDS, grain: words.grain },
  balance: { at: words.at },
} as const
