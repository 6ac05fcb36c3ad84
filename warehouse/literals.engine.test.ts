/** Every value goes through the engine and comes back as it was. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Session } from "chdb"
import fc from "fast-check"
import { afterAll, beforeAll, expect, it } from "vitest"
import type { Parameter } from "./clickhouse.ts"
import { literalOf } from "./literals.ts"

const folder = mkdtempSync(join(tmpdir(), "tidemark-literals-"))
let session: Session
beforeAll(() => {
  session = new Session(folder)
  session.query("SET session_timezone = 'UTC'")
})
afterAll(() => {
  session.close()
  rmSync(folder, { recursive: true })
})

/** The text of a value as the engine prints it, and the type that it has there. */
const returned = async (expression: string): Promise<readonly [type: string, text: unknown]> => {
  const result = await session.queryAsync(
    `SELECT toTypeName(${expression}) AS type, toJSONString(${expression}) AS text FORMAT JSONEachRow SETTINGS
     output_format_json_quote_64bit_integers = 1, output_format_json_quote_decimals = 1`,
  )
  const { type, text } = result.json<{ type: string; text: string }>()
  return [type, JSON.parse(text)]
}

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom("'", "\\", "\0", "\n", "\t", "{", "}", "a", "?", "%", "`", '"'),
  }),
  fc.constantFrom(
    "\\'",
    "'; DROP TABLE x --",
    "{account:String}",
    "\\0",
    "\\N",
    "NULL",
    "/*",
    "--",
    "😀",
  ),
)
const integer = (unsigned: boolean, bits: number) => {
  const [min, max] = unsigned
    ? [0n, 2n ** BigInt(bits) - 1n]
    : [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n]
  return fc.oneof(fc.bigInt({ min, max }), fc.constantFrom(min, max))
}
const decimal = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }),
    fc.integer({ min: 0, max: 6 }),
  )
  .map(([units, places]) => {
    const digits = String(units < 0n ? -units : units)
      .padStart(places + 1, "0")
      .slice(-12 - places)
    const cut = digits.length - places
    const sign = units < 0n && /[1-9]/.test(digits) ? "-" : ""
    return `${sign}${digits.slice(0, cut)}${places === 0 ? "" : `.${digits.slice(cut)}`}`
  })
const instant = fc
  .date({
    min: new Date("1900-01-02T00:00:00.000Z"),
    max: new Date("2299-12-30T00:00:00.000Z"),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString().slice(0, 23).replace("T", " "))

interface Kind {
  readonly type: string
  readonly values: fc.Arbitrary<Parameter>
  /** What the engine is expected to print. */
  readonly printed: (value: Parameter) => unknown
}

const asIs = (value: Parameter) => value
const asText = (value: Parameter) => String(value)
/** Without digits that say nothing. */
const asDecimal = (value: Parameter) =>
  String(value)
    .replace(/^(-?)0+(?=\d)/, "$1")
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "")

const kinds: ReadonlyArray<Kind> = [
  { type: "String", values: text, printed: asIs },
  { type: "Nullable(String)", values: fc.option(text), printed: asIs },
  ...[8, 16, 32].flatMap((bits) => [
    { type: `UInt${bits}`, values: integer(true, bits).map(Number), printed: asIs },
    { type: `Int${bits}`, values: integer(false, bits).map(Number), printed: asIs },
  ]),
  ...[64, 128, 256].flatMap((bits) => [
    { type: `UInt${bits}`, values: integer(true, bits), printed: asText },
    { type: `Int${bits}`, values: integer(false, bits), printed: asText },
  ]),
  {
    type: "Nullable(Int64)",
    values: fc.option(integer(false, 64)),
    printed: (v) => (v === null ? null : String(v)),
  },
  { type: "Decimal(18, 6)", values: decimal, printed: asDecimal },
  {
    type: "Nullable(Decimal(38, 6))",
    values: fc.option(decimal),
    printed: (v) => (v === null ? null : asDecimal(v)),
  },
  {
    type: "Date",
    values: instant.filter((at) => at > "1970" && at < "2149").map((at) => at.slice(0, 10)),
    printed: asIs,
  },
  {
    type: "DateTime",
    values: instant.filter((at) => at > "1970" && at < "2106").map((at) => at.slice(0, 19)),
    printed: asIs,
  },
  {
    type: "Array(DateTime)",
    values: fc.array(integer(true, 32).map(Number)),
    printed: (v) =>
      (v as number[]).map((at) => new Date(at * 1000).toISOString().slice(0, 19).replace("T", " ")),
  },
  { type: "DateTime64(3, 'UTC')", values: instant, printed: asIs },
  { type: "Array(String)", values: fc.array(text), printed: asIs },
  {
    type: "Array(UInt64)",
    values: fc.array(integer(true, 64)),
    printed: (v) => (v as bigint[]).map(String),
  },
  { type: "Array(UInt32)", values: fc.array(integer(true, 32).map(Number)), printed: asIs },
  {
    type: "Array(Int64)",
    values: fc.array(integer(false, 64)),
    printed: (v) => (v as bigint[]).map(String),
  },
  {
    type: "Array(Decimal(18, 6))",
    values: fc.array(decimal),
    printed: (v) => (v as string[]).map(asDecimal),
  },
  { type: "Array(DateTime64(3))", values: fc.array(instant), printed: asIs },
]

it.each(kinds)("$type comes back as it was", async ({ type, values, printed }) => {
  await fc.assert(
    fc.asyncProperty(values, async (value) => {
      expect(await returned(literalOf(type, value))).toEqual([type, printed(value)])
    }),
    { numRuns: 150 },
  )
})

it("nothing of a value is read as SQL", async () => {
  await fc.assert(
    fc.asyncProperty(text, text, async (one, other) => {
      const list = literalOf("Array(String)", [one, other])
      const expression = `concat(${literalOf("String", one)}, ${list}[2], {end})`.replace(
        "{end}",
        () => literalOf("String", other),
      )
      expect((await returned(expression))[1]).toBe(one + other + other)
    }),
    { numRuns: 300 },
  )
})
