import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { TRANSACTION_TYPES } from "#warehouse/domain/transaction-type.ts"
import { encoderOf } from "#warehouse/event-encoder.ts"
import type { EventRows } from "#warehouse/event-rows.ts"
import { addBySchema, addRaw } from "./event-decoder.ts"
import { EVENT_SIZE_MAX } from "./raw-event.ts"
import type { Undecodable } from "./undecodable.ts"

const NOW = Date.UTC(2026, 2, 5, 12)
const CATALOG = new Map([
  ["variation", { operation: "variation", category: "Image Generation", description: "Varied" }],
])
const newRows = () =>
  encoderOf(CATALOG).rows({ receivedAt: NOW, log: { topic: "usage.events", partition: 3 } })

const shown = (rows: EventRows, refused: unknown) => ({
  refused,
  rows: rows.bytesOf(0, rows.count).toString("hex"),
  words: [...rows.words],
})

/** Both ways of reading; equal, or the test fails. */
const bothWays = (bytes: Buffer) => {
  const [either, schema] = [newRows(), newRows()]
  const raw = { kind: "bytes", bytes } as const
  const quick = shown(either, addRaw(either, raw, 7))
  const exact = shown(schema, addBySchema(schema, raw, { raw: bytes, offset: 7 }))
  assert.deepStrictEqual(quick, exact, bytes.toString("utf8"))
  return quick
}
const isPlain = (bytes: Buffer) => newRows().addPlain(bytes)

const letters = (max: number) =>
  fc.string({ unit: fc.constantFrom(..."abz ABZ09-_.:/~!{}[],'"), minLength: 1, maxLength: max })
const digits = (max: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: max })
const decimals = fc.oneof(
  digits(11),
  fc.tuple(digits(10), digits(7)).map(([whole, fraction]) => `${whole}.${fraction}`),
  fc.constantFrom("0", "0.000000", "1.", ".5", "-1", "1e3", "+1", "9007199254.740993", "1,5"),
)
const two = (min: number, max: number) =>
  fc.integer({ min, max }).map((number) => String(number).padStart(2, "0"))
const instants = fc
  .record({
    year: fc.constantFrom("1969", "1970", "1979", "1980", "2000", "2024", "2025", "2026", "2100"),
    month: two(0, 13),
    day: two(0, 32),
    hour: two(0, 24),
    minute: two(0, 60),
    second: two(0, 60),
    fraction: fc.constantFrom("", ".0", ".12", ".123", ".999", ".1234"),
    zone: fc.oneof(
      fc.constantFrom("Z", "z", "", "+00:00", "-00:00", "+14:00", "-11:30", "+24:00", "+05:60"),
      two(0, 23).map((hours) => `+${hours}:30`),
    ),
  })
  .map(
    ({ year, month, day, hour, minute, second, fraction, zone }) =>
      `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`,
  )
const often = fc.constantFrom(
  "2026-03-05T10:30:00.000Z",
  "2024-02-29T23:59:59Z",
  "2026-03-05T12:59:59+00:00",
)

const wireEvents = fc.record(
  {
    id: letters(130),
    account: letters(130),
    type: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...TRANSACTION_TYPES) },
      { weight: 1, arbitrary: fc.constantFrom("failure", "spends", "") },
    ),
    operation: fc.oneof(fc.constant("variation"), letters(20)),
    credits: fc.oneof(decimals, fc.constantFrom<unknown>("1.5", 1.5, 2, null)),
    occurred_at: fc.oneof({ weight: 2, arbitrary: often }, { weight: 1, arbitrary: instants }),
    category: fc.oneof(letters(20), fc.constantFrom(null, "")),
    description: letters(60),
    quantity: fc.oneof<fc.Arbitrary<unknown>[]>(
      decimals,
      fc.nat(),
      fc.constantFrom(1e12, -1, 0, 1.5),
    ),
    unit: letters(66),
    reference: letters(100),
    refers_to: letters(20),
    amount: decimals,
    currency: fc.constantFrom("USD", "EUR", "XYZ"),
    actor: letters(20),
    properties: fc.oneof(
      fc.dictionary(letters(66), fc.string({ unit: fc.constantFrom(..."ab ~"), maxLength: 258 }), {
        maxKeys: 18,
      }),
      fc
        .dictionary(letters(4), letters(4), { maxKeys: 4 })
        .map((all) => Object.fromEntries(Object.entries(all).sort())),
      fc.constantFrom<unknown>({}, null, [], { a: 1 }, JSON.parse('{"__proto__":"x"}')),
    ),
    extra: fc.constant("x"),
  },
  { requiredKeys: ["id", "account", "type", "operation", "credits", "occurred_at"] },
)

