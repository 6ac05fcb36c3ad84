import { assert, it } from "@effect/vitest"
import { longListsInline } from "./long-parameters.ts"

const statement =
  "SELECT 1 WHERE a IN {names:Array(String)} AND b IN {keys:Array(UInt64)} AND c = {one:String}"
const many = <A>(value: A) => Array.from({ length: 2_000 }, () => value)

it("leaves short lists and single values where they are", () => {
  const parameters = { names: ["a"], keys: [1n], one: "x".repeat(1000) }
  assert.deepStrictEqual(longListsInline(statement, parameters), { statement, parameters })
})

it("takes a list of a few long texts for long", () => {
  const { parameters } = longListsInline(statement, { names: ["x".repeat(5_000)], keys: [1n] })
  assert.deepStrictEqual(parameters, { keys: [1n] })
})

it("writes a long list into the statement, wherever it stands, and keeps the rest", () => {
  const twice = "SELECT {keys:Array(UInt64)}, has({keys:Array(UInt64)}, {one:String})"
  const bound = longListsInline(twice, { keys: many(18446744073709551615n), one: "{keys:x}" })
  const literal = `CAST('[${many("18446744073709551615").join(",")}]', 'Array(UInt64)')`
  assert.strictEqual(bound.statement, `SELECT ${literal}, has(${literal}, {one:String})`)
  assert.deepStrictEqual(bound.parameters, { one: "{keys:x}" })
})

it("escapes texts twice: once for the list, once for the literal", () => {
  const { statement: bound } = longListsInline("SELECT {names:Array(String)}", {
    names: many("a'\\{one:String}$&"),
  })
  const element = String.raw`\'a\\\'\\\\{one:String}$&\'`
  assert.strictEqual(bound, `SELECT CAST('[${many(element).join(",")}]', 'Array(String)')`)
})
