import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { EventIntake } from "./event-intake.ts"
import { asAdmin, fakeApp } from "./testing/fake-services.ts"

const post = async (
  body: BodyInit,
  type: string | null = "application/json",
  more: Record<string, string> = {},
) => {
  const { app, asked, runtime } = await fakeApp()
  const headers = { ...asAdmin, ...(type !== null && { "content-type": type }), ...more }
  const init = { method: "POST", headers, body, duplex: "half" }
  return { response: app.request("/v1/events", init), asked, runtime }
}
const submitted = async (body: BodyInit, type?: string) => {
  const { response, asked } = await post(body, type)
  assert.strictEqual((await response).status, 200)
  return asked.submitted[0]
}
const refusal = async (...args: Parameters<typeof post>) => {
  const { response, asked } = await post(...args)
  const { status } = await response
  const { type, detail } = await (await response).json()
  assert.deepStrictEqual(asked.submitted, [])
  return { status, type, detail }
}
const NDJSON = "application/x-ndjson"
const bytes = (...parts: ReadonlyArray<string | number>) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.of(part))),
  )

describe("POST /v1/events", () => {
  it("takes one event or an array of them, byte for byte", async () => {
    const event = (text: string) => ({ kind: "bytes", bytes: Buffer.from(text) }) as const
    assert.deepStrictEqual(await submitted('{"id": "a"}'), [event('{"id": "a"}')])
    assert.deepStrictEqual(
      await submitted('[{"id": "a"},\n 3.0]', "application/json; charset=UTF-8"),
      [event('{"id": "a"}'), event("3.0")],
    )
    assert.deepStrictEqual(await submitted("[]"), [])
  })

  it("takes a line as it is, skips blank ones, and needs no last newline", async () => {
    const lines = await submitted(
      bytes('{"id":"a"}\r\n', "\n \t\r\n", "{bad\n", 0xff, "\n", "3"),
      NDJSON,
    )
    const texts = lines?.map(
      (line) => line.kind === "bytes" && Buffer.from(line.bytes).toString("latin1"),
    )
    assert.deepStrictEqual(texts, ['{"id":"a"}\r', "{bad", "\u00ff", "3"])
    assert.deepStrictEqual(await submitted("", NDJSON), [])
  })

  it("counts fates, and answers 202 when one is queued", async () => {
    const fates = ["accepted", "queued", "rejected", "accepted"] as const
    const layer = Layer.succeed(EventIntake, {
      submit: () => Effect.succeed(fates.map((fate, index) => ({ index, fate }))),
    })
    const { app } = await fakeApp(layer)
    const init = {
      method: "POST",
      body: "[{}]",
      headers: { ...asAdmin, "content-type": "application/json" },
    }
    const response = await app.request("/v1/events", init)
    assert.strictEqual(response.status, 202)
    const { results, ...counts } = await response.json()
    assert.deepStrictEqual(counts, {
      accepted: 2,
      duplicate: 0,
      conflict: 0,
      rejected: 1,
      queued: 1,
    })
    assert.lengthOf(results, 4)
  })

  it.each([
    ["text", "text/plain"],
    ["CloudEvents in another format", "application/cloudevents+avro"],
    ["CloudEvents in no format", "application/cloudevents"],
    ["nothing", null],
  ])("says what it accepts when it is sent %s", async (_, type) => {
    const { status, detail } = await refusal(bytes("{}"), type)
    assert.strictEqual(status, 415)
    assert.include(
      detail,
      "application/json or application/x-ndjson or application/cloudevents+json",
    )
  })

  it("refuses what is compressed or not UTF-8 by declaration", async () => {
    for (const encoding of ["gzip", "br", "identity, gzip"])
      assert.strictEqual(
        (await refusal("{}", "application/json", { "content-encoding": encoding })).status,
        415,
      )
    assert.strictEqual((await refusal("{}", "application/json; charset=latin1")).status, 415)
  })

  it.each([
    ["an empty body", "", "ends at position 0 (line 1, column 1)"],
    ["a body that ends too soon", '[{"id":"a"},\n', "ends at position 13 (line 2, column 1)"],
    ["a stray character", '{"id":"a",\n "b":01}', "character at position 17 (line 2, column 7)"],
    ["two documents", '{"id":"a"}\n{"id":"b"}', "character at position 11 (line 2, column 1)"],
  ])("says where %s stops being JSON", async (_, body, where) => {
    const { status, type, detail } = await refusal(body)
    assert.deepStrictEqual([status, type], [400, "/problems/unreadable-body"])
    assert.include(detail, where)
  })

  it("says which byte is not UTF-8", async () => {
    const { status, detail } = await refusal(bytes('{"id":"é', 0xff, '"}'))
    assert.strictEqual(status, 400)
    assert.include(detail, "byte 9")
  })

  it("bounds the number of events in both forms", async () => {
    const many = (count: number) => `[${Array(count).fill("1").join(",")}]`
    assert.lengthOf((await submitted(many(10_000))) ?? [], 10_000)
    assert.lengthOf((await submitted("1\n".repeat(10_000), NDJSON)) ?? [], 10_000)
    for (const [body, type] of [
      [many(10_001), "application/json"],
      ["1\n".repeat(10_001), NDJSON],
    ] as const) {
      const { status, detail } = await refusal(body, type)
      assert.strictEqual(status, 413)
      assert.include(detail, "10000 events")
    }
  })

  it("bounds the bytes, stated or not", async () => {
    const limit = 10 * 1024 * 1024
    assert.lengthOf((await submitted(`"${"x".repeat(limit - 2)}"`)) ?? [], 1)
    const { status, detail } = await refusal(`"${"x".repeat(limit - 1)}"`)
    assert.strictEqual(status, 413)
    assert.include(detail, "10485760 bytes")
    // Not read at all when its length says enough.
    assert.strictEqual(
      (await refusal("{}", "application/json", { "content-length": `${limit + 1}` })).status,
      413,
    )
  })

  it("stops reading a body that never ends", async () => {
    let read = 0
    const endless = new ReadableStream({
      pull: (controller) => {
        read += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(0x20))
      },
    })
    assert.strictEqual((await refusal(endless)).status, 413)
    assert.isAtMost(read, 11 * 1024 * 1024)
  })

  it("gives up on a body that does not come", async () => {
    const waiting = Promise.withResolvers<void>()
    const silent = new ReadableStream({
      pull: () => {
        waiting.resolve()
        return new Promise(() => {})
      },
    })
    const { response, runtime } = await post(silent)
    await waiting.promise
    // The deadline starts when reading does, which the first pull tells.
    await runtime.runPromise(TestClock.adjust("60 seconds"))
    assert.strictEqual((await response).status, 408)
  })

  it("says so when the sender breaks off", async () => {
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new Error("reset")),
    })
    const { status, detail } = await refusal(broken)
    assert.strictEqual(status, 400)
    assert.include(detail, "ended before it was whole")
  })

  it("says to come again when the writer takes too long", async () => {
    const taken = Promise.withResolvers<void>()
    const stuck = Layer.succeed(EventIntake, {
      submit: () => Effect.andThen(Effect.sync(taken.resolve), Effect.never),
    })
    const { app, runtime } = await fakeApp(stuck)
    const headers = { ...asAdmin, "content-type": "application/json" }
    const answer = app.request("/v1/events", { method: "POST", headers, body: "[]" })
    await taken.promise
    await runtime.runPromise(TestClock.adjust("30 seconds"))
    const response = await answer
    assert.strictEqual(response.status, 503)
    assert.isNotNull(response.headers.get("retry-after"))
  })
})
