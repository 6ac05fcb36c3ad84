import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { decodeUsageEvent } from "./usage-event-decoder.ts"

const NOW = Date.UTC(2026, 2, 5, 12)
const event = {
  id: "e1",
  account: "mana",
  type: "spend",
  operation: "image_generation",
  credits: "1.5",
  occurred_at: "2026-03-05T10:30:00.000Z",
}

/** The codes of an event by pointer; empty when it is taken. */
const codesOf = (value: unknown): Record<string, string> => {
  const decoded = decodeUsageEvent(value, NOW)
  return Result.isSuccess(decoded)
    ? {}
    : Object.fromEntries(decoded.failure.map(({ pointer, code }) => [pointer, code]))
}
const decoded = (value: unknown) => Result.getOrThrow(decodeUsageEvent(value, NOW))
const repeat = (count: number, text = "x") => text.repeat(count)
const properties = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`name${index}`, "value"]))

/** `also` are the fields that the field needs beside it. */
interface Rule {
  readonly field: string
  readonly good: ReadonlyArray<unknown>
  readonly bad: ReadonlyArray<readonly [value: unknown, code: string]>
  readonly also?: Readonly<Record<string, unknown>>
}

const text = (field: string, max: number, also = {}): Rule => ({
  field,
  also,
  good: ["a", "with space", "日本語", repeat(max), repeat(max, "🌊")],
  bad: [
    ["", "too_short"],
    [repeat(max + 1), "too_long"],
    [repeat(max + 1, "🌊"), "too_long"],
    ["nul\u0000", "not_printable"],
    ["tab\t", "not_printable"],
    ["line\n", "not_printable"],
    ["del\u007f", "not_printable"],
    ["next line\u0085", "not_printable"],
    ["half \ud83c", "not_printable"],
    ["other half \udf0a", "not_printable"],
    [5, "type"],
    [["a"], "type"],
    [true, "type"],
  ],
})

const notDecimals: Rule["bad"] = [
  "",
  "abc",
  "1e3",
  "1,5",
  ".5",
  "5.",
  "+1",
  "0x10",
  " 1",
  "1 ",
  "NaN",
  "١",
].map((value) => [value, "decimal"])
const tooPrecise: Rule["bad"] = [
  ["1.1234567", "decimal_places"],
  ["0.0000001", "decimal_places"],
  ["1.0000000", "decimal_places"],
  ["1000000000000", "too_large"],
]

