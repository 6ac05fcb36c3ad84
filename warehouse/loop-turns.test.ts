import { setImmediate } from "node:timers/promises"
import { expect, it } from "vitest"
import { loopTurn } from "./loop-turns.ts"

/** Which turn of the loop each slice ran in, counted from the first look. */
const turnsOf = async (slices: number, wait: () => Promise<unknown>) => {
  let turn = 0
  let isOver = false
  const counting = (async () => {
    while (!isOver) {
      await setImmediate()
      turn++
    }
  })()
  const seen = await Promise.all(
    Array.from({ length: slices }, async (_, slice) => {
      await wait()
      return { slice, turn }
    }),
  )
  isOver = true
  await counting
  return seen
}

it("gives each of many slices a turn of its own, in their order", async () => {
  const seen = await turnsOf(5, loopTurn)
  expect(new Set(seen.map(({ turn }) => turn)).size).toBe(5)
  expect(seen.map(({ slice }) => slice)).toStrictEqual([0, 1, 2, 3, 4])
  expect(seen.map(({ turn }) => turn)).toStrictEqual(
    seen.map(({ turn }) => turn).toSorted((a, b) => a - b),
  )
})

it("is needed: setImmediate alone runs all of them in one turn", async () => {
  const seen = await turnsOf(5, () => setImmediate())
  expect(new Set(seen.map(({ turn }) => turn)).size).toBe(1)
})

it("goes on after a time without slices", async () => {
  await loopTurn()
  await setImmediate()
  await loopTurn()
})
