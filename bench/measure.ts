/** Wall times, side by side: what is compared runs in turn, so that a slow phase meets all of it. */
import { cpuUsage } from "node:process"
import { Clock, Effect } from "effect"

export interface Round {
  /** Milliseconds. */
  readonly wall: number
  /** Milliseconds of the process that does the work. */
  readonly processor: number
}

export const timed = Effect.fnUntraced(function* <A, E, R>(effect: Effect.Effect<A, E, R>) {
  const from = yield* Clock.currentTimeNanos
  yield* effect
  return Number((yield* Clock.currentTimeNanos) - from) / 1e6
})

/** Wall time and processor time of the whole process, both in ms: the second bears a busy machine. */
export const timedWithProcessor = Effect.fnUntraced(function* <A, E, R>(
  effect: Effect.Effect<A, E, R>,
) {
  const before = cpuUsage()
  const wall = yield* timed(effect)
  const { user, system } = cpuUsage(before)
  return { wall, processor: (user + system) / 1000 }
})

export const median = (times: ReadonlyArray<number>): number => {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/** The value that `percent` of them do not exceed. */
export const percentile = (times: ReadonlyArray<number>, percent: number): number => {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN
}

export const spread = (times: ReadonlyArray<number>): string =>
  [Math.min(...times), median(times), Math.max(...times)].map(short).join(" / ")

const short = (figure: number) => figure.toFixed(figure < 10 ? 2 : figure < 1000 ? 1 : 0)
