import fc from "fast-check"
import { expect, it } from "vitest"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { equationOf, historySentence } from "./history-sentence.ts"
import { bucket, usage } from "./testing/answers.ts"

const days = (spends: ReadonlyArray<string>) =>
  spends.map((spend, i) => bucket(`2026-11-${String(i + 1).padStart(2, "0")}`, { spend }))
const total = (spend: string, count = 1) => ({
  spend,
  purchase: "0",
  refund: "0",
  bonus: "0",
  count,
})
const say = (answer: Parameters<typeof historySentence>[0]) =>
  historySentence(answer, "in the last 6 days")
    .map(({ text }) => text)
    .join("")
    .replaceAll("\u00a0", " ")

it("compares the halves of a range", () => {
  const answer = usage(days(["10", "10", "10", "15", "15", "15"]), { total: total("75") })
  expect(say(answer)).toBe(
    "75 credits spent in the last 6 days, 50% more in the second half than in the first.",
  )
})

it("leaves out a trend that few bars or an empty half cannot show", () => {
  expect(say(usage(days(["10", "15"]), { total: total("25") }))).toBe(
    "25 credits spent in the last 6 days.",
  )
  expect(say(usage(days(["10", "0", "0", "0", "0", "0"]), { total: total("10") }))).toBe(
    "10 credits spent in the last 6 days.",
  )
})

it("tells no activity from no spend", () => {
  expect(say(usage(days(["0"])))).toBe("No activity in the last 6 days.")
  expect(say(usage(days(["0"]), { total: { ...total("0"), purchase: "500" } }))).toBe(
    "No credits spent in the last 6 days; 500 came in.",
  )
})

it("checks opening + added − spent = closing to the last decimal", () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 15n })
  fc.assert(
    fc.property(amount, amount, amount, amount, (opening, purchase, refund, spend) => {
      const closing = opening + purchase + refund - spend
      const answer = (balance: bigint) =>
        usage([bucket("2026-11-01", { balance: formatDecimal(balance) })], {
          opening_balance: formatDecimal(opening),
          total: {
            ...total(formatDecimal(spend)),
            purchase: formatDecimal(purchase),
            refund: formatDecimal(refund),
          },
        })
      expect(equationOf(answer(closing)).holds).toBe(true)
      expect(equationOf(answer(closing + 1n)).holds).toBe(false)
    }),
  )
})
