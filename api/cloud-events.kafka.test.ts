import { randomUUID } from "node:crypto"
import { join } from "node:path"
import { CloudEvent, Kafka as KafkaBinding } from "cloudevents"
import { Kafka, logLevel, type Message, Partitioners } from "kafkajs"
import { afterAll, afterEach, assert, describe, inject, it, vi } from "vitest"
import type { Transactions } from "./contract.ts"
import type { Rejections } from "./rejection-contract.ts"
import {
  type Client,
  clientOf,
  killSpawned,
  spawnServer,
  temporaryFolder,
} from "./testing/spawned-server.ts"

const folder = temporaryFolder()
afterEach(killSpawned)
afterAll(folder.remove)

const environment = (name: string) => ({
  TIDEMARK_DATA: join(folder.path, name),
  KAFKA_BROKERS: inject("kafkaBrokers"),
  KAFKA_TOPIC: `cloud-events-${randomUUID()}`,
  KAFKA_GROUP: `cloud-events-${randomUUID()}`,
})

const STRUCTURED = "application/cloudevents+json"
const usage = { type: "spend", operation: "detection", credits: "1.5" }
const attributes = (id: string) => ({
  specversion: "1.0",
  type: "dev.tidemark.usage.v1",
  source: "/renders",
  id,
  subject: "mäna",
  time: "2026-03-05T10:30:00Z",
})
const plain = (id: string) => ({
  id,
  account: "mäna",
  occurred_at: "2026-03-05T10:30:00Z",
  ...usage,
})
const structured = (id: string, data: unknown = usage): Message => ({
  key: "mäna",
  value: JSON.stringify({ ...attributes(id), data }),
  headers: { "content-type": `${STRUCTURED}; charset=UTF-8` },
})
const binary = (id: string, data: unknown = usage): Message => ({
  key: "mäna",
  value: JSON.stringify(data),
  headers: {
    "content-type": "application/json",
    ...Object.fromEntries(
      Object.entries(attributes(id)).map(([name, value]) => [`ce_${name}`, value]),
    ),
  },
})
/** As a program that uses the official SDK beside kafkajs does it. */
const bySdk = (id: string): Message => {
  const data = JSON.stringify(usage)
  const event = new CloudEvent({ ...attributes(id), datacontenttype: "application/json", data })
  const { headers, value } = KafkaBinding.binary(event)
  const present = Object.entries(headers).filter(([, value]) => value !== undefined)
  return {
    key: "mäna",
    value: `${value}`,
    headers: Object.fromEntries(present.map(([name, value]) => [name, `${value}`])),
  }
}

const produce = async (
  { KAFKA_BROKERS, KAFKA_TOPIC }: ReturnType<typeof environment>,
  messages: Message[],
) => {
  const kafka = new Kafka({ brokers: [KAFKA_BROKERS], logLevel: logLevel.NOTHING })
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
  await producer.connect()
  await producer.send({ topic: KAFKA_TOPIC, messages })
  await producer.disconnect()
}

const SOON = { timeout: 20_000, interval: 100 }
const PATH = `/v1/accounts/${encodeURIComponent("mäna")}/transactions`
const idsOf = async (client: Client, count: number) =>
  vi.waitFor(async () => {
    const { status, body } = await client.get<Transactions>(PATH)
    assert.strictEqual(status, 200)
    assert.strictEqual(body.count, count)
    return body.transactions.map(({ id }) => id).sort()
  }, SOON)

describe("CloudEvents on the topic", () => {
  it("count once in whatever mode they come, and what is none is kept for review", async () => {
    const env = environment("topic")
    const server = spawnServer(env)
    const client = await clientOf(server, env.TIDEMARK_DATA)
    const forms: ReadonlyArray<(id: string) => Message> = [
      (id) => ({ key: "mäna", value: JSON.stringify(plain(id)) }),
      structured,
      (id) => ({ ...structured(id), headers: {} }),
      binary,
      bySdk,
    ]
    // Each form is the first with one id, and repeats all the others.
    const sent = forms.flatMap((_, first) =>
      forms.map((_, i) => forms[(first + i) % forms.length]?.(`e${first}`) as Message),
    )
    await produce(env, [
      ...sent,
      structured("bad", { ...usage, credits: "-1" }),
      {
        ...binary("foreign"),
        headers: { ...binary("foreign").headers, ce_type: "com.github.push" },
      },
      { ...binary("empty"), value: null },
      { ...structured("avro"), headers: { "content-type": "application/cloudevents+avro" } },
    ])
    assert.deepStrictEqual(await idsOf(client, 5), ["e0", "e1", "e2", "e3", "e4"])
    const kept = await vi.waitFor(async () => {
      const { body } = await client.get<Rejections>("/v1/rejections")
      assert.lengthOf(body.rejections, 4)
      return body.rejections
    }, SOON)
    const told = kept.map(({ errors, event_id }) => [
      event_id,
      errors.map(({ pointer }) => pointer),
    ])
    assert.deepStrictEqual(
      told.sort((a, b) => `${a}`.localeCompare(`${b}`)),
      [
        [null, [""]],
        ["bad", ["/data/credits"]],
        ["empty", ["/data"]],
        ["foreign", ["/type"]],
      ],
    )
    assert.strictEqual((await server.stop()).code, 0)
  })

  it("come there over HTTP in every mode, and count once", async () => {
    const env = environment("http")
    const server = spawnServer(env)
    const client = await clientOf(server, env.TIDEMARK_DATA)
    const headers = Object.entries(attributes("h1")).map(([name, value]) => [
      `ce-${name}`,
      encodeURIComponent(value),
    ])
    const cloudEvent = JSON.stringify({ ...attributes("h1"), data: usage })
    for (const answer of [
      await client.sendEvents(JSON.stringify(usage), "text/json", Object.fromEntries(headers)),
      await client.sendEvents(cloudEvent, STRUCTURED),
      await client.sendEvents(`[${cloudEvent}]`, "application/cloudevents-batch+json"),
      await client.sendEvents(JSON.stringify(plain("h1"))),
      await client.sendEvents(JSON.stringify(plain("h2"))),
    ])
      assert.deepStrictEqual([answer.status, answer.body.queued], [202, 1])
    assert.deepStrictEqual(await idsOf(client, 2), ["h1", "h2"])
    assert.strictEqual((await server.stop()).code, 0)
  })
})
