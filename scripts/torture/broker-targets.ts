/** Brokers as something to be killed: any of them, or the one that leads a partition, in turn. */
import { setTimeout as sleep } from "node:timers/promises"
import type { Admin } from "kafkajs"
import type { Cluster, ClusterNode } from "../kafka-cluster.ts"
import type { Killable } from "./supervised.ts"

const START_MS = 4_500
const METADATA_MS_MAX = 5_000

const killAndStart = async (node: ClusterNode): Promise<void> => {
  await node.kill()
  await node.start()
}

export const brokerTarget = (node: ClusterNode): Killable => ({
  name: "broker",
  startMs: START_MS,
  ready: node.ready,
  kill: () => killAndStart(node),
})

/** One leader after the other, each when all nodes serve again: a majority has to be there for any send. */
export const leaderTarget = (
  { nodes }: Cluster,
  options: { readonly admin: Admin; readonly topic: string },
): Killable => {
  let turn = 0
  const ready = async () => {
    await Promise.all(nodes.map((node) => node.ready()))
  }
  const leader = async (): Promise<ClusterNode | undefined> => {
    const metadata = await Promise.race([
      options.admin.fetchTopicMetadata({ topics: [options.topic] }),
      sleep(METADATA_MS_MAX, undefined, { ref: false }),
    ])
    const partitions = metadata?.topics[0]?.partitions ?? []
    const id = partitions[turn++ % Math.max(1, partitions.length)]?.leader
    return nodes.find((node) => node.id === id) ?? nodes[turn % nodes.length]
  }
  return {
    name: "leader",
    startMs: START_MS,
    ready,
    kill: async () => {
      await ready()
      const node = await leader()
      if (node !== undefined) await killAndStart(node)
    },
  }
}
