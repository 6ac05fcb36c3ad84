/** What a connection to a replicated, sharded cluster needs beyond one to a single server. */
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client"
import { Effect, Schema } from "effect"
import { runQuery } from "./client-calls.ts"
import { StartRefused } from "./errors.ts"
import { sqlQuery } from "./sql-files.ts"

const DDL_SECONDS_MAX = 60
/** Below the time a request may take, so that the answer still comes. */
const REPLICATED_WITHIN_MS = 60_000

/** Of every connection: an answer holds every shard's part, or there is none. */
export const CLUSTER_SETTINGS = {
  // A shard that does not answer is an error, never a smaller sum.
  skip_unavailable_shards: 0,
  // What an IN or a JOIN looks up is asked of all shards.
  distributed_product_mode: "global",
} as const

/**
 * Of the connection that writes. `replicas`: how many each shard has. An insert is done when every
 * replica of its shards has it, in each view's target too. So whoever asks next, at whichever server,
 * meets it: an id that was stored is found, and no acknowledged row is on one disk only.
 */
export const writerSettings = (replicas: number): ClickHouseSettings => ({
  ...CLUSTER_SETTINGS,
  // In the background the token's promise would be given before the shards have kept it.
  distributed_foreground_insert: 1,
  ...(replicas < 2
    ? {}
    : { insert_quorum: String(replicas), insert_quorum_timeout: REPLICATED_WITHIN_MS }),
  // A server that is away takes the change of a table when it is back. The client's types do not know it.
  distributed_ddl_output_mode: "throw_only_active" as "throw",
  distributed_ddl_task_timeout: String(DDL_SECONDS_MAX),
})

const clusterShards = sqlQuery("cluster-shards")

const Shard = Schema.Struct({
  shard: Schema.Int,
  replicas: Schema.NumberFromString,
  by_themselves: Schema.Int,
})

/**
 * How many replicas each shard has. Fails with `StartRefused` for a cluster that the server does not
 * know, or that would keep rows in another way than Tidemark needs.
 */
export const countReplicas = Effect.fnUntraced(
  function* (client: ClickHouseClient, cluster: string, _: string) {
    const shards = yield* runQuery(
      client,
      { statement: clusterShards, parameters: { cluster } },
      Shard,
    )
    const [first] = shards
    if (first === undefined)
      return yield* Effect.fail({ reason: "the server's remote_servers have none of this name" })
    for (const { shard, replicas, by_themselves } of shards) {
      if (by_themselves === 0)
        return yield* Effect.fail({
          reason: `set internal_replication to true for its shard ${shard}`,
        })
      if (replicas !== first.replicas)
        return yield* Effect.fail({
          reason: `its shard ${first.shard} has ${first.replicas} replicas, its shard ${shard} has ${replicas}: give each as many`,
        })
    }
    return first.replicas
  },
  (counted, _, cluster, server) =>
    Effect.mapError(
      counted,
      ({ reason }) =>
        new StartRefused({
          reason: `the cluster "${cluster}" (CLICKHOUSE_CLUSTER) of the ClickHouse server at ${server} cannot be used: ${reason}`,
        }),
    ),
)
