// The examples of the CloudEvents specification 1.0.2, word for word, and what its official SDK sends.
import { assert, describe, it } from "@effect/vitest"
import { CloudEvent, HTTP, Kafka, type CloudEvent as Sent } from "cloudevents"
import { Result } from "effect"
import { decodeValue } from "./decode.ts"
import { unwrapMessage } from "./kafka-message.ts"
import { decodeRaw, type RawEvent } from "./raw-event.ts"

const NOW = Date.UTC(2026, 2, 5, 12)
const refusals = (raw: RawEvent) => {
  const decoded = decodeRaw(raw, NOW)
  return Result.isFailure(decoded)
    ? decoded.failure.errors.map(({ pointer, code }) => `${pointer} ${code}`)
    : []
}
const FOREIGN = "/type event_type"
const NO_JSON = "/datacontenttype media_type"

/** JSON format, 3.2 and 4.3; the placeholder for base64 is filled in. */
const THRIFT = `{
    "specversion" : "1.0",
    "type" : "com.example.someevent",
    "source" : "/mycontext",
    "id" : "A234-1234-1234",
    "time" : "2018-04-05T17:31:00Z",
    "comexampleextension1" : "value",
    "comexampleothervalue" : 5,
    "datacontenttype" : "application/vnd.apache.thrift.binary",
    "data_base64" : "AQID"
}`
const XML = `{
    "specversion" : "1.0",
    "type" : "com.example.someevent",
    "source" : "/mycontext",
    "id" : "B234-1234-1234",
    "time" : "2018-04-05T17:31:00Z",
    "comexampleextension1" : "value",
    "comexampleothervalue" : 5,
    "unsetextension": null,
    "datacontenttype" : "application/xml",
    "data" : "<much wow=\\"xml\\"/>"
}`
const OBJECT = `{
    "specversion" : "1.0",
    "type" : "com.example.someevent",
    "source" : "/mycontext",
    "subject": null,
    "id" : "C234-1234-1234",
    "time" : "2018-04-05T17:31:00Z",
    "comexampleextension1" : "value",
    "comexampleothervalue" : 5,
    "datacontenttype" : "application/json",
    "data" : {
        "appinfoA" : "abc",
        "appinfoB" : 123,
        "appinfoC" : true
    }
}`
const NUMBER = OBJECT.replace(/"data" : \{[^}]*\}/, '"data" : 1.5')
const TEXT = `{
    "specversion" : "1.0",
    "type" : "com.example.someevent",
    "source" : "/mycontext",
    "subject": null,
    "id" : "D234-1234-1234",
    "time" : "2018-04-05T17:31:00Z",
    "comexampleextension1" : "value",
    "comexampleothervalue" : 5,
    "data" : "I'm just a string"
}`
const UNTYPED = `{
    "specversion" : "1.0",
    "type" : "com.example.someevent",
    "source" : "/mycontext",
    "id" : "D234-1234-1234",
    "data_base64" : "eyAieHl6IjogMTIzIH0="
}`
const structured = (text: string): RawEvent => ({
  kind: "cloudEvent",
  bytes: Buffer.from(text),
})

/** The same examples in HTTP's binary mode, as the JSON format's document writes them out. */
const binary = (text: string): RawEvent => {
  const [head = "", body = ""] = text.split("\n\n")
  const headers = head.split("\n").map((line) => {
    const colon = line.indexOf(":")
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
  })
  return { kind: "cloudEventMessage", binding: "http", headers, body: Buffer.from(body) }
}
const headersOf = (id: string, contentType: string | null) => `ce-specversion: 1.0
ce-type: com.example.someevent
ce-source: /mycontext
ce-id: ${id}
ce-time: 2018-04-05T17:31:00Z
ce-comexampleextension1: value
ce-comexampleothervalue: 5${contentType === null ? "" : `\ncontent-type: ${contentType}`}

`
const usage = { type: "spend", operation: "detection", credits: "1.5" }
/** The example as it would be about usage. */
const about = (text: string) =>
  text
    .replace(/com\.example\.some\w*event/, "dev.tidemark.usage.v1")
    .replace(/"data" : (\{[^}]*\}|.*)/, `"data" : ${JSON.stringify({ ...usage, account: "mana" })}`)

