/** Requests by route and status, and how long they took. */
import { Effect, Metric } from "effect"

/** From a millisecond to half a minute. */
const SECONDS = Metric.exponentialBoundaries({ start: 0.001, factor: 2, count: 16 })

const took = Metric.histogram("tidemark_http_request_seconds", {
  description: "From a request's headers to its answer's; a stream goes on after that",
  boundaries: SECONDS,
})

interface Answered {
  /** The pattern, never the path: that may name an account. */
  readonly route: string
  readonly status: number
  readonly seconds: number
}

export const countRequest = ({ route, status, seconds }: Answered): Effect.Effect<void> =>
  Effect.andThen(
    Metric.update(took, seconds),
    Metric.update(
      Metric.counter("tidemark_http_requests_total", {
        description: "Requests by the pattern of their path and the status of their answer",
        incremental: true,
        attributes: { route, status: `${status}` },
      }),
      1,
    ),
  )
