/**
 * Turns of the event loop for long work that is done in slices. Slices that each wait with `setImmediate`
 * all run in one turn, so that many requests at once block as long as one that never yields; here each
 * slice gets a turn of its own, in the order they asked, and everything else runs in between.
 */
import { Effect } from "effect"

const waiting: Array<() => void> = []
let isScheduled = false

const runNext = (): void => {
  waiting.shift()?.()
  isScheduled = waiting.length > 0
  if (isScheduled) setImmediate(runNext)
}

/** Resolves in a turn of its own. What is done until the next `await` of something else is one slice. */
export const loopTurn = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve)
    if (isScheduled) return
    isScheduled = true
    setImmediate(runNext)
  })

/** `loopTurn` as an effect. Interrupted, its turn passes unused. */
export const ownTurn: Effect.Effect<void> = Effect.promise(loopTurn)
