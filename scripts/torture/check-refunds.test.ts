import { expect, test } from "vitest"
import type { UsageEvent } from "#warehouse/domain/usage-event.ts"
import { type Arrived, checkRefunds, isMadeRefund } from "./check-refunds.ts"
import { makeFindings } from "./findings.ts"

const AT = Date.UTC(2026, 2, 5)
const spend: UsageEvent = {
  ...{ account: "mana", id: "s", type: "spend", operation: "researcher" },
  ...{ credits: 5_000_000n, occurredAt: AT },
}
const failure = (id: string, changes: Partial<UsageEvent> = {}): UsageEvent => ({
  ...{ ...spend, id, type: "failure", operation: "", credits: 0n, occurredAt: AT + 9 },
  ...{ refersTo: "s", reason: "timeout", ...changes },
})
const refund = (failureId: string, changes: Partial<UsageEvent> = {}): UsageEvent => ({
  ...{ ...spend, id: "s~refund", type: "refund", operation: "refund", occurredAt: AT + 9 },
  ...{ description: "operation failed: timeout", refersTo: "s" },
  ...{ properties: { failure: failureId }, ...changes },
})
const at = (offset: number, event: UsageEvent): Arrived => ({
  event,
  position: { topic: "t", partition: 0, offset: BigInt(offset) },
})
const direct = (event: UsageEvent): Arrived => ({ event, position: null })

const findingsOf = (arrived: ReadonlyArray<Arrived>, stored: ReadonlyArray<Arrived>): string => {
  const findings = makeFindings()
  checkRefunds(arrived, stored, findings)
  return findings.lines().join("\n")
}

test("a refund of what was spent is right, for any of several failures, and none for other things", () => {
  const arrived = [spend, failure("f"), failure("g"), failure("h", { refersTo: "gone" })].map(
    direct,
  )
  expect(findingsOf(arrived, [direct(refund("f"))])).toBe("")
  expect(findingsOf(arrived, [direct(refund("g"))])).toBe("")
  expect(findingsOf([direct({ ...spend, type: "purchase" }), direct(failure("f"))], [])).toBe("")
})

test.each<[string, ReadonlyArray<UsageEvent>, RegExp]>([
  ["one that is missing", [], /the refund \(mana, s~refund\) was never made/],
  ["another amount", [refund("f", { credits: 1n })], /"credits","1".* instead of .*"5000000"/],
  ["another instant", [refund("f", { occurredAt: AT })], /instead of/],
  ["another account", [refund("f", { account: "x" })], /\(x, s~refund\) is one too many/],
  [
    "a second one",
    [refund("f"), refund("f", { id: "s~refund-2" })],
    /s~refund-2\) is one too many/,
  ],
  ["one for a failure that is not stored", [refund("x")], /"properties.failure","x".* instead of/],
])("finds %s", (_, stored, what) => {
  const found = findingsOf([spend, failure("f")].map(direct), stored.map(direct))
  expect(found).toMatch(what)
})

test("through a log the order says which failure it is for, and where it comes from", () => {
  const arrived = [
    at(3, failure("f", { occurredAt: AT + 20 })),
    at(4, failure("g")),
    at(7, spend),
    at(8, failure("h", { occurredAt: AT + 1 })),
  ]
  expect(findingsOf(arrived, [at(7, refund("g"))])).toBe("")
  expect(findingsOf(arrived, [at(4, refund("g"))])).toMatch("as from 0/4 instead of 0/7")
  expect(findingsOf(arrived, [at(7, refund("h", { occurredAt: AT + 1 }))])).toMatch(/instead of/)
})

test("a refund that somebody sent is none that was made", () => {
  const { refersTo, ...sent } = refund("f")
  expect([direct(sent), direct(refund("f"))].map(isMadeRefund)).toEqual([false, true])
})
