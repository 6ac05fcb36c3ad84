/** Which partition an account's events belong into: what every Kafka client's default partitioner says. */
import { Partitioners } from "kafkajs"

/** Accounts remembered at once: hashing one anew costs little, forgetting none costs memory. */
const REMEMBERED_MAX = 100_000

/** For a topic of so many partitions. */
export const partitionOfKeys = (partitions: number): ((key: string) => number) => {
  const choose = Partitioners.DefaultPartitioner()
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }))
  const known = new Map<string, number>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const message = { key: Buffer.from(key), value: null }
    const partition = choose({ topic: "", partitionMetadata, message })
    if (known.size >= REMEMBERED_MAX) known.clear()
    known.set(key, partition)
    return partition
  }
}
