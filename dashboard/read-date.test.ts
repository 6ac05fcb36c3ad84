import { afterEach, expect, it } from "vitest"
import { setLocale } from "./locale.ts"
import { readDate } from "./read-date.ts"

afterEach(() => {
  setLocale("en-GB")
})

it.each([
  ["2026-11-09", "2026-11-09"],
  ["9 nov", "2026-11-09"],
  ["Nov 9", "2026-11-09"],
  ["November 9, 2025", "2025-11-09"],
  ["9.11.", "2026-11-09"],
  ["9/11/25", "2025-11-09"],
  // Has not come yet this year.
  ["24 dec", "2025-12-24"],
  ["2026-11-22", undefined],
  ["31 feb", undefined],
  ["9 no", undefined],
  ["nov", undefined],
  ["9 nov 10", undefined],
  ["", undefined],
])("reads %j", (text, day) => {
  expect(readDate(text, "2026-11-21")).toBe(day)
})

it("reads months in the language of the page", () => {
  setLocale("de-DE")
  expect(["9. Okt", "3. märz"].map((text) => readDate(text, "2026-11-21"))).toEqual([
    "2026-10-09",
    "2026-03-03",
  ])
})
