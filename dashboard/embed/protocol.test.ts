import { expect, it } from "vitest"
import { framed, readHostMessage } from "./protocol.ts"

const configure = (fields: object) => readHostMessage({ tidemark: 1, type: "configure", ...fields })

it("takes what a host may set, all of it or a part", () => {
  const all = { token: "a.b.c", theme: "dark", accent: "#0A7f5a", locale: "de-CH" }
  expect(configure(all)).toEqual({ set: all })
  expect(configure({ theme: "system" })).toEqual({ set: { theme: "system" } })
  expect(configure({})).toEqual({ set: {} })
})

it.each([
  [{ token: "two words" }, "token must be an account token"],
  [{ token: 7 }, "token must be"],
  [{ token: "x".repeat(8193) }, "token must be"],
  [{ theme: "sepia" }, "theme must be one of system, light, dark"],
  [{ accent: "red" }, "accent must be a colour such as #0a7f5a"],
  [{ accent: "#0a7f5a; color: red" }, "accent must be"],
  [{ locale: "not a tag" }, "locale must be a language tag"],
  [{ locale: ["de"] }, "locale must be"],
  [{ colour: "#0a7f5a" }, "colour is not known; token, theme, accent, locale are"],
  [{ constructor: "x" }, "constructor is not known"],
])("names the field that is wrong in %j, and takes nothing of it", (fields, message) => {
  expect(configure({ locale: "de", ...fields })).toMatchObject({
    refused: { code: "field", message: expect.stringContaining(message) },
  })
})

it("names a version or a type that it does not know", () => {
  expect(readHostMessage({ tidemark: 2, type: "configure" })).toMatchObject({
    refused: { code: "version" },
  })
  expect(readHostMessage({ tidemark: 1, type: "sign-in" })).toMatchObject({
    refused: { code: "type" },
  })
})

it.each([[undefined], [null], ["ready"], [42], [{}], [[1]], [{ type: "configure" }]])(
  "leaves alone what others say to each other: %j",
  (data) => {
    expect(readHostMessage(data)).toBeUndefined()
  },
)

it("says its version with each message", () => {
  expect(framed({ type: "height", height: 900 })).toEqual({
    tidemark: 1,
    type: "height",
    height: 900,
  })
})
