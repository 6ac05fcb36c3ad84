import { cleanup, render, screen, within } from "@solidjs/testing-library"
import { afterEach, expect, it } from "vitest"
import type { Usage } from "#api/contract.ts"
import { bucket } from "../testing/answers.ts"
import { dividedUsage } from "../testing/explored.ts"
import type { Explored } from "./create-explore.ts"
import { DividedTable } from "./DividedTable.tsx"
import { dividedOf } from "./explore-series.ts"

afterEach(cleanup)

/** Three days, of which the first has none to be compared with. */
const explored = (): Explored => {
  const days = dividedUsage([1n, 2n, 3n].map((n) => ({ Research: n * 1_000_000n })))
  const comparison = {
    total: { spend: "7.5", purchase: "0", refund: "0", bonus: "0", count: 2 },
    series: [
      { ...bucket("2026-10-02", { spend: "7.5" }), against: "2026-11-02" },
      { ...bucket("2026-10-03"), against: "2026-11-03" },
    ],
  } as unknown as Usage["comparison"]
  const usage = { ...days, comparison }
  const known = { by: "category", slots: new Map() } as const
  const context = { zone: "UTC", today: "2026-11-30", firstEntry: undefined }
  return { usage, ...known, divided: dividedOf(usage, { ...known, ...context }), rows: [] }
}

it("has no figure where no day is compared with, and a zero where one was without use", () => {
  render(() => <DividedTable explored={explored()} title="Credits spent by category" />)
  const before = screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getAllByRole("cell").at(-2)?.textContent)
  expect(before).toEqual(["–", "7.5", "0.0", "7.5"])
})
