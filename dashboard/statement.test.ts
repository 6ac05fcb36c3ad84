import { expect, it } from "vitest"
import type { Proof } from "#api/contract.ts"
import { addedIn, addsUp, foldYears, joinsUp, proofHolds, type StatementRow } from "./statement.ts"
import { meta, statement, statementRow } from "./testing/answers.ts"

const row = (change: Partial<StatementRow>) => statementRow("2026-10", change)

it("adds a row up to the last decimal", () => {
  const sums = { opening: "0.1", purchased: "9007199254740993", bonus: "0.2", refunded: "0.000001" }
  const whole = { ...sums, spent: "1", closing: "9007199254740992.300001" }
  expect(addsUp(row(whole))).toBe(true)
  expect(addsUp(row({ ...whole, closing: "9007199254740992.300002" }))).toBe(false)
  expect(addedIn(row(whole))).toBe("9007199254740993.200001")
})

it("sees where a row does not open with what the one before closed with", () => {
  expect(joinsUp([row({ closing: "5" }), row({ opening: "5" })])).toBe(true)
  expect(joinsUp([row({ closing: "5" }), row({ opening: "5.000001" })])).toBe(false)
})

it("keeps this year's months, newest first, and folds the years before", () => {
  const { months, years } = foldYears(
    statement([
      statementRow("2024-12", { spent: "1", closing: "9", opening: "10", count: 2 }),
      statementRow("2025-01", { spent: "0.5", opening: "9", closing: "8.5", count: 1 }),
      statementRow("2025-02", { purchased: "1.5", opening: "8.5", closing: "10", count: 3 }),
      statementRow("2026-01", {}),
      statementRow("2026-02", {}),
    ]),
  )
  expect(months.map(({ bucket }) => bucket)).toEqual(["2026-02", "2026-01"])
  expect(years.map(({ year }) => year)).toEqual(["2025", "2024"])
  expect(years[0]).toMatchObject({
    opening: "9",
    purchased: "1.5",
    spent: "0.5",
    closing: "10",
    count: 4,
  })
})

it("takes a proof as one only when every sum agrees and no stored sum differs", () => {
  const sums = { spend: "9", purchase: "1000", refund: "0", bonus: "0", count: 7, balance: "991" }
  const proof: Proof = {
    account: "mana",
    balance: "991",
    lifetime: sums,
    daily: { ...sums, days: 1 },
    quarter_hours: sums,
    ledger: sums,
    groups: 12,
    drift: "0",
    differing: [],
    more: 0,
    meta,
  }
  expect(proofHolds(proof)).toBe(true)
  expect(proofHolds({ ...proof, ledger: { ...sums, balance: "990.999999" } })).toBe(false)
  expect(proofHolds({ ...proof, drift: "0.000001", more: 1 })).toBe(false)
})
