import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { bytesOf, decodeRaw, type RawEvent } from "./raw-event.ts"
import { percentEncoded } from "./testing/cloud-event-modes.ts"

const NOW = Date.UTC(2026, 2, 5, 12)
const HEADERS = {
  "content-type": "application/json",
  "ce-specversion": "1.0",
  "ce-type": "dev.tidemark.usage.v1",
  "ce-source": "/renders",
  "ce-id": "e1",
  "ce-time": "2026-03-05T10:30:00Z",
  "ce-subject": "mana",
}
const BODY = '{ "type": "spend", "operation": "detection", "credits": "1.50" }'

const http = (
  more: Readonly<Record<string, string>> = {},
  body: string | Uint8Array = BODY,
): RawEvent => ({
  kind: "cloudEventMessage",
  binding: "http",
  headers: Object.entries({ ...HEADERS, ...more }),
  body: Buffer.from(body),
})
const decode = (raw: RawEvent) => decodeRaw(raw, NOW)
const refusals = (raw: RawEvent) => {
  const decoded = decode(raw)
  return Result.isFailure(decoded)
    ? decoded.failure.errors.map(({ pointer, code }) => `${pointer} ${code}`)
    : undefined
}
const subject = (header: string) =>
  Result.getOrThrow(decode(http({ "ce-subject": header }))).account

