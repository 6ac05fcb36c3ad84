/**
 * A CloudEvent 1.0 to the usage event that it carries, or everything that is wrong with it. Errors
 * name attributes and fields as the JSON format does, in every mode: `/subject`, `/data/credits`.
 */
import { Result, SchemaParser } from "effect"
import { CloudEventAttributes } from "#warehouse/domain/cloud-event-schema.ts"
import { boundedErrors, errorsOf, isObject, pointerName } from "#warehouse/domain/schema-errors.ts"
import type { FieldError } from "#warehouse/domain/usage-event.ts"
import { decodeUsageEvent } from "#warehouse/domain/usage-event-decoder.ts"
import { type Refusal, refuse } from "#warehouse/domain/usage-event-refusals.ts"
import { printable } from "#warehouse/domain/usage-event-rules.ts"
import { type Decoded, type Undecodable, unreadable } from "./undecodable.ts"

/** A CloudEvent out of whatever it came in. */
export interface CloudEventParts {
  /** By name, as the JSON format has them; null is one that could not be read, see `errors`. */
  readonly attributes: Readonly<Record<string, unknown>>
  /** A JSON value, or the bytes of one; null when there is none. */
  readonly data: { readonly value: unknown } | { readonly bytes: Uint8Array } | null
  /** What was wrong before there were attributes, such as a header's encoding. */
  readonly errors: ReadonlyArray<FieldError>
}

const decodeAttributes = SchemaParser.decodeUnknownResult(CloudEventAttributes, { errors: "all" })

/** A JSON value is read as a CloudEvent when it says so: a usage event has no such field. */
export const isCloudEvent = (value: unknown): boolean =>
  isObject(value) && Object.hasOwn(value, "specversion")

/** Far more than anybody sends: a body full of them must not keep everybody else waiting. */
const ATTRIBUTES_MAX = 100

/** `now` is epoch milliseconds. */
export const decodeCloudEvent = (value: unknown, now: number): Decoded => {
  if (!isObject(value)) return unreadable(refuse("type", "a CloudEvent as a JSON object"))
  const count = Object.keys(value).length
  return count > ATTRIBUTES_MAX
    ? unreadable(refuse("many_attributes", ATTRIBUTES_MAX, count))
    : decodeParts(partsOfJson(value), now)
}

const partsOfJson = (value: Readonly<Record<string, unknown>>): CloudEventParts => {
  const { data, data_base64, ...members } = value
  // Null is as good as absent.
  const attributes = Object.fromEntries(
    Object.entries(members).filter(([, attribute]) => attribute !== null),
  )
  if (data_base64 == null)
    return { attributes, data: Object.hasOwn(value, "data") ? { value: data } : null, errors: [] }
  const pointer = "/data_base64"
  const errors: Array<FieldError> = []
  if (data !== undefined) errors.push({ pointer, ...refuse("two_payloads") })
  const isText = typeof data_base64 === "string"
  const bytes = isText ? base64(data_base64) : null
  if (!isText) errors.push({ pointer, ...refuse("type", "a string") })
  else if (bytes === null) errors.push({ pointer, ...refuse("base64") })
  return { attributes, data: { bytes: bytes ?? new Uint8Array() }, errors }
}

/** Written again and compared: Node reads what is no base64 too, and a pattern runs out of stack. */
const base64 = (text: string): Uint8Array | null => {
  const bytes = Buffer.from(text, "base64")
  return bytes.toString("base64") === text ? bytes : null
}

export const decodeParts = (parts: CloudEventParts, now: number): Decoded => {
  const { attributes } = parts
  const envelope = known(parts, attributeErrors(parts))
  // Of another type, version or format, data may be anything: only the envelope can be judged.
  if (envelope.some(({ pointer }) => FOREIGN.has(pointer))) return refused(parts, null, envelope)
  const data = readData(parts)
  if (Result.isFailure(data)) return refused(parts, null, [...envelope, data.failure])
  const event = eventOf(attributes, data.success)
  const decoded = decodeUsageEvent(event, now)
  const inData = Result.isFailure(decoded)
    ? decoded.failure.map((error) => placed(error, attributes, data.success))
    : []
  const errors = known(parts, [...envelope, ...twoIds(attributes, data.success), ...inData])
  if (Result.isSuccess(decoded) && errors.length === 0) return Result.succeed(decoded.success)
  return refused(parts, event, errors)
}

const FOREIGN: ReadonlySet<string> = new Set([
  "/specversion",
  "/type",
  "/datacontenttype",
  "/data_base64",
])

