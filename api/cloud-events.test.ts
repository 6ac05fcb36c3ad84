import { assert, describe, it } from "@effect/vitest"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const STRUCTURED = "application/cloudevents+json"
const BATCH = "application/cloudevents-batch+json"
const BINARY = {
  "ce-specversion": "1.0",
  "ce-type": "dev.tidemark.usage.v1",
  "ce-source": "/renders",
  "ce-id": "e%201",
}

const post = async (body: BodyInit, headers: Record<string, string>) => {
  const { app, asked } = await fakeApp()
  const init = { method: "POST", headers: { ...asAdmin, ...headers }, body }
  return { response: await app.request("/v1/events", init), submitted: asked.submitted[0] }
}
const submitted = async (body: BodyInit, type: string, more: Record<string, string> = {}) => {
  const { response, submitted } = await post(body, { "content-type": type, ...more })
  assert.strictEqual(response.status, 200)
  return submitted
}
const refusal = async (body: BodyInit, type: string, more: Record<string, string> = {}) => {
  const { response, submitted } = await post(body, { "content-type": type, ...more })
  assert.isUndefined(submitted)
  const { detail } = await response.json()
  return { status: response.status, detail }
}

describe("POST /v1/events with CloudEvents", () => {
  it.each([STRUCTURED, `${STRUCTURED}; charset=UTF-8`, "Application/CloudEvents+JSON"])(
    "takes one as %s, byte for byte",
    async (type) => {
      const body = '{ "specversion": "1.0", "id": "e1" }'
      assert.deepStrictEqual(await submitted(body, type), [
        { kind: "cloudEvent", bytes: Buffer.from(body) },
      ])
      assert.lengthOf((await submitted("5", type)) ?? [], 1)
    },
  )

  it("takes a batch, whatever its members are, and an empty one", async () => {
    assert.deepStrictEqual(await submitted('[ {"specversion": "1.0"} ,5\n, null]', BATCH), [
      { kind: "cloudEvent", bytes: Buffer.from('{"specversion": "1.0"}') },
      { kind: "cloudEvent", bytes: Buffer.from("5") },
      { kind: "cloudEvent", bytes: Buffer.from("null") },
    ])
    assert.deepStrictEqual(await submitted("[]", BATCH), [])
  })

  it.each([
    ["JSON", "application/json"],
    ["another JSON", "application/vnd.tidemark.usage+json"],
    ["what is no JSON, to be refused as an event", "text/xml"],
    ["lines, which binary mode does not know", "application/x-ndjson"],
  ])("takes one in binary mode with %s as its body", async (_, type) => {
    const more = { ...BINARY, "x-other": "1", "ce-trace": "t" }
    const events = await submitted("{}\n{}", type, more)
    assert.deepStrictEqual(events, [
      {
        kind: "cloudEventMessage",
        binding: "http",
        headers: [
          ["ce-id", "e%201"],
          ["ce-source", "/renders"],
          ["ce-specversion", "1.0"],
          ["ce-trace", "t"],
          ["ce-type", "dev.tidemark.usage.v1"],
          ["content-type", type],
        ],
        body: Buffer.from("{}\n{}"),
      },
    ])
  })

  it("knows binary mode by any header that a CloudEvent must have, and by no other", async () => {
    for (const name of Object.keys(BINARY)) {
      const events = await submitted("{}", "application/json", { [name]: "x" })
      assert.strictEqual(events?.[0]?.kind, "cloudEventMessage")
    }
    const plain = await submitted("{}", "application/json", { "ce-subject": "x", "ce-time": "x" })
    assert.strictEqual(plain?.[0]?.kind, "bytes")
  })

  it("goes by the body when a structured event repeats its attributes in headers", async () => {
    const events = await submitted("{}", STRUCTURED, BINARY)
    assert.strictEqual(events?.[0]?.kind, "cloudEvent")
  })

  it.each([
    ["an array that is sent as one event", "[{}]", STRUCTURED, BATCH],
    ["a batch that is no array", "{}", BATCH, "JSON array"],
    ["a batch that ends too soon", '[{"specversion":"1.0"}', BATCH, "ends at position"],
    ["an event that is not JSON", '{"a":01}', STRUCTURED, "character at position 6"],
    ["an event that is not UTF-8", Uint8Array.of(0x22, 0xff, 0x22), STRUCTURED, "see byte 1"],
  ])("cannot split %s", async (_, body, type, told) => {
    const { status, detail } = await refusal(body, type)
    assert.strictEqual(status, 400)
    assert.include(detail, told)
  })

  it.each([
    "application/cloudevents+avro",
    "application/cloudevents",
    "application/cloudevents-batch",
  ])("refuses %s, also with the attributes in headers, and says what it takes", async (type) => {
    const { response } = await post("{}", { "content-type": type, ...BINARY })
    assert.strictEqual(response.status, 415)
    assert.strictEqual(
      response.headers.get("accept-post"),
      `application/json, application/x-ndjson, ${STRUCTURED}, ${BATCH}`,
    )
    assert.include((await response.json()).detail, "ce- headers")
  })

  it("has the limits of every other body", async () => {
    const large = `"${"x".repeat(10 * 1024 * 1024)}"`
    const many = `[${Array(10_001).fill("1").join(",")}]`
    assert.lengthOf((await submitted(many.replace("1,", ""), BATCH)) ?? [], 10_000)
    for (const [body, type, more] of [
      [many, BATCH, {}],
      [large, STRUCTURED, {}],
      [large, "application/json", BINARY],
    ] as const)
      assert.strictEqual((await refusal(body, type, more)).status, 413)
    for (const more of [{}, BINARY]) {
      const type = `${"ce-id" in more ? "application/json" : STRUCTURED}; charset=latin1`
      assert.strictEqual((await refusal("{}", type, more)).status, 415)
      const packed = { ...more, "content-encoding": "gzip" }
      assert.strictEqual((await refusal("{}", "application/json", packed)).status, 415)
    }
  })
})
