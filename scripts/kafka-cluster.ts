/** Brokers that are killed and started again one by one, as nodes of one cluster on this machine. */
import { join } from "node:path"
import { prepareKafka, type RunningNode, startNode } from "./kafka-broker.ts"
import type { KafkaNode } from "./kafka-properties.ts"

export interface ClusterOptions {
  readonly size: 1 | 3
  /** Where the first node listens; the others, and the controllers, on the ports behind it. */
  readonly firstPort: number
  /** Holds a folder for each node. */
  readonly dir: string
  readonly say: (line: string) => void
}

export interface ClusterNode {
  /** As clients name it in metadata. */
  readonly id: number
  /** As a crash, for good. */
  readonly kill: () => Promise<void>
  /** Continues its data on its port. Resolves when the process has been started. */
  readonly start: () => Promise<void>
  /** Resolves when it serves. Rejects with the reason when it cannot. */
  readonly ready: () => Promise<void>
}

export interface Cluster {
  /** host:port of every node. */
  readonly brokers: ReadonlyArray<string>
  readonly nodes: ReadonlyArray<ClusterNode>
  /** Ends every node in order, within some seconds. */
  readonly stop: () => Promise<void>
}

/** Resolves when every node serves. Rejects as `startBroker` does. */
export const startCluster = async ({
  size,
  firstPort,
  dir,
  say,
}: ClusterOptions): Promise<Cluster> => {
  const java = await prepareKafka(say)
  const nodes: KafkaNode[] = []
  for (let id = 1; id <= size; id++)
    nodes.push({ id, port: firstPort + id - 1, controllerPort: firstPort + size + id - 1 })
  const running = new Map<number, Promise<RunningNode>>()
  const stop = async () => {
    await Promise.all([...running.values()].map(async (node) => (await node).stop()))
  }
  const start = async (id: number) => {
    const node = startNode(java, { dir: join(dir, `node-${id}`), id, nodes })
    running.set(id, node)
    await node
  }
  const ready = async (id: number) => {
    const node = await running.get(id)
    await node?.ready
  }
  try {
    await Promise.all(nodes.map(({ id }) => start(id)))
    await Promise.all(nodes.map(({ id }) => ready(id)))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    brokers: nodes.map(({ port }) => `127.0.0.1:${port}`),
    nodes: nodes.map(({ id }) => ({
      id,
      start: () => start(id),
      ready: () => ready(id),
      kill: async () => (await running.get(id))?.kill(),
    })),
    stop,
  }
}
