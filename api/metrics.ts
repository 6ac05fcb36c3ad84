/** `GET /metrics`: what a monitoring system asks for, in Prometheus' text format. */
import { Effect, Metric } from "effect"
import { PrometheusMetrics } from "effect/observability"
import { Hono } from "hono"
import { Integrity, type IntegrityRun } from "#warehouse/integrity.ts"
import { type PartitionWatermark, Watermark } from "#warehouse/watermark.ts"
import { run } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { EventLoop } from "./event-loop.ts"
import { LiveHub } from "./live-hub.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"

export const METRICS_MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

const overall = Metric.gauge("tidemark_complete_to_seconds", {
  description: "Everything that arrived before this Unix time is in the figures",
})

const loopLongest = Metric.gauge("tidemark_event_loop_longest_block_seconds", {
  description: "Longest wait for a turn of the event loop since the last scrape",
})
const loopP99 = Metric.gauge("tidemark_event_loop_p99_seconds", {
  description: "99 of 100 waits for a turn of the event loop since the last scrape were shorter",
})

const liveListeners = Metric.gauge("tidemark_live_listeners", {
  description: "Live streams that are open",
})
const liveMessages = Metric.counter("tidemark_live_messages_total", {
  description: "Messages sent on live streams",
})
const liveDropped = Metric.counter("tidemark_live_dropped_total", {
  description: "Live streams that were ended because nobody read on",
})

/** One series for each partition. */
const gauges = (partition: number) => {
  const attributes = { partition: `${partition}` }
  return {
    completeTo: Metric.gauge("tidemark_partition_complete_to_seconds", {
      description: "Everything that reached this partition before this Unix time is in the figures",
      attributes,
    }),
    messages: Metric.gauge("tidemark_lag_messages", {
      description: "Messages in this partition of the log that are not stored yet",
      attributes,
    }),
    seconds: Metric.gauge("tidemark_lag_seconds", {
      description: "How old the oldest message may be that is not stored yet",
      attributes,
    }),
  }
}

const observe = ({ partition, completeTo, lag }: PartitionWatermark) => {
  const gauge = gauges(partition)
  return Effect.all([
    Metric.update(gauge.completeTo, completeTo / 1000),
    Metric.update(gauge.messages, lag.messages),
    Metric.update(gauge.seconds, lag.seconds),
  ])
}

const lastRun = Metric.gauge("tidemark_integrity_last_run_seconds", {
  description: "Unix time at which the last integrity run ended",
})

const refundsMissing = Metric.gauge("tidemark_integrity_refunds_missing", {
  description: "Refunds of failures that the last integrity run found missing and did not make",
})

/** One series for each rollup. */
const observeRun = ({ finishedAt, rollups, refunds }: IntegrityRun) =>
  Effect.andThen(
    Effect.andThen(
      Metric.update(lastRun, finishedAt / 1000),
      Metric.update(refundsMissing, refunds.missing - refunds.made),
    ),
    Effect.forEach(rollups, ({ rollup, groups, differing }) => {
      const attributes = { rollup }
      const compared = Metric.gauge("tidemark_integrity_keys", {
        description: "Keys that the last integrity run compared with a recount from the ledger",
        attributes,
      })
      const wrong = Metric.gauge("tidemark_integrity_differing_keys", {
        description: "Keys that differ from the recount",
        attributes,
      })
      return Effect.andThen(Metric.update(compared, groups), Metric.update(wrong, differing))
    }),
  )

/** What is looked up for each answer. */
const gaugesText = Effect.gen(function* () {
  const watermark = yield* Watermark
  yield* Metric.update(overall, (yield* watermark.completeTo) / 1000)
  yield* Effect.forEach(yield* watermark.partitions, observe, { discard: true })
  const { longest, p99 } = yield* (yield* EventLoop).delay
  yield* Metric.update(loopLongest, longest)
  yield* Metric.update(loopP99, p99)
  const live = yield* (yield* LiveHub).counts
  yield* Metric.update(liveListeners, live.listeners)
  yield* Metric.update(liveMessages, live.messages)
  yield* Metric.update(liveDropped, live.dropped)
  const { last } = yield* (yield* Integrity).current
  if (last !== null) yield* observeRun(last)
  return yield* PrometheusMetrics.format()
})

const metricsText = Effect.gen(function* () {
  const counted = yield* PrometheusMetrics.format()
  // Made anew for each answer: a partition that is gone leaves nothing behind.
  const looked = yield* Effect.provideService(gaugesText, Metric.MetricRegistry, new Map())
  return `${looked}${counted}`
})

export const metrics = new Hono<ApiEnv>().get("/metrics", query(QUERIES.none), async (c) =>
  c.body(await run(c, metricsText), 200, { "content-type": METRICS_MEDIA_TYPE }),
)
