import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { decodeUsageEvent } from "./usage-event-decoder.ts"
import { encodeUsageEvent } from "./usage-event-schema.ts"

const NOW = Date.UTC(2026, 2, 5, 12)
const failure = {
  id: "f1",
  account: "mana",
  type: "failure",
  refers_to: "e1",
  reason: "timeout",
  occurred_at: "2026-03-05T10:30:00.000Z",
}

const codesOf = (value: object): Record<string, string> => {
  const decoded = decodeUsageEvent(value, NOW)
  return Result.isSuccess(decoded)
    ? {}
    : Object.fromEntries(decoded.failure.map(({ pointer, code }) => [pointer, code]))
}

describe("a failure", () => {
  it("names a spend and a reason, and moves no credits", () => {
    assert.deepStrictEqual(Result.getOrThrow(decodeUsageEvent(failure, NOW)), {
      id: "f1",
      account: "mana",
      type: "failure",
      operation: "",
      credits: 0n,
      occurredAt: Date.UTC(2026, 2, 5, 10, 30),
      refersTo: "e1",
      reason: "timeout",
    })
  })

  it("may say which operation failed, who ran it, and more", () => {
    const more = {
      ...failure,
      operation: "variation",
      description: "the worker was gone",
      actor: "ada",
      properties: { region: "north" },
    }
    const event = Result.getOrThrow(decodeUsageEvent(more, NOW))
    assert.deepStrictEqual(encodeUsageEvent(event), more as never)
  })

  it.each(["generation_failure", "server_error", "timeout"])("may be a %s", (reason) => {
    assert.deepStrictEqual(codesOf({ ...failure, reason }), {})
  })

  it.each([
    [{ refers_to: null }, { "/refers_to": "required" }],
    [{ reason: undefined }, { "/reason": "required" }],
    [{ reason: "bored" }, { "/reason": "enum" }],
    [{ reason: 5 }, { "/reason": "enum" }],
    [{ credits: "2" }, { "/credits": "not_with_failure" }],
    [{ category: "Research" }, { "/category": "not_with_failure" }],
    [
      { quantity: 1, unit: "x" },
      { "/quantity": "not_with_failure", "/unit": "not_with_failure" },
    ],
    [{ reference: "r" }, { "/reference": "not_with_failure" }],
    [
      { amount: "1", currency: "USD" },
      { "/amount": "not_with_failure", "/currency": "not_with_failure" },
    ],
    [{ operation: "" }, { "/operation": "too_short" }],
  ])("with %j is refused", (fields, codes) => {
    assert.deepStrictEqual(codesOf({ ...failure, ...fields }), codes)
  })

  it("may have null in place of what it does not have", () => {
    const nothing = { credits: null, operation: null, category: null, amount: null }
    assert.deepStrictEqual(codesOf({ ...failure, ...nothing }), {})
  })

  it("alone has a reason", () => {
    const spend = { ...failure, type: "spend", operation: "variation", credits: "2" }
    const { refers_to: _, ...rest } = spend
    assert.deepStrictEqual(codesOf(rest), { "/reason": "only_with_failure" })
  })
})
