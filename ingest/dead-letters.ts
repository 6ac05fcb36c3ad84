import { Effect } from "effect"
import type { FieldError, LogPosition } from "#warehouse/domain/usage-event.ts"
import type { SinkUnavailable } from "./event-sink.ts"
import type { LogMessage, LogProducer } from "./producer.ts"

/** A message that is no usage event, as it arrived. */
export interface DeadLetter {
  readonly key: Uint8Array | null
  /** Null for a tombstone. */
  readonly value: Uint8Array | null
  readonly position: LogPosition
  readonly reason: "rejected" | "unreadable"
  readonly errors: ReadonlyArray<FieldError>
}

/**
 * Sends them to the dead-letter topic: the same key and value, and in the headers `reason`, `errors`
 * (JSON), `topic`, `partition` and `offset`. A message is sent again after a crash; its position
 * tells that it is the same one.
 */
export const sendDeadLetters = (
  producer: LogProducer,
  deadTopic: string,
  letters: ReadonlyArray<DeadLetter>,
): Effect.Effect<void, SinkUnavailable> =>
  producer.send(deadTopic, letters.map(toMessage)).pipe(
    // The topic may allow less than the one it was read from. One by one, to spare the others.
    Effect.catchIf(isTooLarge, () =>
      Effect.forEach(letters, (letter) => sendOne(producer, deadTopic, letter), { discard: true }),
    ),
  )

const sendOne = (producer: LogProducer, deadTopic: string, letter: DeadLetter) =>
  producer
    .send(deadTopic, [toMessage(letter)])
    .pipe(
      Effect.catchIf(isTooLarge, () => producer.send(deadTopic, [toMessageWithoutValue(letter)])),
    )

const toMessage = ({ key, value, position, reason, errors }: DeadLetter): LogMessage => ({
  key,
  value,
  headers: {
    reason,
    errors: JSON.stringify(errors),
    topic: position.topic,
    partition: `${position.partition}`,
    offset: `${position.offset}`,
  },
})

/** Better a letter without its content, which its position leads to, than a partition that stands. */
const toMessageWithoutValue = (letter: DeadLetter): LogMessage => {
  const message = toMessage(letter)
  return {
    key: null,
    value: null,
    headers: { ...message.headers, "value-bytes": `${letter.value?.length ?? 0}` },
  }
}

const TOO_LARGE: ReadonlySet<unknown> = new Set(["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE"])

const isTooLarge = ({ cause }: SinkUnavailable): boolean =>
  typeof cause === "object" && cause !== null && "type" in cause && TOO_LARGE.has(cause.type)
