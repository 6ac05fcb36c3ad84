import { Effect, Metric } from "effect"
import type { IHeaders } from "kafkajs"
import type { FieldError, LogPosition } from "#warehouse/domain/usage-event.ts"
import type { SinkUnavailable } from "./event-sink.ts"
import { chunksOf, type LogMessage, type LogProducer } from "./producer.ts"

/** A message that is no usage event, as it arrived. */
export interface DeadLetter {
  readonly key: Uint8Array | null
  /** Null for a tombstone. */
  readonly value: Uint8Array | null
  /** As they came. */
  readonly headers?: IHeaders
  readonly position: LogPosition
  readonly reason: "rejected" | "unreadable"
  readonly errors: ReadonlyArray<FieldError>
}

/**
 * Sends them to the dead-letter topic: the same key, value and headers, and more headers: `reason`,
 * `errors` (JSON), `topic`, `partition` and `offset`. A message is sent again after a crash; its position
 * tells that it is the same one.
 */
export const sendDeadLetters = (
  producer: LogProducer,
  deadTopic: string,
  letters: ReadonlyArray<DeadLetter>,
): Effect.Effect<void, SinkUnavailable> => {
  const send = (messages: ReadonlyArray<LogMessage>) => producer.send(deadTopic, messages)
  // The topic may allow less than the one they were read from, and no letter may hold up a partition.
  const sendOne = (message: LogMessage) =>
    send([message]).pipe(Effect.catchIf(isTooLarge, () => send([withoutValue(message)])))
  return Effect.forEach(
    chunksOf(letters.map(toMessage)),
    (chunk) =>
      send(chunk).pipe(
        Effect.catchIf(isTooLarge, () => Effect.forEach(chunk, sendOne, { discard: true })),
      ),
    { discard: true },
  ).pipe(Effect.andThen(Metric.update(sent, letters.length)))
}

/** Shown from the start: a counter that begins at one is no increase to who watches it. */
export const beginDeadLetters: Effect.Effect<void> = Effect.suspend(() => Metric.update(sent, 0))

const sent = Metric.counter("tidemark_dead_letters_total", {
  description: "Messages that were put into the dead-letter topic; one sent again counts again",
  incremental: true,
})

const toMessage = (letter: DeadLetter): LogMessage => ({
  key: letter.key,
  value: letter.value,
  headers: {
    ...letter.headers,
    reason: letter.reason,
    errors: JSON.stringify(letter.errors),
    topic: letter.position.topic,
    partition: `${letter.position.partition}`,
    offset: `${letter.position.offset}`,
  },
})

/** Its place leads to the message it was, and the rejection holds its beginning. */
const withoutValue = ({ value, headers }: LogMessage): LogMessage => ({
  key: null,
  value: null,
  headers: { ...headers, "value-bytes": `${value?.length ?? 0}` },
})

const TOO_LARGE: ReadonlySet<unknown> = new Set(["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE"])

const isTooLarge = ({ cause }: SinkUnavailable): boolean =>
  typeof cause === "object" && cause !== null && "type" in cause && TOO_LARGE.has(cause.type)
