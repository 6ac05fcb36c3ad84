/** The query words of what operations look at. */
import { FILTER_WORD, FILTER_WORD_ALL } from "./filters.ts"
import { LIMIT_WORD, RANGE_WORDS, text } from "./query-words.ts"

const account = (description: string) =>
  text(description, (word) => word !== "" && word.length <= 2 * 128, "must be the id of an account")

export const OPERATIONS_QUERIES = {
  notes: {
    ...RANGE_WORDS,
    account: account("Only notes of this account; of all, and those over all, unless given"),
    limit: LIMIT_WORD,
  },
  note: { account: account("The account it is about; over all accounts unless given") },
  weekHours: { ...RANGE_WORDS, filter: FILTER_WORD },
  weekHoursOfAll: { ...RANGE_WORDS, filter: FILTER_WORD_ALL },
  pipeline: RANGE_WORDS,
} as const
