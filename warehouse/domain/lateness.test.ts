import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { DAY_MS } from "./calendar.ts"
import { lateBy } from "./lateness.ts"

const NOON = Date.UTC(2026, 2, 5, 12)

describe("lateBy", () => {
  it.each([
    [DAY_MS + 1, "P1D"],
    [DAY_MS + 1_000, "P1DT1S"],
    [DAY_MS + 60_000, "P1DT1M"],
    [2 * DAY_MS - 1, "P1DT23H59M59S"],
    [3 * DAY_MS + 4 * 3_600_000 + 5 * 60_000 + 6_999, "P3DT4H5M6S"],
    [730 * DAY_MS, "P730D"],
  ])("tells that an event came %d ms after it occurred as %s", (late, told) => {
    assert.strictEqual(lateBy(NOON - late, NOON), told)
  })

  it.each([0, 1, DAY_MS - 1, DAY_MS, -3_600_000])("does not call %d ms late", (late) => {
    assert.isUndefined(lateBy(NOON - late, NOON))
  })

  it("tells every duration to the second", () => {
    fc.assert(
      fc.property(fc.integer({ min: DAY_MS + 1, max: 50 * 365 * DAY_MS }), (late) => {
        const told = /^P(\d+)D(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
          lateBy(NOON - late, NOON) ?? "",
        )
        const [days = 0, hours = 0, minutes = 0, seconds = 0] = (told ?? [])
          .slice(1)
          .map((n) => Number(n ?? 0))
        const sum = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        assert.strictEqual(sum, Math.floor(late / 1_000))
      }),
    )
  })
})
