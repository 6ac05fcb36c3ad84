import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { encodeUsageEvent } from "#warehouse/domain/usage-event-schema.ts"
import { decodeCloudEvent } from "./cloud-events.ts"
import { decodeBytes, decodeValue } from "./decode.ts"
import { unwrapMessage } from "./kafka-message.ts"
import { bytesOf, decodeRaw } from "./raw-event.ts"
import {
  type CloudEventSource,
  httpModes,
  kafkaBinary,
  kafkaStructured,
} from "./testing/cloud-event-modes.ts"
import { usageEvents } from "./testing/usage-events.ts"
import type { Decoded } from "./undecodable.ts"

const NOW = Date.UTC(2026, 2, 5, 12)
const usage = { type: "spend", operation: "keyframeGenerate", credits: "1.5" }
const cloudEvent = {
  specversion: "1.0",
  type: "dev.tidemark.usage.v1",
  source: "https://studio.example/renders",
  id: "e1",
  time: "2026-03-05T10:30:00.000Z",
  subject: "mana",
  data: usage,
}
const decode = (more: object, without: ReadonlyArray<string> = []) =>
  decodeCloudEvent(
    Object.fromEntries(
      Object.entries({ ...cloudEvent, ...more }).filter(([name]) => !without.includes(name)),
    ),
    NOW,
  )
/** Codes by pointer; undefined for what is no refusal. */
const refusals = (decoded: Decoded) =>
  Result.isFailure(decoded)
    ? decoded.failure.errors.map(({ pointer, code }) => `${pointer} ${code}`)
    : undefined
const base64 = (text: string) => Buffer.from(text).toString("base64")

const fromKafka = (message: ReturnType<typeof kafkaBinary>) => {
  const raw = unwrapMessage(message)
  if (!("kind" in raw)) throw new Error(raw.errors[0]?.message)
  return raw
}
const modes = {
  ...httpModes,
  "Kafka, structured": (event: CloudEventSource) => fromKafka(kafkaStructured(event)),
  "Kafka, binary": (event: CloudEventSource) => fromKafka(kafkaBinary(event)),
}

/** What the envelope may hold besides, none of which is kept. */
const extras = fc.record(
  {
    dataschema: fc.webUrl(),
    datacontenttype: fc.constantFrom(
      "application/json",
      "application/json; charset=utf-8",
      "Application/JSON;CharSet=UTF-8",
      "text/json",
      "application/vnd.tidemark.usage+json",
    ),
    traceparent: fc.string({ unit: "grapheme" }).filter((text) => !/\p{Cc}/u.test(text)),
    partitionkey: fc.uuid(),
  },
  { requiredKeys: [] },
)

