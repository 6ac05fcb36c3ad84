/** What partitions ask of kafkajs's consumer: to fetch, to pause, to tell the group. */
import { Effect } from "effect"
import type { Consumer } from "kafkajs"
import type { Flow } from "./partition-claim.ts"
import type { PartitionReader } from "./partition-reader.ts"

const COMMIT_WITHIN = "2 seconds"

export interface ConsumerFlow extends Flow {
  /** Pauses the partition when its reader has no room. */
  readonly pauseUnlessWanted: (partition: number) => void
}

export const makeFlow = (
  consumer: Consumer,
  topic: string,
  readers: ReadonlyMap<number, { readonly reader: PartitionReader }>,
): ConsumerFlow => {
  /** Kafkajs throws when it is not running; then the next assignment asks again. */
  const whenRunning = (ask: () => void) => {
    try {
      ask()
    } catch {}
  }
  const at = (partition: number) => [{ topic, partitions: [partition] }]
  const pause = (partition: number) => whenRunning(() => consumer.pause(at(partition)))
  const resume = (partition: number) => whenRunning(() => consumer.resume(at(partition)))
  const heard = new Set<() => void>()
  consumer.on(consumer.events.HEARTBEAT, () => {
    for (const hear of heard) hear()
  })
  return {
    pause,
    fetch: (partition) => {
      const start = readers.get(partition)?.reader.start ?? null
      if (start === null) return pause(partition)
      whenRunning(() => consumer.seek({ topic, partition, offset: `${start}` }))
      resume(partition)
    },
    pauseUnlessWanted: (partition) => {
      if (readers.get(partition)?.reader.wantsMore !== true) pause(partition)
    },
    resumeWhereRoom: () => {
      for (const [partition, { reader }] of readers) if (reader.wantsMore) resume(partition)
    },
    // For display and for a shorter start: what counts is on record elsewhere.
    commit: (partition, next) =>
      Effect.tryPromise(() =>
        consumer.commitOffsets([{ topic, partition, offset: `${next}` }]),
      ).pipe(Effect.timeoutOption(COMMIT_WITHIN), Effect.ignore),
    heartbeat: Effect.callback((resume) => {
      const hear = () => resume(Effect.void)
      heard.add(hear)
      return Effect.sync(() => heard.delete(hear))
    }),
  }
}
