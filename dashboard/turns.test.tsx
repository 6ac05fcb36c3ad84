import { expect, it, vi } from "vitest"
import { afterPaint, inTurn } from "./turns.ts"

const frame = () => new Promise((done) => requestAnimationFrame(done))
const task = () => new Promise((done) => setTimeout(done))

it("runs pieces in their order, each in a task of its own, and none that was called off", async () => {
  const ran: string[] = []
  inTurn(() => {
    ran.push("first")
    queueMicrotask(() => ran.push("what the first leads to"))
  })
  const callOff = inTurn(() => ran.push("unwanted"))
  inTurn(() => ran.push("last"))
  callOff()
  expect(ran).toEqual([])
  await vi.waitUntil(() => ran.includes("last"))
  expect(ran).toEqual(["first", "what the first leads to", "last"])
})

it("waits for a frame, and for the task behind it", async () => {
  const ran: string[] = []
  afterPaint(() => ran.push("behind"))
  afterPaint(() => ran.push("unwanted"))()
  await frame()
  expect(ran).toEqual([])
  await vi.waitUntil(() => ran.length > 0)
  await task()
  expect(ran).toEqual(["behind"])
})
