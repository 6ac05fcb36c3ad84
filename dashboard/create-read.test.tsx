import { createRoot, createSignal } from "solid-js"
import { expect, it } from "vitest"
import { createRead } from "./create-read.ts"

it("asks again when the question means something else, and not when it is only made anew", async () => {
  const asked: number[] = []
  const [state, setState] = createSignal({ day: 1, sheet: false })
  const { read, dispose } = createRoot((dispose) => ({
    dispose,
    read: createRead(
      () => ({ day: state().day }),
      async ({ day }) => {
        asked.push(day)
        return day
      },
    ),
  }))
  await expect.poll(() => read.latest()).toBe(1)
  setState({ day: 1, sheet: true })
  setState({ day: 2, sheet: true })
  await expect.poll(() => read.latest()).toBe(2)
  expect(asked).toEqual([1, 2])
  read.again()
  await expect.poll(() => asked).toEqual([1, 2, 2])
  dispose()
})