/** Written as `JSON.stringify` does, or as other languages' libraries do. */
const written = fc
  .tuple(wireEvents, fc.constantFrom("plain", "spaced", "padded", "shuffled"), fc.nat())
  .map(([event, how, turn]) => {
    const entries = Object.entries(event)
    const by = turn % entries.length
    const turned = how === "shuffled" ? [...entries.slice(by), ...entries.slice(0, by)] : entries
    const text = JSON.stringify(Object.fromEntries(turned))
    if (how === "spaced") return text.replaceAll('":"', '": "').replaceAll('","', '", "')
    return how === "padded" ? ` ${text}\n` : text
  })

describe("reading an event byte by byte", () => {
  it("comes to what the schema comes to", () => {
    fc.assert(
      fc.property(written, (text) => void bothWays(Buffer.from(text))),
      { numRuns: 4_000 },
    )
  })

  it("comes to what the schema comes to when the bytes were damaged", () => {
    const damaged = fc
      .tuple(
        written,
        fc.nat(),
        fc.oneof(fc.nat(255), fc.constantFrom(0x22, 0x5c, 0x2c, 0x7d)),
        fc.nat(3),
      )
      .map(([text, at, byte, how]) => {
        const bytes = Buffer.from(text)
        const place = at % bytes.length
        if (how === 0) bytes[place] = byte
        if (how === 1) return bytes.subarray(0, place)
        if (how === 2)
          return Buffer.concat([bytes.subarray(0, place), Buffer.of(byte), bytes.subarray(place)])
        return how === 3
          ? Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1)])
          : bytes
      })
    fc.assert(
      fc.property(damaged, (bytes) => void bothWays(bytes)),
      { numRuns: 4_000 },
    )
  })

  const plain = {
    id: "e1",
    account: "mana",
    type: "refund",
    operation: "variation",
    credits: "1.50",
    occurred_at: "2026-03-05T10:30:00.000Z",
    quantity: 1000,
    unit: "combos",
    refers_to: "e0",
    properties: { a: "", b: "2" },
  }
  const changed = (change: object) => Buffer.from(JSON.stringify({ ...plain, ...change }))

  it("is taken for all that is written plainly", () => {
    assert.isTrue(isPlain(changed({})))
    assert.isTrue(isPlain(changed({ occurred_at: "2026-03-05T12:30:00+02:00" })))
    assert.isTrue(isPlain(changed({ category: "Own", description: "Own", properties: {} })))
    assert.isTrue(isPlain(Buffer.from(JSON.stringify(plain).replaceAll('":', '": '))))
  })

  it.each([
    ["an escape", { description: "a\nb" }],
    ["letters beyond ASCII", { account: "ä" }],
    ["money", { amount: "1", currency: "USD" }],
    ["credits that a double cannot hold", { credits: "9007199254.740993" }],
    ["an instant that is not in the calendar", { occurred_at: "2026-02-30T00:00:00Z" }],
    ["a null", { unit: null }],
    ["properties in another order", { properties: { b: "", a: "" } }],
  ])("leaves %s to the schema", (_, change) => {
    assert.isFalse(isPlain(changed(change)))
    bothWays(changed(change))
  })

  it("refuses more bytes than an event can need, whatever they hold", () => {
    const padded = Buffer.concat([changed({}), Buffer.alloc(EVENT_SIZE_MAX, " ")])
    const { refused, words } = bothWays(padded)
    const message = `at most ${EVENT_SIZE_MAX} bytes, got ${padded.length}`
    assert.deepStrictEqual(refused, {
      reason: "unreadable",
      account: null,
      id: null,
      errors: [{ pointer: "", code: "too_many_bytes", message }],
    })
    assert.strictEqual(words.length, 0)
    for (const raw of [
      { kind: "text", text: padded.toString() },
      { kind: "cloudEvent", bytes: padded },
      { kind: "cloudEventMessage", binding: "http", headers: [], body: padded },
    ] as const)
      assert.deepStrictEqual(addRaw(newRows(), raw), refused as Undecodable)
  })

  it("takes the largest event, every character escaped", () => {
    const long = (characters: number) => "😀".repeat(characters)
    const properties = Object.fromEntries(
      Array.from({ length: 16 }, (_, i) => [long(62) + (10 + i), long(256)]),
    )
    const text = JSON.stringify({
      ...{ ...plain, id: long(128), account: long(128), operation: long(128), category: long(128) },
      ...{ description: long(1000), unit: long(64), reference: long(2048), refers_to: long(128) },
      ...{ actor: long(128), properties },
    })
    const escaped = text.replaceAll("😀", "\\ud83d\\ude00")
    assert.isUndefined(bothWays(Buffer.from(escaped)).refused)
  })

  it("leaves a repeated key to the schema", () => {
    const twice = Buffer.from(JSON.stringify(plain).replace("{", '{"id":"e0",'))
    assert.isFalse(isPlain(twice))
    bothWays(twice)
  })
})
