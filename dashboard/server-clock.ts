/** The server's clock as last seen in an answer, so that a viewer's wrong clock moves no day. */
import { fromAbsolute, toCalendarDate } from "@internationalized/date"
import { createSignal } from "solid-js"
import type { Day } from "./days.ts"

// Monotonic: a viewer who sets the clock while the page is open does not turn time back.
const steady = () => performance.timeOrigin + performance.now()

const [offset, setOffset] = createSignal(0, {
  // Answers take a while to arrive; only a shift that matters may move what depends on it.
  equals: (before, after) => Math.abs(before - after) < 2000,
})

export const observeServerClock = (generatedAt: string): void => {
  setOffset(Date.parse(generatedAt) - steady())
}

/** Epoch milliseconds on the server's clock. */
export const serverNow = (): number => steady() + offset()

export const serverToday = (zone: string): Day =>
  toCalendarDate(fromAbsolute(serverNow(), zone)).toString()
