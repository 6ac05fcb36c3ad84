import { assert, describe, it } from "@effect/vitest"
import type { EachBatchPayload, KafkaMessage } from "kafkajs"
import { encoderOf } from "#warehouse/event-encoder.ts"
import { fingerprintOf, PartitionBatch } from "./partition-batch.ts"
import { PartitionReader } from "./partition-reader.ts"
import type { Held } from "./partition-reading.ts"

const encoder = encoderOf(new Map())
const open = (receivedAt: number) =>
  new PartitionBatch(
    { topic: "t", partition: 0, partitionOf: () => 0 },
    encoder.rows({ receivedAt, log: { topic: "t", partition: 0 } }),
  )

const message = (offset: number, word = "") =>
  ({ offset: `${offset}`, key: null, value: Buffer.from(`{"n":${offset}}${word}`) }) as KafkaMessage

const readerOf = (held: Held = { messages: 0, bytes: 0 }) => {
  const clock = { now: 1_000 }
  const reader = new PartitionReader(0, held, () => clock.now)
  const resolved: string[] = []
  /** Hands over messages of these offsets, as kafkajs does. */
  const hand = (offsets: ReadonlyArray<number>, high = (offsets.at(-1) ?? 0) + 1) =>
    reader.take({
      batch: {
        topic: "t",
        partition: 0,
        messages: offsets.map((offset) => message(offset)),
        firstOffset: () => `${offsets[0]}`,
        lastOffset: () => `${offsets.at(-1)}`,
        highWatermark: `${high}`,
      },
      heartbeat: async () => {},
      resolveOffset: (offset: string) => resolved.push(offset),
    } as unknown as EachBatchPayload)
  return { reader, clock, resolved, hand }
}

describe("PartitionReader", () => {
  it("ignores what is fetched before it is told where to begin, and after it was closed", async () => {
    const { reader, hand } = readerOf()
    assert.strictEqual(await hand([0]), "ignored")
    reader.begin({ next: 0, open })
    reader.close()
    assert.strictEqual(await hand([0]), "ignored")
  })

  it("closes a trickle sooner than a backlog, and begins the next batch behind it", async () => {
    const { reader, clock, resolved, hand } = readerOf()
    reader.begin({ next: 5, open })
    assert.strictEqual(await hand([5, 6], 10_007), "taken")
    clock.now += 1_000
    assert.isFalse(reader.isDue)
    assert.strictEqual(await hand([7, 8], 9), "taken")
    assert.isTrue(reader.isDue)
    const { first, last } = reader.takeBatch() ?? {}
    assert.deepStrictEqual([first, last, reader.start], [5, 8, 9])
    assert.deepStrictEqual(resolved, ["6", "8"])
  })

  it("takes a steady flow that is never read to its end for no backlog", async () => {
    const { reader, clock, hand } = readerOf()
    reader.begin({ next: 5, open })
    assert.strictEqual(await hand([5, 6], 10_006), "taken")
    clock.now += 399
    assert.isFalse(reader.isDue)
    clock.now += 1
    assert.isTrue(reader.isDue)
  })

  it("says so when a batch begins elsewhere, and takes a hole once it is known to be one", async () => {
    const { reader, hand } = readerOf()
    reader.begin({ next: 5, open })
    assert.strictEqual(await hand([3, 4, 5]), "before")
    assert.strictEqual(await hand([8, 9]), "ahead")
    reader.acceptHole()
    assert.strictEqual(await hand([8, 9]), "taken")
    assert.deepInclude(reader.takeBatch(), { first: 5, last: 9 })
  })

  it("cuts a repeated stretch at its last offset, whatever comes behind", async () => {
    const { reader, hand } = readerOf()
    reader.begin({ next: 5, limit: 7, open: () => open(42) })
    assert.strictEqual(await hand([5, 6]), "taken")
    assert.isFalse(reader.isDue)
    assert.strictEqual(await hand([7, 8, 9]), "full")
    assert.isTrue(reader.hasArrived)
    const again = reader.takeBatch()
    assert.deepInclude(again, { first: 5, last: 7, fingerprint: fingerprintOf(message(7)) })
    assert.strictEqual(again?.batch.rows.origin.receivedAt, 42)
  })

  it("looks again at the message it knows, and does not take it twice", async () => {
    const { reader, hand } = readerOf()
    reader.begin({ next: 5, open })
    await hand([5, 6])
    reader.rejoin()
    assert.strictEqual(reader.start, 6)
    assert.strictEqual(await hand([6, 7]), "taken")
    assert.strictEqual(reader.takeBatch()?.batch.count, 3)
  })

  it("notices another message where a known one was", async () => {
    const { reader, hand } = readerOf()
    const check = { offset: 4, fingerprint: fingerprintOf(message(4, " ")) }
    reader.begin({ next: 5, check, open })
    assert.strictEqual(await hand([4, 5]), "other")
  })

  it("takes nothing while the process holds as much as it may, and goes on afterwards", async () => {
    const held = { messages: 200_000, bytes: 0 }
    const { reader, hand } = readerOf(held)
    reader.begin({ next: 0, open })
    assert.strictEqual(await hand([0, 1]), "full")
    assert.strictEqual(reader.start, 0)
    held.messages = 0
    assert.strictEqual(await hand([0, 1]), "taken")
    assert.strictEqual(held.messages, 2)
    reader.close()
    assert.strictEqual(held.messages, 0)
  })

  it("closes what it has at once when the process holds as much as it may", async () => {
    const held = { messages: 0, bytes: 0 }
    const { reader, hand } = readerOf(held)
    reader.begin({ next: 0, open })
    await hand([0, 1], 50_000)
    assert.isFalse(reader.isDue)
    held.messages = 200_000
    assert.isTrue(reader.isDue)
  })

  it("hands out what it has before it says what broke it", async () => {
    const { reader, hand } = readerOf()
    reader.begin({ next: 0, open })
    await hand([0])
    reader.break(new Error("broken"))
    assert.isTrue(reader.isDue && reader.failure === null)
    assert.strictEqual(reader.takeBatch()?.last, 0)
    assert.strictEqual(reader.failure?.message, "broken")
  })
})
