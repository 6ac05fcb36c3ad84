/**
 * The binary mode: attributes in the headers of a message, data as its body. HTTP and Kafka differ in
 * how they write the headers, and in nothing else.
 */
import { Result } from "effect"
import { pointerName } from "#warehouse/domain/schema-errors.ts"
import type { FieldError } from "#warehouse/domain/usage-event.ts"
import { type Refusal, refuse } from "#warehouse/domain/usage-event-refusals.ts"
import { type CloudEventParts, decodeParts } from "./cloud-events.ts"
import type { Decoded } from "./undecodable.ts"

/** Only the headers `content-type` and those with the binding's prefix count; names in lower case. */
export interface CloudEventMessage {
  readonly kind: "cloudEventMessage"
  readonly binding: keyof typeof BINDINGS
  readonly headers: ReadonlyArray<readonly [name: string, value: string | Uint8Array]>
  readonly body: Uint8Array
}

type HeaderText = Result.Result<string, Refusal>

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

const readUtf8 = (bytes: Uint8Array): HeaderText => {
  try {
    return Result.succeed(utf8.decode(bytes))
  } catch {
    return Result.fail(refuse("invalid_utf8"))
  }
}

const NOT_ASCII = /[^\x20-\x7e]/
const ESCAPED = /%[0-9A-Fa-f]{2}/g

/** Quoted strings first, for senders of older versions, then one round of percent-decoding. */
const readHttp = (value: string): HeaderText => {
  if (NOT_ASCII.test(value)) return Result.fail(refuse("header_encoding"))
  const unquoted = unquote(value)
  if (unquoted === null) return Result.fail(refuse("header_encoding"))
  // What HTTP makes of a header that comes twice. Taken for a value, it would be another id.
  if (unquoted.repeated) return Result.fail(refuse("repeated"))
  if (unquoted.text.replace(ESCAPED, "").includes("%"))
    return Result.fail(refuse("header_encoding"))
  try {
    return Result.succeed(decodeURIComponent(unquoted.text))
  } catch {
    return Result.fail(refuse("header_encoding"))
  }
}

/** Null when a quote is not closed. `repeated`: a comma and a space stand outside of quotes. */
const unquote = (value: string): { readonly text: string; readonly repeated: boolean } | null => {
  let [text, quoted, repeated] = ["", false, false]
  for (let at = 0; at < value.length; at++) {
    let letter = value.charAt(at)
    if (letter === '"') {
      quoted = !quoted
      continue
    }
    if (quoted && letter === "\\") letter = value.charAt(++at)
    else if (!quoted && letter === "," && value.charAt(at + 1) === " ") repeated = true
    text += letter
  }
  return quoted ? null : { text, repeated }
}

const asText = (value: string | Uint8Array): string =>
  typeof value === "string" ? value : Buffer.from(value).toString()

const BINDINGS = {
  http: { prefix: "ce-", read: (value: string | Uint8Array) => readHttp(asText(value)) },
  kafka: {
    prefix: "ce_",
    read: (value: string | Uint8Array) =>
      typeof value === "string" ? Result.succeed(value) : readUtf8(value),
  },
} as const

interface Attribute {
  readonly name: string
  readonly read: HeaderText
  /** As it arrived. */
  readonly text: string
}

const attributesOf = ({ binding, headers }: CloudEventMessage): ReadonlyArray<Attribute> => {
  const { prefix, read } = BINDINGS[binding]
  const attributes: Array<Attribute> = []
  for (const [header, value] of headers) {
    const text = asText(value)
    if (header === "content-type")
      attributes.push({ name: "datacontenttype", read: Result.succeed(text), text })
    else if (header.startsWith(prefix))
      attributes.push({ name: header.slice(prefix.length), read: read(value), text })
  }
  return attributes
}

export const decodeMessage = (message: CloudEventMessage, now: number): Decoded =>
  decodeParts(partsOf(message), now)

const partsOf = (message: CloudEventMessage): CloudEventParts => {
  const attributes = new Map<string, string | null>()
  const errors: Array<FieldError> = []
  for (const { name, read } of attributesOf(message)) {
    const pointer = `/${pointerName(name)}`
    const known = attributes.get(name)
    const text = Result.getOrNull(read)
    if (Result.isFailure(read)) errors.push({ pointer, ...read.failure })
    // Some senders repeat the media type as an attribute.
    else if (known !== undefined && !(name === "datacontenttype" && known === text))
      errors.push({ pointer, ...refuse("repeated") })
    attributes.set(name, text)
  }
  return {
    attributes: Object.fromEntries(attributes),
    data: message.body.length === 0 ? null : { bytes: message.body },
    errors,
  }
}

/** The same event in the JSON format, data as it came: it can be read, and sent again. */
export const messageBytes = (message: CloudEventMessage): Uint8Array => {
  const attributes = new Map(
    attributesOf(message).map(({ name, read, text }) => [name, Result.getOrElse(read, () => text)]),
  )
  const members = [...attributes].map(
    ([name, text]) => `${JSON.stringify(name)}:${JSON.stringify(text)}`,
  )
  const data = dataMember(message.body, attributes.has("datacontenttype"))
  return Buffer.from(`{${[...members, ...data].join(",")}}`)
}

/** Base64 when the bytes are not JSON, and when nothing says that they are: `data` would say it. */
const dataMember = (body: Uint8Array, typed: boolean): ReadonlyArray<string> => {
  if (body.length === 0) return []
  const text = typed ? jsonText(body) : null
  return [
    text === null ? `"data_base64":"${Buffer.from(body).toString("base64")}"` : `"data":${text}`,
  ]
}

const jsonText = (body: Uint8Array): string | null => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body)
    JSON.parse(text)
    return text
  } catch {
    return null
  }
}
