import { expect, it } from "vitest"
import { copyRows, curlCommand, typedCall } from "./ledger-copy.ts"
import { transaction } from "./testing/answers.ts"

const columns = ["occurred_at", "description", "credits", "amount"] as const
const rows = [
  transaction({ credits: "-20.000001" }),
  transaction({ description: "a|b\tc\nd", amount: "49.00", currency: "EUR", credits: "5000" }),
]

it("copies rows as a table of exact values", () => {
  expect(copyRows(rows, columns, "tsv")).toBe(
    [
      "Time\tDescription\tCredits\tAmount\n",
      "2026-11-21T13:32:00.000Z\tTool: keyframeGenerate\t-20.000001\t\n",
      "2026-11-21T13:32:00.000Z\ta|b c d\t5000\t49.00 EUR\n",
    ].join(""),
  )
})

it("escapes what would break a Markdown table", () => {
  expect(copyRows(rows, columns, "markdown").split("\n").slice(1)).toEqual([
    "| --- | --- | ---: | --- |",
    "| 2026-11-21T13:32:00.000Z | Tool: keyframeGenerate | -20.000001 |  |",
    "| 2026-11-21T13:32:00.000Z | a\\|b c d | 5000 | 49.00 EUR |",
    "",
  ])
})

it.each(["=1+1", "+1", "@SUM(A1)", "-1+2", "-cmd"])("makes %s no formula", (description) => {
  const text = copyRows([transaction({ description })], ["description"], "tsv")
  expect(text).toBe(`Description\n'${description}\n`)
})

it("copies whole entries as JSON", () => {
  expect(JSON.parse(copyRows(rows, columns, "json"))).toEqual(rows)
})

it("quotes an address for a shell, and a query for the typed client", () => {
  expect(curlCommand("http://x/a?q=it's")).toContain(`'http://x/a?q=it'\\''s'`)
  expect(typedCall("http://x", "a b", { range: "30d" })).toContain('account: "a%20b"')
})