const rules: ReadonlyArray<Rule> = [
  text("id", 128),
  text("account", 128),
  text("operation", 128),
  text("category", 128),
  text("unit", 64),
  text("reference", 2048),
  text("actor", 128),
  text("refers_to", 128, { type: "refund" }),
  {
    field: "type",
    good: ["spend", "purchase", "refund", "bonus"],
    bad: [
      ["gift", "enum"],
      ["Spend", "enum"],
      ["", "enum"],
      [1, "enum"],
    ],
  },
  {
    field: "credits",
    good: ["1", "0.000001", "1.50", "007", "999999999999.999999"],
    bad: [
      ...notDecimals,
      ...tooPrecise,
      ["0", "not_positive"],
      ["0.000000", "not_positive"],
      ["-1", "not_positive"],
      ["-0.0000001", "not_positive"],
      [1.5, "type"],
      [2, "type"],
      [{}, "type"],
    ],
  },
  {
    field: "occurred_at",
    good: [
      "2026-03-05T10:30:00Z",
      "2026-03-05T10:30:00.1Z",
      "2026-03-05t10:30:00.123z",
      "2026-03-05T16:15:00+05:45",
      "2024-02-29T00:00:00Z",
      "2000-02-29T00:00:00Z",
      "1980-01-01T00:00:00Z",
      "1979-12-31T23:00:00-01:00",
      "2026-03-05T13:00:00.000Z",
    ],
    bad: [
      ["yesterday", "timestamp"],
      ["2026-03-05", "timestamp"],
      ["2026-03-05 10:30:00Z", "timestamp"],
      ["2026-02-30T00:00:00Z", "timestamp"],
      ["2026-02-29T00:00:00Z", "timestamp"],
      ["2100-02-29T00:00:00Z", "timestamp"],
      ["2026-13-01T00:00:00Z", "timestamp"],
      ["2026-00-10T00:00:00Z", "timestamp"],
      ["2026-01-00T00:00:00Z", "timestamp"],
      ["2026-03-05T24:00:00Z", "timestamp"],
      ["2026-03-05T10:60:00Z", "timestamp"],
      ["2026-03-05T10:30:60Z", "timestamp"],
      ["2026-03-05T10:30:00 Europe/Berlin", "timestamp"],
      ["2026-03-05T10:30:00+25:00", "timestamp"],
      ["2026-03-05T10:30:00+02:60", "timestamp"],
      ["2026-03-05T10:30:00+0200", "timestamp"],
      ["2026-03-05T10:30:00.Z", "timestamp"],
      ["2026-03-05T10:30:00", "time_zone_missing"],
      ["2026-03-05T10:30:00.1234Z", "precision"],
      ["2026-03-05T10:30:00.000000Z", "precision"],
      ["1979-12-31T23:59:59.999Z", "too_old"],
      ["0085-01-01T00:00:00Z", "too_old"],
      ["2026-03-05T13:00:00.001Z", "in_future"],
      ["2026-03-05T14:00:00Z", "in_future"],
      [1_772_706_600_000, "type"],
    ],
  },
  {
    field: "description",
    good: ["a", "two\nlines\tand a tab", repeat(1000)],
    bad: [
      ["", "too_short"],
      [repeat(1001), "too_long"],
      ["bell\u0007", "not_printable"],
      [5, "type"],
    ],
  },
  {
    field: "quantity",
    good: ["0", "-0", "1000", "0.5", 0, 1000, 999_999_999_999],
    bad: [
      ...notDecimals,
      ...tooPrecise,
      ["-1", "negative"],
      [-1, "negative"],
      [1.5, "type"],
      [1e12, "too_large"],
      [2 ** 53, "type"],
      [true, "type"],
    ],
  },
  {
    field: "amount",
    also: { currency: "USD" },
    good: ["40", "0", "39.99"],
    bad: [...notDecimals, ...tooPrecise, ["-1", "negative"], [40, "type"]],
  },
  {
    field: "currency",
    also: { amount: "40" },
    good: ["USD", "EUR", "JPY"],
    bad: [
      ["usd", "currency"],
      ["DOLLAR", "currency"],
      ["QQQ", "currency"],
      ["", "currency"],
      [5, "type"],
    ],
  },
  {
    field: "properties",
    good: [{}, { team: "north" }, { note: "" }, { [repeat(64)]: repeat(256) }, properties(16)],
    bad: [
      [[], "type"],
      ["text", "type"],
      [properties(17), "too_many"],
    ],
  },
]

const cases = (kind: "good" | "bad") =>
  rules.flatMap(({ field, also, [kind]: list }) =>
    list.map((entry) => {
      const [value, code] = kind === "bad" ? (entry as readonly [unknown, string]) : [entry, ""]
      const shown = (JSON.stringify(value) ?? "").slice(0, 40)
      return { field, shown, code, value: { ...event, ...also, [field]: value } }
    }),
  )

describe("a usage event's field", () => {
  it.each(cases("good"))("$field takes $shown", ({ value }) => {
    assert.deepStrictEqual(codesOf(value), {})
  })

  it.each(cases("bad"))("$field refuses $shown with $code", ({ field, code, value }) => {
    assert.deepStrictEqual(codesOf(value), { [`/${field}`]: code })
  })

  it.each(["id", "account", "type", "operation", "credits", "occurred_at"])(
    "%s is required",
    (field) => {
      const { [field as "id"]: _, ...without } = event
      assert.deepStrictEqual(codesOf(without), { [`/${field}`]: "required" })
    },
  )

  it.each(rules.filter(({ field }) => !(field in event)))("$field may be null", ({ field }) => {
    assert.deepStrictEqual(decoded({ ...event, [field]: null }), decoded(event))
  })
})

