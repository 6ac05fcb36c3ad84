/** What a message of the topic is: a usage event, or a CloudEvent in one of Kafka's two modes. */
import type { KafkaMessage } from "kafkajs"
import { refuse } from "#warehouse/domain/usage-event-refusals.ts"
import type { CloudEventMessage } from "./cloud-event-message.ts"
import type { RawEvent } from "./raw-event.ts"
import { type Undecodable, undecodable } from "./undecodable.ts"

const REQUIRED = ["ce_specversion", "ce_type", "ce_source", "ce_id"]
const FORMATS = "application/cloudevents"
const JSON_FORMAT = /^application\/cloudevents\+json\s*(?:;|$)/i

/** The errors of an `Undecodable` are about the message itself; a bad event is found when it is decoded. */
export const unwrapMessage = ({
  value,
  headers,
}: Pick<KafkaMessage, "value" | "headers">): RawEvent | Undecodable => {
  const named = headersOf(headers)
  const mediaType = textOf(named.find(([name]) => name === "content-type")?.[1])
  if (mediaType.toLowerCase().startsWith(FORMATS)) {
    if (!JSON_FORMAT.test(mediaType)) return undecodable(refuse("event_format"))
    return value === null ? undecodable(refuse("no_value")) : { kind: "cloudEvent", bytes: value }
  }
  if (named.some(([name]) => REQUIRED.includes(name)))
    return { kind: "cloudEventMessage", binding: "kafka", headers: named, body: value ?? NO_BYTES }
  return value === null ? undecodable(refuse("no_value")) : { kind: "bytes", bytes: value }
}

const NO_BYTES = new Uint8Array()

const textOf = (value: string | Uint8Array | undefined): string =>
  value === undefined ? "" : Buffer.from(value).toString()

/** A header that comes more than once is an array in kafkajs. */
const headersOf = (headers: KafkaMessage["headers"]): CloudEventMessage["headers"] =>
  Object.entries(headers ?? {}).flatMap(([name, values]) =>
    [values]
      .flat()
      .flatMap((value) => (value === undefined ? [] : [[name.toLowerCase(), value] as const])),
  )
