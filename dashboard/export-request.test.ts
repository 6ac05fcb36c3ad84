import { expect, it } from "vitest"
import { LEDGER_COLUMNS } from "#warehouse/ledger-download.ts"
import {
  type ExportScope,
  fileColumns,
  formatsOf,
  requestOf,
  shownColumns,
} from "./export-request.ts"

const scope: ExportScope = {
  account: "studio-north",
  range: "30d",
  days: { first: "2026-10-23", last: "2026-11-21" },
  tz: "Europe/Berlin",
  filters: ["type:is:spend"],
  by: "operation",
}
const days = { from: "2026-10-23", to: "2026-11-21", tz: "Europe/Berlin" }

it("asks for the days that are meant today, whatever day the file is made", () => {
  expect(requestOf(scope, "transactions", "csv")).toEqual({
    ...{ report: "transactions", format: "csv", account: "studio-north" },
    ...{ ...days, filter: ["type:is:spend"] },
  })
  expect(requestOf({ ...scope, range: "all", days: undefined }, "usage", "csv")).toEqual({
    ...{ report: "usage", format: "csv", account: "studio-north", range: "all" },
    ...{ tz: "Europe/Berlin", grain: "day", filter: ["type:is:spend"] },
  })
})

it("lists every value of a breakdown, and filters no statement", () => {
  expect(requestOf({ ...scope, account: null }, "breakdown", "xlsx")).toEqual({
    ...{ report: "breakdown", format: "xlsx", ...days, by: "operation", limit: "500" },
    filter: ["type:is:spend"],
  })
  expect(requestOf(scope, "statement", "csv")).toEqual({
    ...{ report: "statement", format: "csv", account: "studio-north", ...days },
  })
})

it("takes the columns of the table, and the id that names each entry", () => {
  expect(fileColumns).toEqual(LEDGER_COLUMNS)
  expect(shownColumns(["occurred_at", "credits", "amount"])).toEqual([
    ...["id", "credits", "occurred_at", "day", "amount", "currency"],
  ])
  expect(requestOf(scope, "transactions", "csv", ["id", "credits"]).columns).toBe("id,credits")
})

it("offers FOCUS to the tools that read it, and everything else to spreadsheets as well", () => {
  expect(formatsOf("focus")).toEqual(["csv", "parquet"])
  expect(formatsOf("transactions")).toEqual(["csv", "xlsx", "jsonl", "parquet"])
})