describe("an example of the specification", () => {
  it.each([
    ["binary data", structured(THRIFT), [FOREIGN, NO_JSON]],
    ["XML", structured(XML), [FOREIGN, NO_JSON]],
    ["an object", structured(OBJECT), [FOREIGN]],
    ["a number", structured(NUMBER), [FOREIGN]],
    ["a text", structured(TEXT), [FOREIGN]],
    ["bytes of no type", structured(UNTYPED), [FOREIGN, "/datacontenttype media_type_missing"]],
    [
      "binary data in HTTP's binary mode",
      binary(`${headersOf("A234-1234-1234", "application/vnd.apache.thrift.binary")}...`),
      [FOREIGN, NO_JSON],
    ],
    [
      "XML in HTTP's binary mode",
      binary(`${headersOf("B234-1234-1234", "application/xml")}<much wow="xml"/>`),
      [FOREIGN, NO_JSON],
    ],
    [
      "an object in HTTP's binary mode",
      binary(`${headersOf("C234-1234-1234", "application/json")}{ "appinfoA" : "abc" }`),
      [FOREIGN],
    ],
    [
      "bytes of no type in HTTP's binary mode",
      binary(`${headersOf("D234-1234-1234", null)}{ "xyz": 123 }`),
      [FOREIGN, "/datacontenttype media_type_missing"],
    ],
  ])(
    "with %s is refused for what Tidemark does not read, and for nothing else",
    (_, raw, expected) => {
      assert.deepStrictEqual(refusals(raw), expected)
    },
  )

  it.each([
    ["an object", structured(about(OBJECT))],
    ["a text in place of which usage stands", structured(about(TEXT))],
    ["a null extension", structured(about(XML).replace("/xml", "/json"))],
    [
      "HTTP's binary mode",
      binary(
        about(headersOf("C234-1234-1234", "application/json; charset=utf-8")) +
          JSON.stringify({ ...usage, account: "mana" }),
      ),
    ],
  ])("with %s is taken once it is about usage", (_, raw) => {
    const event = Result.getOrThrow(decodeRaw(raw, NOW))
    assert.match(event.id, /^[BCD]234-1234-1234$/)
    assert.strictEqual(event.occurredAt, Date.UTC(2018, 3, 5, 17, 31))
  })

  it("of Kafka's binding is found to be what it is", () => {
    const value = Buffer.from("Obj\u0001")
    const headers = {
      ce_specversion: "1.0",
      ce_type: "com.example.someevent",
      ce_source: "/mycontext/subcontext",
      ce_id: "1234-1234-1234",
      ce_time: "2018-04-05T03:56:24Z",
      "content-type": "application/avro",
    }
    assert.deepStrictEqual(refusals(unwrapMessage({ value, headers }) as RawEvent), [
      FOREIGN,
      NO_JSON,
    ])
    const contentType = { "content-type": "application/cloudevents+json; charset=UTF-8" }
    const message = { value: Buffer.from(about(OBJECT)), headers: contentType }
    assert.deepStrictEqual(refusals(unwrapMessage(message) as RawEvent), [])
  })
})

describe("what the official SDK sends", () => {
  const cloudEvent = (more: Partial<Sent<unknown>> = {}) =>
    new CloudEvent({
      type: "dev.tidemark.usage.v1",
      source: "/renders",
      id: "e1",
      time: "2026-03-05T10:30:00.000Z",
      subject: "mana",
      data: usage,
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      ...more,
    })
  const plain = { ...usage, id: "e1", account: "mana", occurred_at: "2026-03-05T10:30:00.000Z" }
  const EVENT = decodeValue(plain, NOW)
  const decode = (raw: RawEvent) => decodeRaw(raw, NOW)

  it("over HTTP means the usage event in both modes", () => {
    const { headers, body } = HTTP.binary(cloudEvent())
    const message = {
      kind: "cloudEventMessage" as const,
      binding: "http" as const,
      headers: Object.entries(headers).map(([name, value]) => [name, `${value}`] as const),
      body: Buffer.from(`${body}`),
    }
    assert.deepStrictEqual(decode(message), EVENT)
    assert.deepStrictEqual(decode(structured(`${HTTP.structured(cloudEvent()).body}`)), EVENT)
  })

  it("as bytes means it too", () => {
    const data = Uint8Array.from(Buffer.from(JSON.stringify(usage)))
    const sent = HTTP.structured(cloudEvent({ datacontenttype: "application/json", data }))
    assert.include(`${sent.body}`, "data_base64")
    assert.deepStrictEqual(decode(structured(`${sent.body}`)), EVENT)
  })

  it("through Kafka means it in both modes", () => {
    const { headers, value } = Kafka.structured(cloudEvent())
    const message = { value: Buffer.from(`${value}`), headers: headers as Record<string, string> }
    assert.deepStrictEqual(decode(unwrapMessage(message) as RawEvent), EVENT)
    const data = JSON.stringify(usage)
    const inHeaders = Kafka.binary(cloudEvent({ datacontenttype: "application/json", data }))
    const binaryMessage = {
      value: Buffer.from(`${inHeaders.value}`),
      headers: inHeaders.headers as Record<string, string>,
    }
    assert.deepStrictEqual(decode(unwrapMessage(binaryMessage) as RawEvent), EVENT)
  })
})
