import { Effect } from "effect"
import { type IHeaders, type Message, Partitioners, type Producer } from "kafkajs"
import type { LogPosition } from "#warehouse/domain/usage-event.ts"
import { ownTurn } from "#warehouse/loop-turns.ts"
import { SinkUnavailable } from "./event-sink.ts"
import { connected, type Log } from "./kafka-client.ts"

export interface LogProducer {
  /**
   * Resolves once all in-sync replicas have every message. Fails when that did not happen within
   * 10 s: some of the messages may be in the log then, and sending all of them again is safe. Gives
   * the place of each message.
   */
  readonly send: (
    topic: string,
    messages: ReadonlyArray<LogMessage>,
  ) => Effect.Effect<Places, SinkUnavailable>
  /** The same, each message into the partition it names. */
  readonly sendTo: (
    topic: string,
    messages: ReadonlyArray<PlacedMessage>,
  ) => Effect.Effect<Places, SinkUnavailable>
}

export type Places = ReadonlyMap<LogMessage, LogPosition>

export interface LogMessage {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers?: IHeaders
}

export interface PlacedMessage extends LogMessage {
  readonly partition: number
}

const ACKNOWLEDGED_WITHIN_SECONDS = 10
/** A send is one record batch, and brokers refuse one above 1 MB by default. */
const CHUNK_BYTES_MAX = 512 * 1024
/** kafkajs cannot take back a send that was given up: it stays in memory while it is retried. */
const UNACKNOWLEDGED_BYTES_MAX = 64 * 1024 * 1024
/** kafkajs encodes a send in one go. */
const AT_ONCE_BYTES_MAX = 64 * 1024
/** A record's own fields, generously. */
const RECORD_OVERHEAD_BYTES = 64
/** A partition that was added is known after this long. */
const METADATA_AGE_MS = 10_000

/** A producer for as long as the scope is open. StartRefused when no broker answers. */
export const makeProducer = Effect.fnUntraced(function* (log: Log, where: string) {
  const counts = new Map(log.partitionCounts)
  const partitionOf = Partitioners.DefaultPartitioner()
  const producer = yield* connected(
    log.kafka.producer({
      // Concurrent idempotent sends lose acknowledged rows in kafkajs; equal ids are counted once.
      idempotent: false,
      metadataMaxAge: METADATA_AGE_MS,
      allowAutoTopicCreation: false,
      // Every message names its partition; what kafkajs tells here is how many there are by now.
      createPartitioner: () => (args) => {
        counts.set(args.topic, args.partitionMetadata.length)
        return partitionOf(args)
      },
    }),
    { where },
  )
  const sendChunk = boundedSend(producer)

  const sendGroups = (topic: string, groups: Map<number, ReadonlyArray<LogMessage>>) => {
    const places = new Map<LogMessage, LogPosition>()
    const sendNoting = (partition: number, chunk: ReadonlyArray<LogMessage>) =>
      Effect.map(sendChunk(topic, partition, chunk), (base) => {
        chunk.forEach((message, i) => {
          places.set(message, { topic, partition, offset: base + BigInt(i) })
        })
      })
    return Effect.forEach(
      groups,
      ([partition, group]) =>
        Effect.forEach(chunksOf(group), (chunk) => sendNoting(partition, chunk), {
          discard: true,
        }),
      { concurrency: "unbounded", discard: true },
    ).pipe(
      Effect.as<Places>(places),
      Effect.timeoutOrElse({
        duration: `${ACKNOWLEDGED_WITHIN_SECONDS} seconds`,
        orElse: () => unavailable(`no acknowledgement within ${ACKNOWLEDGED_WITHIN_SECONDS} s`),
      }),
    )
  }
  return {
    send: Effect.fn("LogProducer.send")((topic, messages) =>
      Effect.suspend(() =>
        sendGroups(topic, perPartition(messages, topic, counts.get(topic) ?? 0)),
      ),
    ),
    sendTo: Effect.fn("LogProducer.sendTo")((topic, messages) =>
      sendGroups(
        topic,
        Map.groupBy(messages, ({ partition }) => partition),
      ),
    ),
  } satisfies LogProducer
})

const unavailable = (why: string) => Effect.fail(new SinkUnavailable({ cause: new Error(why) }))

/**
 * One send goes to one partition and its answer is checked: kafkajs resolves a send over several
 * partitions although some of them were never acknowledged, when a leader changes meanwhile.
 */
const boundedSend = (producer: Producer) => {
  let unacknowledgedBytes = 0
  return Effect.fnUntraced(function* (
    topic: string,
    partition: number,
    chunk: ReadonlyArray<LogMessage>,
  ) {
    const bytes = chunk.reduce((sum, message) => sum + sizeOf(message), 0)
    if (bytes > AT_ONCE_BYTES_MAX) yield* ownTurn
    if (unacknowledgedBytes + bytes > UNACKNOWLEDGED_BYTES_MAX && unacknowledgedBytes > 0)
      return yield* unavailable("too many messages wait for an acknowledgement")
    unacknowledgedBytes += bytes
    const sent = producer
      .send({ topic, acks: -1, messages: chunk.map((message) => toKafka(message, partition)) })
      .finally(() => {
        unacknowledgedBytes -= bytes
      })
    return yield* Effect.tryPromise({
      try: () => sent,
      catch: (cause) => new SinkUnavailable({ cause }),
    }).pipe(
      Effect.flatMap((answers) => {
        const answer = answers.find((one) => one.partition === partition && one.errorCode === 0)
        return answer?.baseOffset === undefined
          ? unavailable(`partition ${partition} did not acknowledge`)
          : Effect.succeed(BigInt(answer.baseOffset))
      }),
    )
  })
}

const toKafka = ({ key, value, headers }: LogMessage, partition: number): Message => ({
  key: key === null ? null : Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
  partition,
  ...(headers === undefined ? {} : { headers: { ...headers } }),
})

/** The partitioner of every Kafka client: an account's events share a partition, whoever sends them. */
const perPartition = (messages: ReadonlyArray<LogMessage>, topic: string, count: number) => {
  const choose = Partitioners.DefaultPartitioner()
  const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }))
  return Map.groupBy(messages, (message) =>
    choose({ topic, partitionMetadata, message: toKafkaKey(message) }),
  )
}

const toKafkaKey = ({ key }: LogMessage): Message => ({
  key: key === null ? null : Buffer.from(key),
  value: null,
})

/** In their order, each small enough for one record batch, except for a message that is not. */
export const chunksOf = (
  messages: ReadonlyArray<LogMessage>,
): ReadonlyArray<ReadonlyArray<LogMessage>> => {
  const chunks: Array<Array<LogMessage>> = []
  let bytes = CHUNK_BYTES_MAX
  for (const message of messages) {
    const size = sizeOf(message)
    if (bytes + size > CHUNK_BYTES_MAX) {
      chunks.push([])
      bytes = 0
    }
    chunks.at(-1)?.push(message)
    bytes += size
  }
  return chunks
}

const sizeOf = ({ key, value, headers }: LogMessage): number =>
  (key?.length ?? 0) +
  (value?.length ?? 0) +
  Object.entries(headers ?? {}).reduce(
    (sum, [name, text]) => sum + name.length + headerBytes(text),
    RECORD_OVERHEAD_BYTES,
  )

const headerBytes = (header: IHeaders[string]): number =>
  [header ?? ""].flat().reduce((sum, one) => sum + one.length, 0)
