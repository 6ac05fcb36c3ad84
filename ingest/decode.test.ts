import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { encodeUsageEvent } from "#warehouse/domain/usage-event-schema.ts"
import { decodeBytes, decodeText, decodeValue } from "./decode.ts"
import { usageEvents } from "./testing/usage-events.ts"
import type { Decoded } from "./undecodable.ts"

const NOW = Date.UTC(2026, 2, 5, 12)
const event = {
  id: "e1",
  account: "mana",
  type: "spend",
  operation: "image_generation",
  credits: "1.5",
  occurred_at: "2026-03-05T10:30:00.000Z",
}
const bytes = (text: string) => new TextEncoder().encode(text)
const refusalOf = (decoded: Decoded) =>
  Result.isFailure(decoded)
    ? { ...decoded.failure, errors: decoded.failure.errors.map(({ code }) => code) }
    : undefined

describe("decoding", () => {
  it("brings back every valid event, to the last decimal", () => {
    fc.assert(
      fc.property(usageEvents(NOW), (event) => {
        const text = JSON.stringify(encodeUsageEvent(event))
        const decoded = decodeBytes(bytes(text), NOW)
        assert.deepStrictEqual(Result.getOrThrow(decoded), {
          ...event,
          ...(event.properties && { properties: { ...event.properties } }),
        })
      }),
      { numRuns: 500 },
    )
  })

  it("answers any text and any bytes, and never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        assert.isTrue(Result.isFailure(decodeText(text, NOW)))
      }),
      { numRuns: 1000 },
    )
    fc.assert(
      fc.property(fc.uint8Array(), (raw) => {
        assert.isTrue(Result.isFailure(decodeBytes(raw, NOW)))
      }),
      { numRuns: 1000 },
    )
  })

  it("answers any JSON in any field with that field's name", () => {
    const field = fc.constantFrom(...Object.keys(event), "quantity", "properties", "amount")
    fc.assert(
      fc.property(field, fc.jsonValue(), (name, value) => {
        const decoded = decodeText(JSON.stringify({ ...event, [name]: value }), NOW)
        if (Result.isSuccess(decoded)) return
        assert.isAbove(decoded.failure.errors.length, 0)
        for (const { pointer, code, message } of decoded.failure.errors) {
          assert.isTrue(pointer.startsWith(`/${name}`) || pointer === "/currency", pointer)
          assert.isTrue(code !== "" && message !== "")
        }
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ["", "malformed_json"],
    ["{", "malformed_json"],
    ['{"id":"e1",}', "malformed_json"],
    ["{}{}", "malformed_json"],
    ["NaN", "malformed_json"],
    ["[]", "type"],
    ["null", "type"],
    ['"text"', "type"],
  ])("finds %j unreadable: %s", (text, code) => {
    assert.deepStrictEqual(refusalOf(decodeText(text, NOW)), {
      reason: "unreadable",
      account: null,
      id: null,
      errors: [code],
    })
  })

  it.each([
    ["a lone continuation byte", [0x80]],
    ["a cut sequence", [0xe6, 0x97]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["an encoded surrogate", [0xed, 0xa0, 0x80]],
    ["UTF-16", [0xff, 0xfe, 0x7b, 0x00]],
  ])("refuses %s as invalid UTF-8", (_, middle) => {
    const raw = new Uint8Array([...bytes('{"id":"'), ...middle, ...bytes('"}')])
    assert.deepStrictEqual(refusalOf(decodeBytes(raw, NOW))?.errors, ["invalid_utf8"])
  })

  it("refuses half a surrogate pair that an escape smuggles in", () => {
    const text = JSON.stringify(event).replace("image_generation", "image\\ud83c")
    assert.deepStrictEqual(refusalOf(decodeText(text, NOW))?.errors, ["not_printable"])
  })

  it("names the account and the id of what it refuses, as far as they can be used", () => {
    assert.deepStrictEqual(refusalOf(decodeValue({ ...event, credits: "-1" }, NOW)), {
      reason: "rejected",
      account: "mana",
      id: "e1",
      errors: ["not_positive"],
    })
    const longId = refusalOf(decodeValue({ ...event, id: "x".repeat(200) }, NOW))
    assert.deepStrictEqual([longId?.account, longId?.id], ["mana", null])
  })
})
