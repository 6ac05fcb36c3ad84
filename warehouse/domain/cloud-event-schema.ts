/**
 * A CloudEvent 1.0 that carries a usage event: the attributes that mean something to Tidemark, and
 * the JSON format as it is documented. `ingest/cloud-events.ts` adds the rules between them.
 */
import { Schema } from "effect"
import { USAGE_EVENT_TYPE } from "./cloud-event-type.ts"
import { type Refusal, refuse } from "./usage-event-refusals.ts"
import * as rules from "./usage-event-rules.ts"
import { onOtherType, optional, textOf, WireUsageEvent } from "./usage-event-schema.ts"

const attributeText = (description: string) =>
  textOf(rules.printable(Number.POSITIVE_INFINITY), description)

/** `*\/json` or `*\/*+json`, as the JSON format defines JSON content, in any case. */
const JSON_MEDIA_TYPE = /^[^\s/;]+\/(?:[^\s/;]+\+)?json\s*(?:;|$)/i
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i

const jsonMediaType = (text: string): Refusal | undefined => {
  if (!JSON_MEDIA_TYPE.test(text)) return refuse("media_type")
  const charset = CHARSET.exec(text)?.[1]
  return charset === undefined || /^utf-?8$/i.test(charset) ? undefined : refuse("charset")
}

/** Any RFC 3339 instant: a usage event's own limits hold only where it becomes `occurred_at`. */
const instant = (text: string): Refusal | undefined => {
  const read = rules.readInstant(text.replace(/(\.\d{3})\d+/, "$1"))
  return typeof read === "number" || read.code === "too_old" ? undefined : read
}

export const CloudEventAttributes = Schema.Struct({
  specversion: Schema.Literal("1.0").annotate(onOtherType(refuse("spec_version"))),
  type: Schema.Literal(USAGE_EVENT_TYPE).annotate(onOtherType(refuse("event_type"))),
  source: attributeText(
    "Who says so, as a URI reference. Not kept: an id is unique within its account.",
  ),
  id: textOf(rules.printable(128), "The usage event's id; data may repeat it, and not differ"),
  time: optional(textOf(instant, "RFC 3339: when it occurred, unless data says so in occurred_at")),
  subject: optional(attributeText("The account, unless data names one")),
  datacontenttype: optional(
    textOf(jsonMediaType, 'A JSON media type in UTF-8; "application/json" if left out'),
  ),
  dataschema: optional(attributeText("Not kept")),
})

const { id, account, occurred_at } = WireUsageEvent.fields

/** What the data of a CloudEvent may hold. */
export const CloudEventData = Schema.Struct({
  ...WireUsageEvent.fields,
  id: optional(id),
  account: optional(account),
  occurred_at: optional(occurred_at),
}).annotate({
  identifier: "CloudEventData",
  description:
    "A usage event. What it leaves out of id, account and occurred_at comes from id, subject and time.",
})

/** In the JSON format. Extension attributes are allowed, and not kept. */
export const CloudEventSchema = Schema.StructWithRest(
  Schema.Struct({
    ...CloudEventAttributes.fields,
    data: Schema.optionalKey(CloudEventData),
    data_base64: optional(
      Schema.String.annotate({ description: "In place of data: the same JSON in base64" }),
    ),
  }),
  [Schema.Record(Schema.String, Schema.Unknown)],
).annotate({ identifier: "CloudEvent" })
