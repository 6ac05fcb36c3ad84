import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { decodeMapping, parseMapping } from "./mapping.ts"

const mapping = {
  format: "csv",
  event: {
    id: { columns: ["Id"] },
    account: { constant: "a" },
    type: { constant: "spend" },
    operation: { column: "Operation" },
    credits: { column: "Cost" },
    occurred_at: { column: "Time" },
  },
}
const withEvent = (fields: object) => ({ ...mapping, event: { ...mapping.event, ...fields } })
const errorsOf = (value: unknown) =>
  Effect.map(Effect.flip(decodeMapping(value)), ({ errors }) => errors)

describe("a mapping", () => {
  it.effect("is taken as documented", () =>
    Effect.gen(function* () {
      const taken: unknown = yield* parseMapping(JSON.stringify(mapping))
      assert.deepStrictEqual(taken, mapping)
    }),
  )

  it.effect.each([
    [{ ...mapping, format: "xlsx" }, "/format: "],
    [{ ...mapping, colour: 1 }, "/colour: "],
    [{ ...mapping, skip: [{ column: "A", is: "zero" }] }, "/skip/0/reason: "],
    [{ ...mapping, skip: [{ reason: "r" }] }, "/skip/0: exactly one of is, equals, credits"],
    [{ ...mapping, skip: [{ reason: "r", is: "zero" }] }, "/skip/0: is needs column"],
    [{ ...mapping, skip: [{ reason: "r", column: "A", credits: "zero" }] }, "/skip/0: credits"],
    [withEvent({ account: {} }), "/event/account: exactly one of column, constant, template"],
    [withEvent({ account: { column: "A", constant: "a" } }), "/event/account: exactly one of"],
    [withEvent({ account: { constant: "a", values: {} } }), "/event/account: values needs column"],
    [withEvent({ account: { colum: "A" } }), "/event/account/colum: "],
    [withEvent({ credits: { column: "A", scale: 0.5 } }), "/event/credits/scale: "],
    [withEvent({ credits: { column: "A", scale: "half" } }), "/event/credits/scale: a decimal"],
    [withEvent({ credits: { column: "A", rounding: "up" } }), "/event/credits/rounding: "],
    [withEvent({ credits: { sum: [] } }), "/event/credits/sum"],
    [withEvent({ credits: { sum: [{ column: "A" }], scale: "2" } }), "/event/credits: scale needs"],
    [withEvent({ type: { sign_of: "credits", positive: "spend" } }), "sign_of needs negative"],
    [withEvent({ id: { columns: [] } }), '/event/id: columns, or number "row"'],
    [
      withEvent({ occurred_at: { column: "A", zone: "Mars/North" } }),
      "/event/occurred_at/zone: an IANA",
    ],
    [withEvent({ properties: { team: {} } }), "/event/properties/team: exactly one of"],
    [{}, "/format: "],
  ] as const)("names the field: %j", ([value, expected]) =>
    Effect.gen(function* () {
      const errors = yield* errorsOf(value)
      assert.isTrue(
        errors.some((error) => error.includes(expected)),
        `${expected} is not in ${errors.join("; ")}`,
      )
    }),
  )

  it.effect("names all bad fields in one sentence", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(decodeMapping(withEvent({ account: {}, credits: {} })))
      assert.match(error.message, /^the mapping cannot be used: .*account.*credits/)
    }),
  )

  it.effect("that is no JSON is refused", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(parseMapping("{"))
      assert.deepStrictEqual(error.errors, ["it is not a JSON document"])
    }),
  )
})
