import { expect, it } from "vitest"
import type { HighUsageDay, HighUsageDays } from "./operations-client.ts"
import {
  decidedWords,
  operationsRange,
  operationsSentence,
  readRule,
  shareOfExcess,
} from "./operations-words.ts"
import { mayOperate } from "./session.ts"
import { meta } from "./testing/answers.ts"

const rule = {
  deviations: "3",
  scale: "1.4826",
  ratio: "1.5",
  floor: "100",
  weeks: 8,
  samples: 4,
  recent_days: 28,
}
const causes = (value: string | null) => ({
  values: [{ value, used: "900", expected: "248", excess: "652", share: 0.874, entries: 14 }],
  others: null,
})
const day: HighUsageDay = {
  day: "2026-11-09",
  weekday: 1,
  used: "1534",
  expected: "788.25",
  excess: "745.75",
  basis: "weekday",
  deviation: "30",
  low: "688",
  high: "888.5",
  line: "1182.5",
  ratio: 1.946,
  history: [],
  causes: { account: causes("studio-north"), operation: causes("sceneRender") },
}
const days = (flagged: ReadonlyArray<HighUsageDay>): HighUsageDays => ({
  rule,
  first_day: "2026-10-23",
  last_day: "2026-11-21",
  count: flagged.length,
  high_usage_days: flagged,
  days: [],
  meta,
})
const say = (...flagged: ReadonlyArray<HighUsageDay>) =>
  operationsSentence(days(flagged), "2026-11-21").replaceAll("\u00a0", " ")

it("says how many days were unusual, how far the latest was, and why", () => {
  const because = "because of sceneRender on studio-north."
  expect(say(day)).toBe(
    `1 unusual day in the last 30: Mon 9 Nov was ⟦1.9× a usual Monday⟧, ${because}`,
  )
  expect(say(day, day)).toBe(
    `2 unusual days in the last 30; the latest, Mon 9 Nov, was ⟦1.9× a usual Monday⟧, ${because}`,
  )
  expect(say()).toBe("⟦No unusual day⟧ in the last 30.")
})

it("names no cause that is not known, and no ratio to nothing", () => {
  expect(say({ ...day, causes: null, ratio: null })).toBe(
    "1 unusual day in the last 30: Mon 9 Nov was ⟦1,534 where nothing was expected⟧.",
  )
  expect(say({ ...day, causes: { ...day.causes, account: causes(null) } })).not.toContain("because")
})

it("says a share of the excess, but never more than all of it", () => {
  expect(shareOfExcess({ excess: "652.25", share: 0.874 }, "745.75")).toBe(
    "652.25 of the excess of 745.75 (87%)",
  )
  expect(shareOfExcess({ excess: "637.5", share: 1.247 }, "511.25")).toBe(
    "all of the excess of 511.25",
  )
})

it("asks only for a rule that the API takes", () => {
  const rule = { deviations: "2.5", ratio: "1", floor: "0" }
  expect(readRule(rule)).toEqual(rule)
  for (const bad of [
    { deviations: "" },
    { deviations: "20.1" },
    { deviations: "-1" },
    { ratio: "0.9" },
    { ratio: "101" },
    { floor: "-0.1" },
    { floor: "1000000000000" },
    { floor: "0.0000001" },
  ])
    expect(readRule({ ...rule, ...bad })).toBeUndefined()
})

it("judges 30 days where the address names a range that single accounts cannot have", () => {
  expect(operationsRange("90d")).toBe("90d")
  expect(operationsRange("all")).toBe("30d")
  expect(operationsRange({ first: "2026-01-01", last: "2026-12-31" })).toBe("30d")
})

it("tells what became of a rejection, with what is wrong with it still", () => {
  expect(decidedWords(null)).toBe("Dismissed.")
  expect(decidedWords({ index: 0, fate: "accepted" })).toBe("Sent again: accepted.")
  const errors = [{ pointer: "/credits", code: "not_positive", message: "greater than zero" }]
  expect(decidedWords({ index: 0, fate: "rejected", errors })).toBe(
    "Sent again and still rejected, so it stays as it is: /credits greater than zero.",
  )
  const differs = [{ field: "credits", stored: "2", sent: "1" }]
  expect(decidedWords({ index: 0, fate: "conflict", differs })).toContain("in conflict")
})

it("lets in only who may read every account", () => {
  const reader = { accounts: null, admin: false, scopes: ["read"], holder: "key:1" } as const
  const session = { ...reader, expires_at: null }
  expect(mayOperate(session)).toBe(true)
  expect(mayOperate({ ...session, scopes: ["ingest"] })).toBe(false)
  expect(mayOperate({ ...session, accounts: ["studio-north"] })).toBe(false)
  expect(mayOperate({ ...session, scopes: [], admin: true })).toBe(true)
})
