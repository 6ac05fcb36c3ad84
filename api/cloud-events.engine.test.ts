import { assert, describe, it } from "@effect/vitest"
import type { Transactions } from "./contract.ts"
import type { EventResults } from "./event-contract.ts"
import { EVENT_EXAMPLES, EVENT_HEADERS } from "./event-examples.ts"
import { serverForTests } from "./testing/server-for-tests.ts"

const own = serverForTests()

const STRUCTURED = "application/cloudevents+json"
const BATCH = "application/cloudevents-batch+json"
const fatesOf = ({ results }: EventResults) => results.map(({ fate }) => fate)

const usage = { type: "spend", operation: "keyframeGenerate", credits: "1.5" }
const cloudEvent = (id: string, more: object = {}) => ({
  specversion: "1.0",
  type: "dev.tidemark.usage.v1",
  source: "/renders",
  id,
  subject: "modes",
  time: "2026-03-05T10:30:00Z",
  data: usage,
  ...more,
})
const plain = (id: string, more: object = {}) => ({
  id,
  account: "modes",
  occurred_at: "2026-03-05T10:30:00Z",
  ...usage,
  ...more,
})
const headersOf = ({ data, ...attributes }: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeURI(`${value}`)]),
  )

/** The same event in each form, with its credits. */
const forms: Record<string, (id: string, credits: string) => Promise<EventResults>> = {
  plain: async (id, credits) =>
    (await own.client.sendEvents(JSON.stringify(plain(id, { credits })))).body,
  structured: async (id, credits) => {
    const event = cloudEvent(id, { data: { ...usage, credits } })
    return (await own.client.sendEvents(JSON.stringify(event), STRUCTURED)).body
  },
  "in base64": async (id, credits) => {
    const data = { ...usage, credits, account: "modes", id }
    const event = cloudEvent(id, {
      datacontenttype: "text/json",
      data: undefined,
      data_base64: Buffer.from(JSON.stringify(data)).toString("base64"),
      subject: "of something else",
      traceparent: `00-${credits}`,
    })
    return (await own.client.sendEvents(JSON.stringify(event), STRUCTURED)).body
  },
  "in a batch": async (id, credits) => {
    const event = cloudEvent(id, { data: { ...usage, credits } })
    return (await own.client.sendEvents(JSON.stringify([event]), BATCH)).body
  },
  "in binary mode": async (id, credits) => {
    const event = cloudEvent(id, { time: "2026-03-05T11:30:00+01:00", more: "ignored" })
    const body = JSON.stringify({ ...usage, credits })
    return (await own.client.sendEvents(body, "application/json", headersOf(event))).body
  },
}
const names = Object.keys(forms)

describe("one usage event", () => {
  it.each(names)("that came %s first is a duplicate in every other form", async (name) => {
    const id = `first ${name} %"ö`
    assert.deepStrictEqual(fatesOf((await forms[name]?.(id, "1.5")) as EventResults), ["accepted"])
    for (const [other, send] of Object.entries(forms)) {
      assert.deepStrictEqual(fatesOf(await send(id, "1.50")), ["duplicate"], other)
      const [result] = (await send(id, "2")).results
      assert.deepStrictEqual(result?.differs, [{ field: "credits", stored: "1.5", sent: "2" }])
    }
  })

  it("was counted once for all its forms", async () => {
    const { body } = await own.client.get<Transactions>("/v1/accounts/modes/transactions")
    assert.strictEqual(body.count, names.length)
    assert.strictEqual(body.sum.spend, "7.5")
  })
})

describe("a batch of CloudEvents", () => {
  it("has a fate for each member, and a bad one sinks no other", async () => {
    const members = [
      cloudEvent("b1"),
      cloudEvent("b2", { type: "com.github.push" }),
      5,
      cloudEvent("b4", { id: undefined }),
      cloudEvent("b5", { data: { ...usage, credits: "1.0000001" } }),
      cloudEvent("b6"),
    ]
    const { status, body } = await own.client.sendEvents(JSON.stringify(members), BATCH)
    assert.strictEqual(status, 200)
    const told = body.results.map(({ fate, id, errors }) => [fate, id, errors?.[0]?.pointer])
    assert.deepStrictEqual(told, [
      ["accepted", "b1", undefined],
      ["rejected", "b2", "/type"],
      ["rejected", undefined, ""],
      ["rejected", undefined, "/id"],
      ["rejected", "b5", "/data/credits"],
      ["accepted", "b6", undefined],
    ])
  })
})

describe("the examples of the OpenAPI document", () => {
  const sent = Object.entries(EVENT_EXAMPLES).flatMap(([type, examples]) =>
    Object.entries(examples).map(([name, { value }]) => [name, type, value] as const),
  )
  it.each(sent)("are accepted: %s", async (name, type, value) => {
    const body = typeof value === "string" ? value : JSON.stringify(value)
    const headers = Object.entries(EVENT_HEADERS).map(([header, { example }]) => [header, example])
    const answer = await own.client.sendEvents(
      body,
      type,
      name === "binary" ? Object.fromEntries(headers) : {},
    )
    assert.strictEqual(answer.status, 200)
    assert.isNotEmpty(answer.body.results)
    assert.isTrue(fatesOf(answer.body).every((fate) => fate === "accepted" || fate === "duplicate"))
  })
})
