import { expect, it } from "vitest"
import { createKeyReader, shortcuts } from "./shortcuts.ts"

it("reads single keys and pairs that begin with g", () => {
  const read = createKeyReader()
  expect(["n", "x", "?", "q"].map((key) => read(key, 0))).toEqual([
    "90d",
    "compare",
    "help",
    undefined,
  ])
  expect([read("g", 0), read("h", 800)]).toEqual([undefined, "goHistory"])
  expect([read("g", 1000), read("n", 1100), read("n", 1200)]).toEqual([undefined, undefined, "90d"])
})

it("forgets the first key of a pair after a while", () => {
  const read = createKeyReader()
  expect([read("g", 0), read("w", 2000)]).toEqual([undefined, "7d"])
})

it("gives no key two meanings", () => {
  const keys = Object.values(shortcuts).flatMap((group) => Object.values(group))
  expect(new Set(keys).size).toBe(keys.length)
})
