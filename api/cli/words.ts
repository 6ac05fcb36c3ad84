/** Options that mean the same in every command, and what they become in a query. */
import { type Command, InvalidArgumentError, Option } from "commander"
import { GRAINS } from "#warehouse/domain/buckets.ts"
import { COMPARISONS } from "#warehouse/domain/comparison.ts"
import { MEASURES } from "#warehouse/domain/dimensions.ts"
import { RANGES } from "#warehouse/domain/range.ts"

const gathered = (word: string, before: ReadonlyArray<string> = []) => [...before, word]

export const OPTIONS = {
  range: new Option("--range <range>", "a stretch of days that ends today").choices(RANGES),
  from: new Option(
    "--from <day>",
    "first day, YYYY-MM-DD, for a ledger also an instant; goes with --to",
  ),
  to: new Option("--to <day>", "last day, inclusive, or the instant it ends before"),
  tz: new Option("--tz <zone>", "IANA time zone of the days; the account's unless given"),
  grain: new Option("--grain <grain>", "how long a bucket is").choices(GRAINS),
  by: new Option("--by <dimensions>", "split by category, operation, actor, property:NAME …"),
  measure: new Option("--measure <measure>", "what is summed up").choices(MEASURES),
  compare: new Option("--compare <with>", "beside an earlier stretch").choices(COMPARISONS),
  filter: new Option(
    "--filter <filter>",
    "field:op:value, such as type:is:spend; may be repeated",
  ).argParser(gathered),
} as const

/** The days that a question is about. */
export const RANGE = ["range", "from", "to", "tz"] as const

export const withOptions = (
  command: Command,
  names: ReadonlyArray<keyof typeof OPTIONS>,
): Command => names.reduce((to, name) => to.addOption(OPTIONS[name]), command)

/**
 * What was given of these, as the query's words. They are typed as the endpoint's by the caller: what is
 * wrong with them, the server says, with the name of the field.
 */
export const wordsOf = (
  options: Readonly<Record<string, unknown>>,
  names: ReadonlyArray<string>,
): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name] as string]])),
  )

/** For `argParser`: a whole number between two others. */
export const whole = (least: number, most: number) => (text: string) => {
  const value = Number(text)
  if (!/^\d{1,9}$/.test(text) || value < least || value > most)
    throw new InvalidArgumentError(`It has to be a whole number from ${least} to ${most}.`)
  return value
}