describe("a usage event", () => {
  it("becomes exact millionths and an instant", () => {
    const value = {
      ...event,
      credits: "1.50",
      occurred_at: "2026-03-05T16:15:00.25+05:45",
      type: "refund",
      refers_to: "e0",
      quantity: 1000,
      amount: "39.99",
      currency: "USD",
    }
    assert.deepStrictEqual(decoded(value), {
      id: "e1",
      account: "mana",
      type: "refund",
      operation: "image_generation",
      credits: 1_500_000n,
      occurredAt: Date.UTC(2026, 2, 5, 10, 30, 0, 250),
      refersTo: "e0",
      quantity: 1_000_000_000n,
      amount: 39_990_000n,
      currency: "USD",
    })
  })

  it("names every bad field at once, also those that only show beside others", () => {
    const value = {
      account: repeat(200),
      type: "gift",
      operation: 5,
      credits: "1.1234567",
      occurred_at: "2026-03-05T14:00:00Z",
      currency: "USD",
      properties: { "a/b~c": 5, "": "x" },
      colour: "red",
    }
    assert.deepStrictEqual(codesOf(value), {
      "/id": "required",
      "/account": "too_long",
      "/type": "enum",
      "/operation": "type",
      "/credits": "decimal_places",
      "/occurred_at": "in_future",
      "/amount": "with_currency",
      "/properties/a~1b~0c": "type",
      "/properties/": "too_short",
      "/colour": "unknown_field",
    })
  })

  it.each([
    [{ amount: "40" }, { "/currency": "with_amount" }],
    [{ currency: "USD" }, { "/amount": "with_currency" }],
    [{ refers_to: "e0" }, { "/refers_to": "only_with_refund" }],
    [{ type: "bonus", refers_to: "e0" }, { "/refers_to": "only_with_refund" }],
    [{ properties: { [repeat(65)]: "x" } }, { [`/properties/${repeat(65)}`]: "too_long" }],
    [{ properties: { a: repeat(257) } }, { "/properties/a": "too_long" }],
    [JSON.parse('{"properties":{"__proto__":"x"}}'), { "/properties/__proto__": "reserved_name" }],
    [JSON.parse('{"__proto__":"x"}'), { "/__proto__": "unknown_field" }],
  ])("with %j is refused", (fields, codes) => {
    assert.deepStrictEqual(codesOf({ ...event, ...fields }), codes)
  })

  it.each([[null], [5], ["text"], [[event]], [undefined]])("is an object, not %j", (value) => {
    assert.deepStrictEqual(codesOf(value), { "": "type" })
  })

  it("says what is wrong with credits in words", () => {
    const message = (credits: unknown) => {
      const refused = decodeUsageEvent({ ...event, credits }, NOW)
      return Result.isFailure(refused) ? refused.failure[0]?.message : undefined
    }
    assert.strictEqual(message("1.1234567"), "at most 6 decimal places, got 7")
    assert.include(message(1.5) ?? "", "as a string")
  })

  it("never repeats a refused value and answers with a bounded list", () => {
    const secret = "s3cr3t".repeat(100)
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`field${n}`, secret]))
    const refused = decodeUsageEvent({ [secret]: 1, ...event, ...many, id: secret }, NOW)
    assert.isTrue(Result.isFailure(refused))
    if (Result.isSuccess(refused)) return
    assert.strictEqual(refused.failure.length, 51)
    assert.strictEqual(refused.failure.at(-1)?.message, "and 4952 more errors")
    assert.notInclude(JSON.stringify(refused.failure.map(({ message }) => message)), "s3cr3t")
    assert.isBelow(Math.max(...refused.failure.map(({ pointer }) => pointer.length)), 140)
  })
})