const ATTRIBUTE_NAME = /^[a-z0-9]+$/

const attributeErrors = ({ attributes, data }: CloudEventParts): ReadonlyArray<FieldError> => {
  const decoded = decodeAttributes(attributes)
  const errors = Result.isFailure(decoded) ? [...errorsOf(decoded.failure)] : []
  for (const name of Object.keys(attributes)) {
    const refusal = extensionRefusal(name, attributes[name])
    if (refusal !== undefined) errors.push({ pointer: `/${pointerName(name)}`, ...refusal })
  }
  if (data !== null && "bytes" in data && attributes.datacontenttype == null)
    errors.push({ pointer: "/datacontenttype", ...refuse("media_type_missing") })
  return errors
}

const OWN: ReadonlySet<string> = new Set(Object.keys(CloudEventAttributes.fields))

const extensionRefusal = (name: string, value: unknown): Refusal | undefined => {
  if (OWN.has(name)) return undefined
  if (!ATTRIBUTE_NAME.test(name)) return refuse("attribute_name")
  const allowed =
    value === null ||
    typeof value === "boolean" ||
    (typeof value === "number" && value === (value | 0)) ||
    (typeof value === "string" && value.isWellFormed() && !/\p{Cc}/u.test(value))
  return allowed ? undefined : refuse("attribute_type")
}

type Fields = Readonly<Record<string, unknown>>

const utf8 = new TextDecoder("utf-8", { fatal: true })

const readData = ({ data }: CloudEventParts): Result.Result<Fields, FieldError> => {
  const fail = (refusal: Refusal) => Result.fail({ pointer: "/data", ...refusal })
  if (data === null || ("bytes" in data && data.bytes.length === 0)) return fail(refuse("required"))
  let value: unknown
  if ("value" in data) value = data.value
  else {
    let text: string
    try {
      text = utf8.decode(data.bytes)
    } catch {
      return fail(refuse("invalid_utf8"))
    }
    try {
      value = JSON.parse(text)
    } catch {
      return fail(refuse("malformed_json"))
    }
  }
  return isObject(value) ? Result.succeed(value) : fail(refuse("type", "a JSON object"))
}

/** The fields of a usage event that an attribute stands in for. */
const STAND_INS = [
  ["id", "id"],
  ["account", "subject"],
  ["occurred_at", "time"],
] as const

const eventOf = (attributes: Fields, data: Fields): Fields => {
  const event: Record<string, unknown> = { ...data }
  for (const [field, attribute] of STAND_INS) {
    if (data[field] != null) continue
    if (attributes[attribute] == null) delete event[field]
    else event[field] = attributes[attribute]
  }
  return event
}

const placed = (error: FieldError, attributes: Fields, data: Fields): FieldError => {
  for (const [field, attribute] of STAND_INS) {
    if (error.pointer !== `/${field}` || data[field] != null) continue
    // The id alone has to be an attribute in any case.
    if (field === "id" || Object.hasOwn(attributes, attribute))
      return { ...error, pointer: `/${attribute}` }
  }
  return { ...error, pointer: `/data${error.pointer}` }
}

/** Only the id: `subject` and `time` may well be about something else than data's own fields. */
const twoIds = (attributes: Fields, data: Fields): ReadonlyArray<FieldError> =>
  data.id == null || attributes.id == null || data.id === attributes.id
    ? []
    : ["/id", "/data/id"].map((pointer) => ({ pointer, ...refuse("two_ids") }))

/** Each error once; an attribute that could not be read is not missing besides. */
const known = (
  { errors }: CloudEventParts,
  found: ReadonlyArray<FieldError>,
): ReadonlyArray<FieldError> => {
  const unread = new Set(errors.map(({ pointer }) => pointer))
  const all = [...errors, ...found.filter(({ pointer }) => !unread.has(pointer))]
  return [...new Map(all.map((error) => [`${error.pointer} ${error.code}`, error])).values()]
}

const identifier = printable(128)
const identifierIn = (value: unknown): string | null =>
  typeof value === "string" && identifier(value) === undefined ? value : null

/** Without a usage event nobody knows whether the subject is an account. */
const refused = (
  { attributes }: CloudEventParts,
  event: Fields | null,
  errors: ReadonlyArray<FieldError>,
): Decoded =>
  Result.fail<Undecodable>({
    reason: "rejected",
    account: identifierIn(event?.account),
    id: identifierIn(attributes.id),
    errors: boundedErrors(errors),
  })
