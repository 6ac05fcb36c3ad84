/** A producer that is not ours: kafkajs, one send a partition, keyed by account as everybody does it. */
import { setTimeout as sleep } from "node:timers/promises"
import { type Kafka, type Message, Partitioners, type Producer } from "kafkajs"
import { type Random, randomOf } from "#ingest/samples/random.ts"
import type { SenderOptions } from "./http-sender.ts"
import type { Load } from "./load.ts"

export interface LogTarget {
  readonly kafka: Kafka
  readonly topic: string
  readonly partitions: number
  /** How many of a hundred events come with no key, or another, to a partition of anybody's choice. */
  readonly foreignPercent: number
}

const IDLE_MS = 10
const AWAY_MS = 200
const PAUSE_MS_MAX = 40

/** Runs until it is stopped. */
export const sendToLog = async (options: SenderOptions, target: LogTarget): Promise<void> => {
  const { sent, stop, seed, name, bodyEventsMax } = options
  const random = randomOf(`${seed}/${name}`)
  const producer = target.kafka.producer({
    // Concurrent idempotent sends lose acknowledged rows in kafkajs.
    idempotent: false,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  })
  await producer.connect()
  try {
    while (!stop.aborted) {
      const indices = sent.take(1 + random.below(Math.ceil(bodyEventsMax / 5)))
      if (indices.length === 0) await sleep(IDLE_MS)
      else await sendAll(options, target, { producer, indices, random })
      await sleep(random.below(PAUSE_MS_MAX))
    }
  } finally {
    await producer.disconnect().catch(() => {})
  }
}

interface Sending {
  readonly producer: Producer
  readonly indices: ReadonlyArray<number>
  readonly random: Random
}

const sendAll = async (
  { load, sent }: SenderOptions,
  target: LogTarget,
  { producer, indices, random }: Sending,
): Promise<void> => {
  const homeOf = homePartition(target.topic, target.partitions)
  const placed = indices.map((index) => place(index, load, target, { random, homeOf }))
  const groups = Map.groupBy(placed, ({ message }) => message.partition as number)
  const results = await Promise.all(
    [...groups].map(async ([partition, group]) => {
      const messages = group.map(({ message }) => message)
      const answers = await producer
        .send({ topic: target.topic, acks: -1, messages })
        .catch(() => [])
      const safe = answers.some(
        (answer) => answer.partition === partition && answer.errorCode === 0,
      )
      const numbers = group.map(({ index }) => index)
      if (safe) for (const index of numbers) sent.answer(index, "queued")
      else sent.unanswered(numbers)
      return safe
    }),
  )
  if (results.includes(false)) await sleep(AWAY_MS)
}

const place = (
  index: number,
  load: Load,
  { partitions, foreignPercent }: LogTarget,
  { random, homeOf }: { readonly random: Random; readonly homeOf: (account: string) => number },
): { readonly index: number; readonly message: Message } => {
  const { account, bytes } = load.messageAt(index)
  // A tombstone has nothing but its key to be told by.
  if (bytes === null)
    return { index, message: { key: `m-${index}`, value: null, partition: homeOf(account) } }
  const foreign = random.below(100) < foreignPercent
  return {
    index,
    message: {
      key: foreign ? ([null, "somebody", `m-${index}`][random.below(3)] ?? null) : account,
      value: bytes,
      partition: foreign ? random.below(partitions) : homeOf(account),
    },
  }
}

/** Where every client with the usual partitioner puts an account's events. */
export const homePartition = (topic: string, partitions: number): ((account: string) => number) => {
  const choose = Partitioners.DefaultPartitioner()
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }))
  const known = new Map<string, number>()
  return (account) => {
    const found =
      known.get(account) ??
      choose({ topic, partitionMetadata, message: { key: account, value: null } })
    known.set(account, found)
    return found
  }
}