describe("a CloudEvent of any mode", () => {
  it("means the usage event that it was made from, and so does what is kept of it", () => {
    const lifted = fc.record({ account: fc.boolean(), occurred_at: fc.boolean(), id: fc.boolean() })
    fc.assert(
      fc.property(usageEvents(NOW), extras, lifted, (event, more, lift) => {
        const { id, account, occurred_at, ...rest } = encodeUsageEvent(event)
        const source: CloudEventSource = {
          attributes: {
            specversion: "1.0",
            type: "dev.tidemark.usage.v1",
            source: "/any",
            id,
            subject: lift.account ? account : "something else",
            time: lift.occurred_at ? occurred_at : "2001-01-01T00:00:00.123456789+01:00",
            ...more,
          },
          data: {
            ...rest,
            ...(!lift.id && { id }),
            ...(!lift.account && { account }),
            ...(!lift.occurred_at && { occurred_at }),
          },
        }
        const plain = decodeValue(encodeUsageEvent(event), NOW)
        assert.isTrue(Result.isSuccess(plain))
        for (const [mode, write] of Object.entries(modes)) {
          const raw = write(source)
          assert.deepStrictEqual(decodeRaw(raw, NOW), plain, mode)
          assert.deepStrictEqual(decodeBytes(bytesOf(raw), NOW), plain, `kept of ${mode}`)
        }
      }),
      { numRuns: 300 },
    )
  })

  it("is answered, whatever stands in an attribute, with that attribute's name", () => {
    const name = fc.constantFrom(...Object.keys(cloudEvent), "extension", "datacontenttype")
    fc.assert(
      fc.property(name, fc.jsonValue(), (name, value) => {
        const decoded = decode({ [name]: value })
        if (Result.isSuccess(decoded)) return
        assert.isAbove(decoded.failure.errors.length, 0)
        for (const { pointer, message } of decoded.failure.errors) {
          const inData = name === "data" && pointer.startsWith("/data/")
          // Without these, data is missing what they stand in for.
          const standIn = value === null && /^\/data\/(account|occurred_at)$/.test(pointer)
          assert.isTrue(pointer === `/${name}` || inData || standIn, pointer)
          assert.notStrictEqual(message, "")
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe("the attributes of a CloudEvent", () => {
  it("stand in for what data leaves out", () => {
    assert.deepStrictEqual(Result.getOrThrow(decode({})), {
      id: "e1",
      account: "mana",
      type: "spend",
      operation: "keyframeGenerate",
      credits: 1_500_000n,
      occurredAt: Date.UTC(2026, 2, 5, 10, 30),
    })
  })

  it("give way to data, but for the id", () => {
    const data = { ...usage, account: "acme", occurred_at: "2026-03-04T00:00:00Z", id: "e1" }
    const event = Result.getOrThrow(decode({ data }))
    assert.deepStrictEqual(
      [event.id, event.account, event.occurredAt],
      ["e1", "acme", Date.UTC(2026, 2, 4)],
    )
    assert.isUndefined(refusals(decode({ data, time: "1969-07-20T20:17:40.123456Z" })))
    assert.deepStrictEqual(refusals(decode({ data: { ...data, id: "e2" } })), [
      "/id two_ids",
      "/data/id two_ids",
    ])
  })

  it.each<[string, object, ReadonlyArray<string>]>([
    ["another version", { specversion: "0.3" }, ["/specversion spec_version"]],
    ["a version that is a number", { specversion: 1 }, ["/specversion spec_version"]],
    [
      "a foreign type, whatever its data",
      { type: "com.github.push", data: 5 },
      ["/type event_type"],
    ],
    ["no source", { source: null }, ["/source required"]],
    ["an empty source", { source: "" }, ["/source too_short"]],
    ["an empty id", { id: "" }, ["/id too_short"]],
    ["a long id", { id: "x".repeat(129) }, ["/id too_long"]],
    ["a time that is none", { time: "yesterday" }, ["/time timestamp"]],
    ["a time without offset", { time: "2026-03-05T10:30:00" }, ["/time time_zone_missing"]],
    ["microseconds", { time: "2026-03-05T10:30:00.000001Z" }, ["/time precision"]],
    ["a time ahead", { time: "2026-03-05T14:30:00Z" }, ["/time in_future"]],
    ["a long subject", { subject: "x".repeat(129) }, ["/subject too_long"]],
    ["XML", { datacontenttype: "application/xml" }, ["/datacontenttype media_type"]],
    ["Latin-1", { datacontenttype: "text/json; charset=latin1" }, ["/datacontenttype charset"]],
    ["a capital in a name", { Subject: "mana" }, ["/Subject attribute_name"]],
    ["an odd name", { "a/b": "x" }, ["/a~1b attribute_name"]],
    ["an object as extension", { trace: {} }, ["/trace attribute_type"]],
    ["a fraction as extension", { rate: 0.5 }, ["/rate attribute_type"]],
    ["a large number as extension", { rate: 2 ** 31 }, ["/rate attribute_type"]],
    ["a control character", { trace: "\u0000" }, ["/trace attribute_type"]],
    ["data that is text", { data: JSON.stringify(usage) }, ["/data type"]],
    ["data that is null", { data: null }, ["/data type"]],
    ["data that is a list", { data: [usage] }, ["/data type"]],
    ["a bad field in data", { data: { ...usage, credits: "-1" } }, ["/data/credits not_positive"]],
    ["an unknown field in data", { data: { ...usage, x: 1 } }, ["/data/x unknown_field"]],
    [
      "data twice",
      { data_base64: base64("{}") },
      ["/data_base64 two_payloads", "/datacontenttype media_type_missing"],
    ],
  ])("with %s are refused", (_, more, expected) => {
    assert.deepStrictEqual(refusals(decode(more)), expected)
  })

  it("are asked for by name when they are missing", () => {
    assert.deepStrictEqual(refusals(decode({}, ["id", "source"])), [
      "/source required",
      "/id required",
    ])
    assert.deepStrictEqual(refusals(decode({}, ["specversion"])), ["/specversion required"])
    assert.deepStrictEqual(refusals(decode({}, ["type"])), ["/type required"])
    assert.deepStrictEqual(refusals(decode({}, ["data"])), ["/data required"])
    assert.deepStrictEqual(refusals(decode({ subject: null }, ["time"])), [
      "/data/account required",
      "/data/occurred_at required",
    ])
  })

  it("are all judged at once, beside the fields of data", () => {
    const more = { source: "", Extra: 1, data: { ...usage, credits: 5, operation: "" } }
    assert.deepStrictEqual(refusals(decode(more)), [
      "/source too_short",
      "/Extra attribute_name",
      "/data/operation too_short",
      "/data/credits type",
    ])
  })

  it("name the account and the id of what is refused, but of foreign events no account", () => {
    const named = (more: object) => {
      const decoded = decode(more)
      return Result.isFailure(decoded) && [decoded.failure.account, decoded.failure.id]
    }
    assert.deepStrictEqual(named({ data: {} }), ["mana", "e1"])
    assert.deepStrictEqual(named({ type: "com.github.push" }), [null, "e1"])
  })

  it("that there are too many of are not all answered", () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`X${i}`, ""]))
    assert.lengthOf(refusals(decode(many(80))) ?? [], 51)
    assert.deepStrictEqual(refusals(decode(many(1_000))), [" many_attributes"])
  })
})

describe("data_base64", () => {
  const decoded = (text: string, more: object = { datacontenttype: "application/json" }) =>
    decode({ data_base64: text, ...more }, ["data"])
  it("may hold the JSON, when something says that it is JSON", () => {
    assert.isTrue(Result.isSuccess(decoded(base64(JSON.stringify(usage)))))
    assert.deepStrictEqual(refusals(decoded(base64("{}"), {})), [
      "/datacontenttype media_type_missing",
    ])
  })

  it.each([
    ["not base64", "{}", "/data_base64 base64"],
    ["base64 for URLs", "__-_", "/data_base64 base64"],
    ["without padding", "e30", "/data_base64 base64"],
    ["not UTF-8", "/w==", "/data invalid_utf8"],
    ["not JSON", base64("{"), "/data malformed_json"],
    ["empty", "", "/data required"],
    ["as long as a body may be", "A".repeat(10 * 1024 * 1024), "/data malformed_json"],
    ["of bits that no byte has", "e31=", "/data_base64 base64"],
  ])("that is %s is refused", (_, text, expected) => {
    assert.deepStrictEqual(refusals(decoded(text)), [expected])
  })
})
