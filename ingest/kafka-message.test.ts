import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import type { IHeaders } from "kafkajs"
import { unwrapMessage } from "./kafka-message.ts"
import { decodeRaw } from "./raw-event.ts"

const NOW = Date.UTC(2026, 2, 5, 12)
const usage = { type: "spend", operation: "detection", credits: "1.5" }
const cloudEvent = {
  specversion: "1.0",
  type: "dev.tidemark.usage.v1",
  source: "/renders",
  id: "e1",
  time: "2026-03-05T10:30:00Z",
  subject: "mana",
}
const plain = { ...usage, id: "e1", account: "mana", occurred_at: cloudEvent.time }
const BINARY: IHeaders = {
  ce_specversion: Buffer.from("1.0"),
  ce_type: Buffer.from("dev.tidemark.usage.v1"),
  ce_source: Buffer.from("/renders"),
  ce_id: Buffer.from("e1"),
  ce_time: Buffer.from("2026-03-05T10:30:00Z"),
  ce_subject: Buffer.from("mana"),
  "content-type": Buffer.from("application/json"),
}
const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const structured = (type: string) => ({ "content-type": Buffer.from(type) })

const decode = (value: Buffer | null, headers?: IHeaders) => {
  const raw = unwrapMessage({ value, ...(headers && { headers }) })
  return "kind" in raw ? decodeRaw(raw, NOW) : Result.fail(raw)
}
const refusals = (...message: Parameters<typeof decode>) => {
  const decoded = decode(...message)
  return Result.isFailure(decoded)
    ? decoded.failure.errors.map(({ pointer, code }) => `${pointer} ${code}`)
    : undefined
}
const EVENT = Result.getOrThrow(decode(json(plain)))

describe("a message of the topic", () => {
  it("is a usage event as it stands, whatever headers it has that are no CloudEvent's", () => {
    const headers = { traceparent: "00-1", "content-type": "application/json", ce_trace: "x" }
    for (const message of [decode(json(plain), {}), decode(json(plain), headers)])
      assert.deepStrictEqual(Result.getOrThrow(message), EVENT)
  })

  it.each([
    "application/cloudevents+json",
    "application/cloudevents+json; charset=UTF-8",
    "Application/CloudEvents+JSON;charset=utf-8",
  ])("is a structured CloudEvent as %s", (type) => {
    const value = json({ ...cloudEvent, data: usage })
    assert.deepStrictEqual(Result.getOrThrow(decode(value, structured(type))), EVENT)
    assert.deepStrictEqual(
      Result.getOrThrow(decode(value, { "Content-Type": Buffer.from(type) })),
      EVENT,
    )
  })

  it("is a structured CloudEvent without that header too, since it says so itself", () => {
    assert.deepStrictEqual(Result.getOrThrow(decode(json({ ...cloudEvent, data: usage }))), EVENT)
  })

  it("is no usage event when the header says that it is a CloudEvent", () => {
    for (const type of ["application/cloudevents+json", "APPLICATION/CloudEvents+json"]) {
      const codes = refusals(json(plain), structured(type))
      assert.include(codes ?? [], "/specversion required")
    }
  })

  it("is a CloudEvent in binary mode by its headers, which are UTF-8", () => {
    assert.deepStrictEqual(Result.getOrThrow(decode(json(usage), BINARY)), EVENT)
    const headers = { ...BINARY, ce_subject: Buffer.from("mäna 100%"), ce_trace: "text" }
    assert.strictEqual(Result.getOrThrow(decode(json(usage), headers)).account, "mäna 100%")
  })

  it("may say its media type twice, as the official SDK does, but not two of them", () => {
    const twice = (type: string) => ({ ...BINARY, ce_datacontenttype: Buffer.from(type) })
    assert.isUndefined(refusals(json(usage), twice("application/json")))
    assert.deepStrictEqual(refusals(json(usage), twice("text/json")), ["/datacontenttype repeated"])
  })

  it.each<[string, Parameters<typeof decode>, ReadonlyArray<string>]>([
    ["a tombstone", [null], [" no_value"]],
    ["an empty value", [Buffer.of()], [" malformed_json"]],
    ["a structured tombstone", [null, structured("application/cloudevents+json")], [" no_value"]],
    ["Avro", [json({}), structured("application/cloudevents+avro")], [" event_format"]],
    ["no format", [json({}), structured("application/cloudevents")], [" event_format"]],
    ["a batch", [json([]), structured("application/cloudevents-batch+json")], [" event_format"]],
    [
      "structured, not JSON",
      [Buffer.from("{"), structured("application/cloudevents+json")],
      [" malformed_json"],
    ],
    ["a binary tombstone", [null, BINARY], ["/data required"]],
    [
      "another version",
      [json(usage), { ...BINARY, ce_specversion: "0.3" }],
      ["/specversion spec_version"],
    ],
    [
      "a header that is not UTF-8",
      [json(usage), { ...BINARY, ce_id: Buffer.of(0xff) }],
      ["/id invalid_utf8"],
    ],
    ["a header twice", [json(usage), { ...BINARY, ce_id: ["e1", "e2"] }], ["/id repeated"]],
    ["no id", [json(usage), { ...BINARY, ce_id: undefined }], ["/id required"]],
  ])("that is %s is refused", (_, message, expected) => {
    assert.deepStrictEqual(refusals(...message), expected)
  })
})
