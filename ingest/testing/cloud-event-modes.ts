/** One CloudEvent written in every mode, as the specification says; for tests. */
import type { RawEvent } from "../raw-event.ts"

/** Attributes by name. `data` is written as JSON. */
export interface CloudEventSource {
  readonly attributes: Readonly<Record<string, string>>
  readonly data: unknown
}

const bytes = (text: string) => new TextEncoder().encode(text)

const jsonOf = ({ attributes, data }: CloudEventSource) => JSON.stringify({ ...attributes, data })

const base64Of = ({ attributes, data }: CloudEventSource) =>
  JSON.stringify({
    datacontenttype: "application/json",
    ...attributes,
    data_base64: Buffer.from(JSON.stringify(data)).toString("base64"),
  })

/** HTTP binding 3.1.3.2: spaces, double quotes, percent signs and all but printable ASCII. */
export const percentEncoded = (text: string): string =>
  [...text]
    .map((character) =>
      /[!-~]/.test(character) && !'"%'.includes(character)
        ? character
        : [...bytes(character)]
            .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
            .join(""),
    )
    .join("")

const headersOf = (
  { datacontenttype = "application/json", ...attributes }: Readonly<Record<string, string>>,
  prefix: string,
) => ({
  contentType: datacontenttype,
  named: Object.entries(attributes).map(([name, value]) => [`${prefix}${name}`, value] as const),
})

export const httpBinary = ({ attributes, data }: CloudEventSource): RawEvent => {
  const { contentType, named } = headersOf(attributes, "ce-")
  const encoded = named.map(([name, value]) => [name, percentEncoded(value)] as const)
  const headers = [["content-type", contentType] as const, ...encoded]
  return { kind: "cloudEventMessage", binding: "http", headers, body: bytes(JSON.stringify(data)) }
}

/** Messages as kafkajs hands them out. */
export const kafkaBinary = ({ attributes, data }: CloudEventSource) => {
  const { contentType, named } = headersOf(attributes, "ce_")
  const headers = [["content-type", contentType] as const, ...named]
  return {
    value: Buffer.from(JSON.stringify(data)),
    headers: Object.fromEntries(headers.map(([name, value]) => [name, Buffer.from(value)])),
  }
}

export const kafkaStructured = (event: CloudEventSource) => ({
  value: Buffer.from(jsonOf(event)),
  headers: { "content-type": Buffer.from("application/cloudevents+json; charset=UTF-8") },
})

export const httpModes: Readonly<Record<string, (event: CloudEventSource) => RawEvent>> = {
  structured: (event) => ({ kind: "cloudEvent", bytes: bytes(jsonOf(event)) }),
  "structured, in base64": (event) => ({ kind: "cloudEvent", bytes: bytes(base64Of(event)) }),
  binary: httpBinary,
  "as JSON that says so itself": (event) => ({ kind: "bytes", bytes: bytes(jsonOf(event)) }),
  "as a value that says so itself": (event) => ({
    kind: "value",
    value: JSON.parse(jsonOf(event)),
  }),
}
