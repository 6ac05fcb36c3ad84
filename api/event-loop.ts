/** How long a turn of the event loop kept everybody else in this process waiting. */
import { monitorEventLoopDelay } from "node:perf_hooks"
import { Context, Effect, Layer } from "effect"

/** Milliseconds between two looks; a block shows with as much too much. */
const RESOLUTION_MS = 10

export interface EventLoopDelay {
  /** Seconds. */
  readonly longest: number
  readonly p99: number
}

export class EventLoop extends Context.Service<
  EventLoop,
  {
    /** Since it was asked the last time: who asks at an interval sees every block once. */
    readonly delay: Effect.Effect<EventLoopDelay>
  }
>()("api/EventLoop") {
  static readonly layer = Layer.effect(
    EventLoop,
    Effect.gen(function* () {
      const histogram = yield* Effect.acquireRelease(
        Effect.sync(() => {
          const monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
          monitor.enable()
          return monitor
        }),
        (monitor) => Effect.sync(() => monitor.disable()),
      )
      return EventLoop.of({
        delay: Effect.sync(() => {
          const delay = { longest: histogram.max / 1e9, p99: histogram.percentile(99) / 1e9 }
          histogram.reset()
          return delay
        }),
      })
    }),
  )
}
