import { setImmediate } from "node:timers/promises"
import { Effect, Schedule } from "effect"
import type { Batch, KafkaMessage } from "kafkajs"
import type { WarehouseError, WarehouseUnavailable, WriterStopping } from "#warehouse/errors.ts"
import type { EventEncoder } from "#warehouse/event-encoder.ts"
import type { EventRows } from "#warehouse/event-rows.ts"
import type { Rejection, RejectionStore } from "#warehouse/rejection-store.ts"
import type { TransactionWriter } from "#warehouse/transaction-writer.ts"
import { type DeadLetter, sendDeadLetters } from "./dead-letters.ts"
import { addRaw } from "./event-decoder.ts"
import type { SinkUnavailable } from "./event-sink.ts"
import { unwrapMessage } from "./kafka-message.ts"
import type { LogProducer } from "./producer.ts"
import { keepBytes } from "./raw-bytes.ts"
import { bytesOf } from "./raw-event.ts"

export interface SortedBatch {
  readonly events: EventRows
  readonly rejections: ReadonlyArray<Rejection>
  /** The same messages as `rejections`, whole. */
  readonly deadLetters: ReadonlyArray<DeadLetter>
}

/** Decoding a batch takes a while: a process that also answers requests gets to them in between. */
const DECODED_BEFORE_YIELD = 500

/** `receivedAt` is epoch milliseconds. */
export const sortBatch = Effect.fnUntraced(function* (
  { topic, partition, messages }: Pick<Batch, "topic" | "partition" | "messages">,
  receivedAt: number,
  encoder: EventEncoder["Service"],
) {
  const events = encoder.rows({ receivedAt, log: { topic, partition } })
  const rejections: Array<Rejection> = []
  const deadLetters: Array<DeadLetter> = []
  for (const [index, message] of messages.entries()) {
    if (index % DECODED_BEFORE_YIELD === 0) yield* Effect.promise(() => setImmediate())
    const position = { topic, partition, offset: BigInt(message.offset) }
    const { refused, arrived } = addMessage(events, message)
    if (refused === undefined) continue
    const { reason, account, id, errors } = refused
    const { raw, notes } = keepBytes(arrived())
    rejections.push({
      account,
      eventId: id,
      reason,
      errors: [...errors, ...notes],
      differs: [],
      raw,
      position,
      receivedAt,
    })
    deadLetters.push({ key: message.key, value: message.value, position, reason, errors })
  }
  return { events, rejections, deadLetters } satisfies SortedBatch
})

const NO_BYTES = new Uint8Array()

/** Adds the event, or says why it is none; `arrived` is what is kept of it. */
const addMessage = (events: EventRows, message: KafkaMessage) => {
  const raw = unwrapMessage(message)
  return "kind" in raw
    ? { refused: addRaw(events, raw, Number(message.offset)), arrived: () => bytesOf(raw) }
    : { refused: raw, arrived: () => message.value ?? NO_BYTES }
}

export interface Stores {
  readonly writer: TransactionWriter["Service"]
  readonly encoder: EventEncoder["Service"]
  readonly rejections: RejectionStore["Service"]
  readonly producer: LogProducer
  readonly deadTopic: string
}

type StoreError = WarehouseError | WriterStopping | SinkUnavailable

/**
 * Resolves once every message of the batch is where it belongs for good. Outages are waited out for
 * as long as `goOn` says so; every other failure ends it, after some tries where the engine gave it.
 */
export const storeBatch = (
  { events, rejections, deadLetters }: SortedBatch,
  { writer, rejections: store, producer, deadTopic }: Stores,
  goOn: () => boolean,
): Effect.Effect<void, StoreError> => {
  const steps: Array<Effect.Effect<unknown, StoreError>> = []
  if (events.count > 0) steps.push(writer.write(events))
  if (rejections.length > 0) {
    steps.push(store.record(rejections))
    steps.push(sendDeadLetters(producer, deadTopic, deadLetters))
  }
  return Effect.forEach(steps, (step) => persistent(step, goOn), {
    concurrency: "unbounded",
    discard: true,
  })
}

// 100 ms, 200 ms, 400 ms … never more than 5 s apart, spread by jitter.
const backoff = Schedule.min([
  Schedule.exponential("100 millis"),
  Schedule.spaced("5 seconds"),
]).pipe(Schedule.jittered)

/** An overloaded engine rejects statements too: give it some seconds before it counts as a bug. */
const whileRejected = backoff.pipe(Schedule.upTo({ times: 6 }))

const persistent = <A>(step: Effect.Effect<A, StoreError>, goOn: () => boolean) =>
  step.pipe(
    Effect.tapError((error) => Effect.logWarning(`a batch is not stored yet: ${error.message}`)),
    Effect.retry({
      schedule: whileRejected,
      while: (error) => error._tag === "StatementRejected" && goOn(),
    }),
    Effect.retry({ schedule: backoff, while: (error) => isOutage(error) && goOn() }),
  )

export const isOutage = (
  error: StoreError | { readonly _tag: string },
): error is WarehouseUnavailable | SinkUnavailable =>
  error._tag === "WarehouseUnavailable" || error._tag === "SinkUnavailable"
