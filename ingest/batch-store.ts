/** Brings a closed batch to where its messages belong, and waits out every outage on the way. */
import { Effect, Schedule } from "effect"
import type { WarehouseError, WarehouseUnavailable } from "#warehouse/errors.ts"
import type { Intent } from "#warehouse/intent.ts"
import type { LogWriter } from "#warehouse/log-writer.ts"
import type { RejectionStore } from "#warehouse/rejection-store.ts"
import { sendDeadLetters } from "./dead-letters.ts"
import type { SinkUnavailable } from "./event-sink.ts"
import type { PartitionBatch } from "./partition-batch.ts"
import type { LogProducer } from "./producer.ts"

export interface Stores {
  readonly writer: LogWriter["Service"]
  readonly rejections: RejectionStore["Service"]
  readonly producer: LogProducer
  readonly topic: string
  readonly deadTopic: string
}

type StoreError = WarehouseError | SinkUnavailable

/**
 * Resolves once every message of the batch is where it belongs for good: counted, sent on to its own
 * partition, or among the rejections and the dead letters. Outages are waited out for ever; every
 * other failure ends it, after some tries where the engine gave it.
 */
export const storeBatch = (
  { writer, rejections: store, producer, topic, deadTopic }: Stores,
  intent: Intent,
  { rows, foreign, rejections, deadLetters }: PartitionBatch,
): Effect.Effect<void, StoreError> => {
  const steps: Array<Effect.Effect<unknown, StoreError>> = [writer.store(intent, rows)]
  if (foreign.length > 0) steps.push(producer.sendTo(topic, foreign))
  if (rejections.length > 0) {
    steps.push(store.record(rejections))
    steps.push(sendDeadLetters(producer, deadTopic, deadLetters))
  }
  return Effect.forEach(steps, persistent, { concurrency: "unbounded", discard: true })
}

// 100 ms, 200 ms, 400 ms … never more than 5 s apart, spread by jitter.
const backoff = Schedule.min([
  Schedule.exponential("100 millis"),
  Schedule.spaced("5 seconds"),
]).pipe(Schedule.jittered)

/** An overloaded engine rejects statements too: give it some seconds before it counts as a bug. */
const whileRejected = backoff.pipe(Schedule.upTo({ times: 6 }))

/** Interrupted between two attempts at most: half of one would have to be repeated. */
const persistent = <A>(step: Effect.Effect<A, StoreError>) =>
  Effect.uninterruptible(step).pipe(
    Effect.tapError((error) => Effect.logWarning(`a batch is not stored yet: ${error.message}`)),
    Effect.retry({
      schedule: whileRejected,
      while: (error) => error._tag === "StatementRejected",
    }),
    Effect.retry({ schedule: backoff, while: isOutage }),
  )

const isOutage = (error: StoreError): error is WarehouseUnavailable | SinkUnavailable =>
  error._tag === "WarehouseUnavailable" || error._tag === "SinkUnavailable"
