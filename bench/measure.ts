/** Wall times, side by side: what is compared runs in turn, so that a slow phase meets all of it. */
import { Clock, Effect } from "effect"

export const timed = Effect.fnUntraced(function* <A, E, R>(effect: Effect.Effect<A, E, R>) {
  const from = yield* Clock.currentTimeNanos
  yield* effect
  return Number((yield* Clock.currentTimeNanos) - from) / 1e6
})

export const median = (times: ReadonlyArray<number>): number => {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

export const spread = (times: ReadonlyArray<number>): string =>
  [Math.min(...times), median(times), Math.max(...times)].map((ms) => ms.toFixed(1)).join(" / ")
