/** Everything that a topic holds, partition by partition in the order of offsets. */
import { randomUUID } from "node:crypto"
import type { Kafka, KafkaMessage } from "kafkajs"

export interface LogRecord {
  readonly partition: number
  readonly offset: number
  readonly message: KafkaMessage
}

const READ_MS_MAX = 180_000

/** Hands over every record up to the present end. Rejects when that does not come. */
export const readLog = async (
  kafka: Kafka,
  topic: string,
  each: (record: LogRecord) => void,
): Promise<void> => {
  const open = await endsOf(kafka, topic)
  if (open.size === 0) return
  const consumer = kafka.consumer({
    groupId: `torture-reader-${randomUUID()}`,
    maxWaitTimeInMs: 100,
    readUncommitted: false,
  })
  const deadline = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => deadline.reject(new Error(`${topic} could not be read to its end`)),
    READ_MS_MAX,
  )
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    const whole = new Promise<void>((done) => {
      consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
        const { partition, lastOffset } = payload
        const end = open.get(partition)
        if (end !== undefined && Number(lastOffset) + 1 >= end) open.delete(partition)
        if (open.size === 0) done()
      })
    })
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch: { partition, messages } }) => {
        for (const message of messages) each({ partition, offset: Number(message.offset), message })
      },
    })
    await Promise.race([whole, deadline.promise])
  } finally {
    clearTimeout(timer)
    await consumer.disconnect().catch(() => {})
  }
}

/** The next offset of every partition that holds anything. */
const endsOf = async (kafka: Kafka, topic: string): Promise<Map<number, number>> => {
  const admin = kafka.admin()
  await admin.connect()
  try {
    const offsets = await admin.fetchTopicOffsets(topic)
    const held = offsets.filter(({ high, low }) => Number(high) > Number(low))
    return new Map(held.map(({ partition, high }) => [partition, Number(high)]))
  } finally {
    await admin.disconnect()
  }
}
