/** What one piece of an entry cost, where that is a figure one can say: "2 credits each". */
import type { Transaction } from "#api/contract.ts"
import { divideRounded, formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { credits } from "./format-number.ts"
import { m } from "./messages.ts"

export const unitPrice = (t: Pick<Transaction, "quantity" | "credits">): string | undefined => {
  const quantity = parseDecimal(t.quantity ?? "0") ?? 0n
  if (quantity <= 1_000_000n) return undefined
  const spent = parseDecimal(t.credits.replace("-", "")) ?? 0n
  const each = formatDecimal(divideRounded(spent * 1_000_000n, quantity))
  return m().common.credits(credits(each), each)
}