describe("a CloudEvent in HTTP's binary mode", () => {
  it("has its attributes in headers and its data as the body", () => {
    assert.deepStrictEqual(Result.getOrThrow(decode(http())), {
      id: "e1",
      account: "mana",
      type: "spend",
      operation: "detection",
      credits: 1_500_000n,
      occurredAt: Date.UTC(2026, 2, 5, 10, 30),
    })
  })

  it("has percent-encoded headers, as in the specification's example", () => {
    const encoded = "Euro%20%E2%82%AC%20%F0%9F%98%80"
    assert.strictEqual(percentEncoded("Euro € 😀"), encoded)
    assert.strictEqual(subject(encoded), "Euro € 😀")
    assert.strictEqual(subject(encoded.toLowerCase()), "euro € 😀")
  })

  it("is decoded once, after quoted strings of older senders", () => {
    assert.strictEqual(subject("%6dana"), "mana")
    assert.strictEqual(subject("%256d"), "%6d")
    assert.strictEqual(subject('"two words"'), "two words")
    assert.strictEqual(subject("two words"), "two words")
    assert.strictEqual(subject('"a \\"b\\" \\\\ %25"'), 'a "b" \\ %')
    assert.strictEqual(subject("a+b"), "a+b")
    assert.strictEqual(subject('"Smith, John"'), "Smith, John")
    assert.strictEqual(subject("Smith,%20John"), "Smith, John")
  })

  it("takes back any text that was encoded as the specification says", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 32 })
    fc.assert(
      fc.property(
        text.filter((text) => [...text].length <= 128 && !/\p{Cc}/u.test(text)),
        (text) => assert.strictEqual(subject(percentEncoded(text)), text),
      ),
      { numRuns: 1000 },
    )
  })

  it.each([
    ["an overlong space, from the specification", "%C0%A0"],
    ["a byte that is no character", "%FF"],
    ["half a surrogate pair", "%ED%A0%BD"],
    ["a percent sign that is not encoded", "100%"],
    ["a percent sign before no digits", "%zz"],
    ["bytes beyond ASCII", "mÃ¤na"],
    ["a quote that is not closed", '"mana'],
  ])("with %s is refused by the header's name alone", (_, header) => {
    assert.deepStrictEqual(refusals(http({ "ce-subject": header })), ["/subject header_encoding"])
    assert.deepStrictEqual(refusals(http({ "ce-id": header })), ["/id header_encoding"])
    assert.deepStrictEqual(refusals(http({ "ce-trace": header })), ["/trace header_encoding"])
  })

  it.each<[string, RawEvent, ReadonlyArray<string>]>([
    ["XML", http({ "content-type": "text/xml" }), ["/datacontenttype media_type"]],
    [
      "another charset",
      http({ "content-type": "text/json;charset=x" }),
      ["/datacontenttype charset"],
    ],
    ["no body", http({}, ""), ["/data required"]],
    ["a body that is not JSON", http({}, "{"), ["/data malformed_json"]],
    ["a body that is not UTF-8", http({}, Uint8Array.of(0xff)), ["/data invalid_utf8"]],
    ["an array", http({}, "[]"), ["/data type"]],
    ["an empty header", http({ "ce-id": "" }), ["/id too_short"]],
    ["a header twice", http({ "ce-id": "e1, e1" }), ["/id repeated"]],
    ["a bad name", http({ "ce-my-trace": "" }), ["/my-trace attribute_name"]],
    ["a reserved name", http({ "ce-__proto__": "" }), ["/__proto__ attribute_name"]],
    ["two media types", http({ "ce-datacontenttype": "text/xml" }), ["/datacontenttype repeated"]],
  ])("with %s is refused", (_, raw, expected) => {
    assert.deepStrictEqual(refusals(raw), expected)
  })

  it("is answered whatever its headers and its body are, and never with an exception", () => {
    const name = fc.oneof(fc.constantFrom(...Object.keys(HEADERS)), fc.string())
    const header = fc.string({ unit: "binary-ascii", maxLength: 64 })
    const headers = fc.array(fc.tuple(name, fc.oneof(header, fc.uint8Array())))
    fc.assert(
      fc.property(headers, fc.uint8Array(), (headers, body) => {
        for (const binding of ["http", "kafka"] as const) {
          const raw = { kind: "cloudEventMessage", binding, headers, body } as const
          assert.isAbove(refusals(raw)?.length ?? 0, 0)
          assert.isTrue(Result.isFailure(decode({ kind: "cloudEvent", bytes: bytesOf(raw) })))
        }
      }),
      { numRuns: 2000 },
    )
  })

  it("costs a header of nothing but quotes no time", () => {
    const before = performance.now()
    for (const header of ['"', '\\"', '"\\', "%", ", "])
      refusals(http({ "ce-subject": `"${header.repeat(8_000)}` }))
    assert.isBelow(performance.now() - before, 100)
  })

  it("names every header that is missing", () => {
    const bare = { ...http(), headers: [["ce-id", "e1"]] } as RawEvent
    assert.deepStrictEqual(refusals(bare), [
      "/specversion required",
      "/type required",
      "/source required",
      "/datacontenttype media_type_missing",
    ])
  })

  it("is kept as the same event in the JSON format, its body as it came", () => {
    const kept = (raw: RawEvent) => Buffer.from(bytesOf(raw)).toString()
    const { "content-type": datacontenttype, ...named } = HEADERS
    const attributes = Object.entries(named).map(([name, value]) => [name.slice(3), value])
    const before = JSON.stringify({ datacontenttype, ...Object.fromEntries(attributes) })
    assert.strictEqual(kept(http()), `${before.slice(0, -1)},"data":${BODY}}`)
    assert.include(kept(http({}, "{")), '"data_base64":"ew=="')
    assert.include(kept(http({ "ce-subject": "100%" })), '"subject":"100%"')
  })

  it("is refused for the same reasons when what is kept of it is read", () => {
    const bodies = [BODY, "", "{", "[]", "5", Uint8Array.of(0xff), '{"credits":"0"}']
    const types = ["application/json", "text/xml", "text/json; charset=x"]
    for (const body of bodies)
      for (const type of types) {
        const raw = http({ "content-type": type, "ce-time": "never" }, body)
        const again = decode({ kind: "bytes", bytes: bytesOf(raw) })
        assert.deepStrictEqual(again, decode(raw))
      }
    const { "content-type": _, ...untyped } = HEADERS
    const raw = { ...http(), headers: Object.entries(untyped) } as RawEvent
    assert.deepStrictEqual(refusals(raw), ["/datacontenttype media_type_missing"])
    assert.deepStrictEqual(decode({ kind: "bytes", bytes: bytesOf(raw) }), decode(raw))
  })
})
