import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { membersOf } from "./json-members.ts"

const textsOf = (text: string) =>
  membersOf(Buffer.from(text)).map((member) => Buffer.from(member).toString())

describe("the members of a JSON array", () => {
  it("are those that JSON.parse finds, as they came", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.nat(3), (values, indent) => {
        const text = JSON.stringify(values, null, indent)
        const members = textsOf(text)
        assert.deepStrictEqual(
          members.map((member) => JSON.parse(member)),
          JSON.parse(text),
        )
        assert.isTrue(members.every((member) => text.includes(member) && member === member.trim()))
      }),
      { numRuns: 1000 },
    )
  })

  it.each<[string, ReadonlyArray<string>]>([
    ["[]", []],
    [" [ \r\n\t] ", []],
    ["\ufeff[1]", ["1"]],
    ["[1 , 2]", ["1", "2"]],
    ['[ "a,]\\"[" ,{"b":"}\\\\"} ]', ['"a,]\\"["', '{"b":"}\\\\"}']],
    ["[[[1,2],[]],{}]", ["[[1,2],[]]", "{}"]],
    ['[{"n":1e400}, 12345678901234567890 ,1.50]', ['{"n":1e400}', "12345678901234567890", "1.50"]],
  ])("of %j are %j", (text, members) => {
    assert.deepStrictEqual(textsOf(text), members)
  })

  it("may be nested as deeply as they like", () => {
    const deep = "[".repeat(500_000) + "]".repeat(500_000)
    assert.deepStrictEqual(textsOf(`[${deep},1]`), [deep, "1"])
  })
})
