/** How a figure compares with an earlier one: `8% less than 1–21 Oct (12,130)`. */
import { parseDecimal, ratio } from "#warehouse/domain/decimal.ts"
import { credits, percent } from "./format-number.ts"
import { m } from "./messages.ts"

/** With a sign in words; nothing can be a percentage of zero. `when` names the earlier days. */
export const changeWords = (now: string, before: string, when: string): string => {
  const [a, b] = [parseDecimal(now) ?? 0n, parseDecimal(before) ?? 0n]
  const said = m().compare
  if (b === 0n) return a === 0n ? said.bothNothing(when) : said.fresh(when)
  if (a === b) return said.same(when, credits(before))
  const size = percent(Math.abs(ratio((a - b) * 100n, b)))
  return a > b ? said.more(size, when, credits(before)) : said.less(size, when, credits(before))
}
