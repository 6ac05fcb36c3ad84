/**
 * A server's configuration with clusters in it, for the engine in this process. A shard on this machine
 * is asked without a network, so one process can be a cluster of one shard.
 */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { onTwoShards } from "./two-shards.ts"

/** One shard of one replica: this process. */
export const CLUSTER = "tide"

const replica = "<replica><host>127.0.0.1</host><port>9000</port></replica>"
const shard = (replicas: number, byThemselves = true) =>
  `<shard><internal_replication>${byThemselves}</internal_replication>${replica.repeat(replicas)}</shard>`
const CLUSTERS = {
  [CLUSTER]: shard(1),
  // Both are this process, so what is read through it is read twice.
  twofold: shard(1).repeat(2),
  wide: shard(2).repeat(2),
  sending: shard(2) + shard(2, false),
  uneven: shard(2) + shard(1),
}

/** Writes the file and gives the engine's arguments. */
export const clusterArguments = (folder: string): string[] => {
  const file = join(folder, "cluster.xml")
  const clusters = Object.entries(CLUSTERS).map(([name, shards]) => `<${name}>${shards}</${name}>`)
  writeFileSync(
    file,
    `<clickhouse>
  <tcp_port>9000</tcp_port>
  <macros><shard>1</shard><replica>1</replica></macros>
  <remote_servers>${clusters.join("")}</remote_servers>
  <zookeeper><implementation>testkeeper</implementation></zookeeper>
</clickhouse>`,
  )
  return [`--config-file=${file}`]
}

/**
 * `replicated`: tables as a cluster has them, which can be created here but not filled or altered.
 * `plain`: the same tables without replication, so that they can be filled. `shards`: as plain, twice,
 * without Distributed tables. There is no Keeper in this process, so none knows `ON CLUSTER`.
 */
export type ClusterForm = "replicated" | "plain" | "shards"

export const asOneProcess = (text: string, form: ClusterForm): ReadonlyArray<string> => {
  const here = text.replace(/ ON CLUSTER '[^']*'/, "")
  if (form === "replicated") return [here]
  const plain = here
    .replace(/\bReplicated(\w*MergeTree)\('[^']*', '\{replica\}'(?:, )?/, "$1(")
    .replace(/, replicated_deduplication_window_seconds = \d+/, "")
    .replace(/\breplicated_deduplication_window = /, "non_replicated_deduplication_window = ")
  return form === "plain" ? [plain] : onTwoShards(plain)
}
