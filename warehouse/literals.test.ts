import { readdirSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import type { Parameter } from "./clickhouse.ts"
import { UnfitParameter } from "./errors.ts"
import { literalOf, withLiterals } from "./literals.ts"
import { sqlQuery } from "./sql-files.ts"

describe("a literal", () => {
  it.each<[type: string, value: Parameter, literal: string]>([
    ["String", "it's \\ a\0b", String.raw`'it\'s \\ a\0b'`],
    ["String", "x' OR 1 = 1 --", String.raw`'x\' OR 1 = 1 --'`],
    ["UInt32", 4294967295, "4294967295"],
    ["UInt32", 65535, "CAST('65535', 'UInt32')"],
    ["UInt8", 0, "0"],
    ["Int8", 1, "CAST('1', 'Int8')"],
    ["Int64", -1, "CAST('-1', 'Int64')"],
    ["Int64", -9223372036854775808n, "CAST('-9223372036854775808', 'Int64')"],
    ["UInt64", "18446744073709551615", "18446744073709551615"],
    ["UInt64", "0004294967296", "4294967296"],
    ["UInt128", 18446744073709551616n, "CAST('18446744073709551616', 'UInt128')"],
    ["Decimal(18, 6)", "-999999999999.999999", "CAST('-999999999999.999999', 'Decimal(18, 6)')"],
    ["Nullable(UInt8)", null, "CAST(NULL, 'Nullable(UInt8)')"],
    ["Date", "2024-02-29", "CAST('2024-02-29', 'Date')"],
    ["DateTime", 2024, "CAST('1970-01-01 00:33:44', 'DateTime')"],
    [
      "Array(DateTime)",
      [1772705700],
      String.raw`CAST('[\'2026-03-05 10:15:00\']', 'Array(DateTime)')`,
    ],
    [
      "DateTime64(3, 'UTC')",
      "2026-03-05 10:00:00.123",
      String.raw`CAST('2026-03-05 10:00:00.123', 'DateTime64(3, \'UTC\')')`,
    ],
    ["Array(UInt64)", [1, 2n, "3"], "CAST('[1,2,3]', 'Array(UInt64)')"],
    ["Array(UInt64)", [1, 2n, "4294967296"], "[1,2,4294967296]"],
    ["Array(UInt32)", [0, 65536], "[0,65536]"],
    ["Array(UInt32)", [0, 65535], "CAST('[0,65535]', 'Array(UInt32)')"],
    [
      "Array(UInt32)",
      Array(1_001).fill(65536),
      `CAST('[${Array(1_001).fill(65536)}]', 'Array(UInt32)')`,
    ],
    ["Array(Int64)", [4294967296], "CAST('[4294967296]', 'Array(Int64)')"],
    ["Array(String)", [], "CAST('[]', 'Array(String)')"],
    ["Array(String)", ["a'\\{one:String}$&"], String.raw`['a\'\\{one:String}$&']`],
  ])("of %s for %s is %s", (type, value, literal) => {
    assert.strictEqual(literalOf(type, value), literal)
  })

  it.each<[type: string, value: Parameter, why: RegExp]>([
    ["String", 1, /is no text/],
    ["String", "half of a pair: \ud83d", /is no Unicode text/],
    ["String", null, /is null/],
    ["UInt8", 256, /is out of range/],
    ["UInt8", -1, /is out of range/],
    ["Int64", 9223372036854775808n, /is out of range/],
    ["UInt32", 1.5, /is no exact number/],
    ["Int64", 2 ** 53, /is no exact number/],
    ["UInt32", Number.NaN, /is no exact number/],
    ["UInt32", "1e3", /is no exact number/],
    ["UInt32", "1) OR (1", /is no exact number/],
    ["UInt32", "", /is no exact number/],
    ["UInt32", [1], /is no exact number/],
    ["Decimal(18, 6)", "1.0000001", /has too many places/],
    ["Decimal(18, 6)", 1e12, /is out of range/],
    ["Decimal(18, 6)", 0.1, /is no exact number/],
    ["Date", "2026-02-30", /is no time/],
    ["Date", "2026-02-03 00:00:00", /is no time/],
    ["Date", "1969-12-31", /is out of range/],
    ["DateTime", "2026-02-03", /is no time/],
    ["DateTime", -1, /is out of range/],
    ["DateTime", 2 ** 32, /is out of range/],
    ["DateTime", 1.5, /is no time/],
    ["DateTime('UTC')", "2106-02-07 06:28:16", /is out of range/],
    ["DateTime64(3)", "2026-02-03 24:00:00", /is no time/],
    ["DateTime64(3)", "2026-02-03 10:00:00.1234", /is no time/],
    ["DateTime64(3)", "2300-01-01 00:00:00", /is out of range/],
    ["Array(String)", "['a']", /is no list/],
    ["Array(UInt8)", [1, 256], /is out of range/],
    ["Map(String, String)", "{}", /nobody writes yet/],
    ["Float64", 1, /nobody writes yet/],
  ])("of %s is refused for %s", (type, value, why) => {
    assert.throws(() => literalOf(type, value), why)
    assert.throws(() => literalOf(type, value), UnfitParameter)
  })
})

describe("a statement", () => {
  it("gets each value wherever its placeholder stands, and none inside of another value", () => {
    assert.strictEqual(
      withLiterals("SELECT {a:String}, {b:UInt8}, {a:String}", { a: "{b:UInt8}$1$&", b: 1 }),
      "SELECT '{b:UInt8}$1$&', 1, '{b:UInt8}$1$&'",
    )
  })

  it("is refused by the name of the parameter that is missing or does not fit", () => {
    assert.throws(() => withLiterals("SELECT {a:String}", {}), "{a:String} has no value")
    assert.throws(() => withLiterals("SELECT {toString:String}", {}), "has no value")
    assert.throws(() => withLiterals("SELECT {a:UInt8}", { a: 256 }), "{a:UInt8}: is out of range")
  })

  it("can be made of every question; commands keep their parameters", () => {
    const queries = join(import.meta.dirname, "..", "sql", "queries")
    const questions = readdirSync(queries)
      .map((file) => ({ file, statement: sqlQuery(file.replace(/\.sql$/, "")) }))
      .filter(({ statement }) => /^(?:SELECT|WITH)\b/m.test(statement))
    const refused = questions.flatMap(({ file, statement }) =>
      [...statement.matchAll(/\{\w+:([^{}]+)\}/g)].flatMap(([, type]) =>
        isWritten(type as string) ? [] : [`${file}: ${type}`],
      ),
    )
    assert.isAbove(questions.length, 50)
    assert.deepStrictEqual(refused, [])
  })
})

/** Some value of each kind; a type that is written takes one of them. */
const isWritten = (type: string): boolean =>
  ["", 0, [], "2026-03-05", "2026-03-05 10:00:00"].some((value) => {
    try {
      return literalOf(type, value) !== ""
    } catch {
      return false
    }
  })
