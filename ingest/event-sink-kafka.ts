import { Effect, Layer } from "effect"
import { ArrivalFates } from "#warehouse/arrival-fates.ts"
import type { StartRefused } from "#warehouse/errors.ts"
import { ownTurn } from "#warehouse/loop-turns.ts"
import { rawBytes } from "#warehouse/raw-source.ts"
import { CurrentTrace, type Trace } from "#warehouse/trace-context.ts"
import type { KafkaSettings } from "./config.ts"
import { EventSink } from "./event-sink.ts"
import { awaitFates } from "./fate-wait.ts"
import { brokersOf, openLog } from "./kafka-client.ts"
import { type LogMessage, makeProducer } from "./producer.ts"
import { RAW_BYTES_MAX } from "./raw-bytes.ts"

/** Messages made without a look at other work. */
const AT_ONCE_MAX = 500
const QUEUED = { fate: "queued" } as const

/**
 * Puts admitted events into the log, keyed by account, and answers `queued`, unless their fates come out
 * of the consumer while the sender still waits. SinkUnavailable when the brokers have not acknowledged all of them within 10 s.
 */
export const eventSinkKafka = (
  settings: KafkaSettings,
): Layer.Layer<EventSink, StartRefused, ArrivalFates> =>
  Layer.effect(
    EventSink,
    Effect.gen(function* () {
      const log = yield* openLog(settings)
      const arrivals = yield* ArrivalFates
      const producer = yield* makeProducer(log, brokersOf(settings))
      return EventSink.of({
        send: Effect.fn("EventSink.send")(function* (rows, waitSeconds = 0) {
          if (rows.count > AT_ONCE_MAX) yield* ownTurn
          const traced = tracingOf(yield* CurrentTrace)
          const messages = Array.from({ length: rows.count }, (_, row) => {
            const [account] = rows.idOf(row)
            const value = compact(rawBytes(rows.rawOf(row)))
            return { key: Buffer.from(account), value, ...traced }
          })
          const places = yield* producer.send(settings.topic, messages)
          if (waitSeconds === 0) return messages.map(() => QUEUED)
          const positions = messages.flatMap((message) => places.get(message) ?? [])
          const fates = yield* awaitFates(arrivals, { rows, positions }, waitSeconds)
          return fates.map((fate) => fate ?? QUEUED)
        }),
      })
    }),
  )

/** Whoever reads the message finds the trace of the request that brought it. */
const tracingOf = (trace: Trace | null): Pick<LogMessage, "headers"> => {
  if (trace === null) return {}
  const { traceparent, tracestate } = trace
  return { headers: { traceparent, ...(tracestate !== null && { tracestate }) } }
}

/** Blank space can make an event larger than a broker takes; what is in its fields cannot. */
const compact = (raw: Uint8Array): Uint8Array =>
  raw.length <= RAW_BYTES_MAX
    ? raw
    : Buffer.from(JSON.stringify(JSON.parse(new TextDecoder().decode(raw))))
