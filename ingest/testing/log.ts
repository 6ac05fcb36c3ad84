/** For tests on a real broker: topics of their own, messages put on them, and stores that remember. */
import { randomUUID } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert } from "@effect/vitest"
import { Effect, Layer, Logger, Schedule } from "effect"
import { Kafka, type KafkaMessage, logLevel, type Message, Partitioners } from "kafkajs"
import type { WarehouseError } from "#warehouse/errors.ts"
import { encoderOf } from "#warehouse/event-encoder.ts"
import type { EventRows } from "#warehouse/event-rows.ts"
import { LogReach } from "#warehouse/log-reach.ts"
import { type Rejection, RejectionStore } from "#warehouse/rejection-store.ts"
import { type ArrivedEvent, encoderForTests, eventsOf } from "#warehouse/testing/event-rows.ts"
import { TransactionWriter } from "#warehouse/transaction-writer.ts"
import type { KafkaSettings } from "../config.ts"
import { addRaw } from "../event-decoder.ts"

/** What a test provokes need not be told. */
export const quiet = Logger.layer([])

/** Settings nobody else uses. */
export const settingsOf = (brokers: string): KafkaSettings => {
  const name = `t-${randomUUID()}`
  return { brokers: [brokers], topic: name, deadTopic: `${name}.dead`, group: name }
}

/** For a broker that a test starts and stops by itself. */
export const temporaryBrokerFolder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "tidemark-broker-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true })),
)

export const clientOf = ({ brokers }: KafkaSettings) =>
  new Kafka({
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    retry: { retries: 100, initialRetryTime: 100, maxRetryTime: 500 },
  })

export const adminOf = (settings: KafkaSettings) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const admin = clientOf(settings).admin()
      await admin.connect()
      return admin
    }),
    (admin) => Effect.promise(() => admin.disconnect()),
  )

export const makeTopic = (settings: KafkaSettings, numPartitions: number) =>
  Effect.scoped(
    Effect.flatMap(adminOf(settings), (admin) =>
      Effect.promise(() =>
        admin.createTopics({ topics: [{ topic: settings.topic, numPartitions }] }),
      ),
    ),
  )

/** Puts messages on the topic as any other program would. */
export const produce = (settings: KafkaSettings, messages: ReadonlyArray<Message>) =>
  Effect.promise(async () => {
    const producer = clientOf(settings).producer({
      createPartitioner: Partitioners.DefaultPartitioner,
    })
    await producer.connect()
    // A broker refuses more than a megabyte for a partition at once.
    for (let from = 0; from < messages.length; from += 2_000)
      await producer.send({
        topic: settings.topic,
        messages: messages.slice(from, from + 2_000),
      })
    await producer.disconnect()
  })

/** Everything on a topic, in no certain order. */
export const consumeAll = (settings: KafkaSettings, topic: string, count: number) =>
  Effect.promise(async () => {
    const consumer = clientOf(settings).consumer({
      groupId: `reader-${randomUUID()}`,
      maxWaitTimeInMs: 100,
    })
    const messages: Array<KafkaMessage> = []
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await new Promise<void>((done) => {
      void consumer.run({
        eachMessage: async ({ message }) => {
          messages.push(message)
          if (messages.length === count) done()
        },
      })
    })
    await consumer.disconnect()
    return messages
  })

export interface WireEvent {
  readonly id: string
  readonly account: string
  readonly credits?: string
}

export const spend = ({ id, account, credits = "1" }: WireEvent): Message => ({
  key: account,
  value: JSON.stringify({
    id,
    account,
    type: "spend",
    operation: "variation",
    credits,
    occurred_at: "2026-03-05T10:30:00.000Z",
  }),
})

/** The same events as the intake hands them to a sink. */
export const spendRows = (events: ReadonlyArray<WireEvent>): EventRows => {
  const receivedAt = Date.parse("2026-03-05T10:30:01.000Z")
  const rows = encoderOf(new Map()).rows({ receivedAt, log: null })
  for (const event of events)
    assert.isUndefined(addRaw(rows, { kind: "text", text: `${spend(event).value}` }))
  return rows
}

type Write = TransactionWriter["Service"]["write"]

/** Stores that keep what they are given; `write` may be replaced to fail or to wait. */
export const recordingStores = () => {
  const written: Array<ArrivedEvent> = []
  const rejections: Array<Rejection> = []
  const known = new Set<string>()
  const record: Write = (rows) =>
    Effect.sync(() =>
      eventsOf(rows).map((event) => {
        const key = `${event.event.account}\0${event.event.id}`
        if (known.has(key)) return { fate: "duplicate" } as const
        known.add(key)
        written.push(event)
        return { fate: "accepted" } as const
      }),
    )
  const stores = { written, rejections, write: record }
  const lastOffsets = Effect.sync(
    () =>
      new Map(written.map(({ position }) => [position?.partition ?? 0, position?.offset ?? 0n])),
  )
  const layer = Layer.mergeAll(
    Layer.succeed(TransactionWriter, { write: (events) => stores.write(events) }),
    encoderForTests,
    Layer.succeed(LogReach, { lastOffsets: () => lastOffsets }),
    Layer.succeed(RejectionStore, {
      record: (all): Effect.Effect<void, WarehouseError> =>
        Effect.sync(() => void rejections.push(...all)),
    }),
  )
  const replaceWrite = (write: Write) => {
    stores.write = write
  }
  return { ...stores, record, layer, replaceWrite }
}

/** Looks until it holds; the test's own time limit is the bound. */
export const eventually = <E, R>(look: Effect.Effect<boolean, E, R>) =>
  look.pipe(
    Effect.repeat({ schedule: Schedule.spaced("50 millis"), until: (holds) => holds }),
    Effect.asVoid,
  )

/** The group's committed offset per partition; -1 where it has none. */
export const committed = (settings: KafkaSettings) =>
  Effect.scoped(
    Effect.flatMap(adminOf(settings), (admin) =>
      Effect.promise(async () => {
        const [topic] = await admin.fetchOffsets({
          groupId: settings.group,
          topics: [settings.topic],
        })
        return new Map(topic?.partitions.map(({ partition, offset }) => [partition, offset]))
      }),
    ),
  )
