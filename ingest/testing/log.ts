/** For tests on a real broker: topics of their own, messages put on them, and stores that remember. */
import { randomUUID } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert } from "@effect/vitest"
import { Effect, Layer, Logger, Schedule } from "effect"
import { Kafka, type KafkaMessage, logLevel, type Message, Partitioners } from "kafkajs"
import { ArrivalFates } from "#warehouse/arrival-fates.ts"
import type { WarehouseError } from "#warehouse/errors.ts"
import { encoderOf } from "#warehouse/event-encoder.ts"
import type { EventRows } from "#warehouse/event-rows.ts"
import { type Intent, tokenOf } from "#warehouse/intent.ts"
import { LogReach } from "#warehouse/log-reach.ts"
import { LogWriter } from "#warehouse/log-writer.ts"
import { type Rejection, RejectionStore } from "#warehouse/rejection-store.ts"
import { encoderForTests } from "#warehouse/testing/event-rows.ts"
import type { KafkaSettings } from "../config.ts"
import { addRaw } from "../event-decoder.ts"

/** What a test provokes need not be told. */
export const quiet = Logger.layer([])

/** A sink that waits for fates waits in vain. */
export const nothingSettled = Layer.succeed(ArrivalFates, { of: () => Effect.succeed([]) })

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

type Store = LogWriter["Service"]["store"]

/** An event as it was stored. */
export interface StoredEvent {
  readonly account: string
  readonly id: string
  readonly partition: number
  readonly offset: bigint
}

/** Stores that keep what they are given; `store` may be replaced to fail or to wait. */
export const recordingStores = () => {
  const intents: Array<Intent> = []
  const written: Array<StoredEvent> = []
  const rejections: Array<Rejection> = []
  const tokens = new Set<string>()
  const known = new Set<string>()
  const record: Store = (intent, rows) =>
    Effect.sync(() => {
      intents.push(intent)
      if (tokens.has(tokenOf(intent))) return
      tokens.add(tokenOf(intent))
      for (let row = 0; row < rows.count; row++) {
        const [account, id] = rows.idOf(row)
        if (known.has(`${account}\0${id}`)) continue
        known.add(`${account}\0${id}`)
        written.push({ account, id, partition: intent.partition, offset: rows.offsetOf(row) })
      }
    })
  const lastIntents = Effect.sync(() => {
    const newest = new Map<number, Intent>()
    for (const intent of intents)
      if ((newest.get(intent.partition)?.sequence ?? 0n) <= intent.sequence)
        newest.set(intent.partition, intent)
    return newest
  })
  const stores = { intents, written, rejections, store: record }
  const layer = Layer.mergeAll(
    Layer.succeed(LogWriter, {
      unproven: Effect.succeed([]),
      lastIntents: () => lastIntents,
      record: (intent) => Effect.sync(() => void intents.push(intent)),
      store: (intent, rows) => stores.store(intent, rows),
    }),
    encoderForTests,
    Layer.succeed(LogReach, { lastOffsets: () => Effect.succeed(new Map()) }),
    Layer.succeed(RejectionStore, {
      record: (all): Effect.Effect<void, WarehouseError> =>
        Effect.sync(() => void rejections.push(...all)),
    }),
  )
  const replaceStore = (store: Store) => {
    stores.store = store
  }
  return { ...stores, record, layer, replaceStore }
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
