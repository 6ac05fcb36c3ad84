/**
 * A log in front: senders over HTTP whose events are queued, and producers that are not ours. One process
 * with the embedded engine does everything, or two workers write to a server beside an API.
 */
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { ConfigProvider, Effect, type Layer, Redacted, References } from "effect"
import { type Admin, Kafka, logLevel } from "kafkajs"
import { kafkaSettings } from "#ingest/config.ts"
import { openLog } from "#ingest/kafka-client.ts"
import type { ClickHouse } from "#warehouse/clickhouse.ts"
import { layerEmbedded } from "#warehouse/embedded.ts"
import { layerServer } from "#warehouse/server.ts"
import { type Cluster, startCluster } from "../kafka-cluster.ts"
import { brokerTarget, leaderTarget } from "./broker-targets.ts"
import { checkLogRun, type LogRun } from "./check-log-run.ts"
import { forgetMembers } from "./group-members.ts"
import { type SenderOptions, sendOverHttp } from "./http-sender.ts"
import { ADMIN_KEY, API, stopUntilStored } from "./http-stage.ts"
import { homePartition, sendToLog } from "./log-sender.ts"
import { portsInARow } from "./port-range.ts"
import { type Server, startServer } from "./server-target.ts"
import {
  importsFor,
  journalWatch,
  makeCleanup,
  type Stage,
  type StageOptions,
  temporaryFolder,
} from "./stage.ts"
import { type Supervised, supervise } from "./supervised.ts"
import { forgottenTarget, frozenTarget } from "./worker-targets.ts"

const WORKER = new URL("../../ingest/main.ts", import.meta.url).pathname
const HTTP_SENDERS = 2
const LOG_SENDERS = 2
const FOREIGN_PERCENT = 6
const STANDSTILL_MS_MAX = 60_000
/** How often each is hit; brokers take three times as long to come back, and zombies to be found out. */
const WEIGHTS = { processes: 8, broker: 2, server: 1, zombie: 1 }
const PATIENT = { retries: 1000, initialRetryTime: 100, maxRetryTime: 1000 }

export interface LogStageOptions extends StageOptions {
  /** 0: the process that serves HTTP also consumes, on the embedded engine. */
  readonly workers: 0 | 2
}

export const openLogStage = async (options: LogStageOptions): Promise<Stage> => {
  const cleanup = makeCleanup()
  try {
    return await open(options, cleanup)
  } catch (error) {
    await cleanup.run()
    throw error
  }
}

const open = async (
  { workers, brokers, without, say }: LogStageOptions,
  cleanup: Cleanup,
): Promise<Stage> => {
  const folder = temporaryFolder("torture")
  cleanup.add(folder.remove)
  const firstPort = await portsInARow(2 * brokers)
  const dir = join(folder.path, "kafka")
  const cluster = await startCluster({ size: brokers, firstPort, dir, say })
  cleanup.add(cluster.stop)
  const log = await openClients(cluster, cleanup)
  const server = workers === 0 ? null : await startServer()
  if (server !== null) cleanup.add(server.stop)
  const port = await portsInARow(1)
  const start = (name: string, script: string, ...args: ReadonlyArray<string>) => {
    const env = {
      ...log.variables,
      ...serverVariables(server),
      PORT: `${port}`,
      TIDEMARK_DATA: join(folder.path, name),
      TIDEMARK_ADMIN_KEY: ADMIN_KEY,
      LOG_LEVEL: "Info",
    }
    const readyLine = script === API ? /^http:\/\//m : /"consuming"/
    const process = supervise({ name, script, args, env, imports: importsFor(without), readyLine })
    cleanup.add(() => process.end())
    return process
  }
  const api = start("api", API, ...(workers === 0 ? [] : ["--no-consume"]))
  await api.ready()
  const others = Array.from({ length: workers }, (_, i) => start(`worker-${i}`, WORKER))
  const processes = [api, ...others]
  const consumers = others.length === 0 ? [api] : others
  const layer =
    server === null ? layerEmbedded(join(folder.path, "api")) : layerServer(server.options)
  return {
    tombstones: true,
    cluster,
    targets: targetsOf({ cluster, log, processes, workers: others, server }),
    underWay: journalWatch(consumers.map(({ name }) => join(folder.path, name))),
    senders: sendersOf(`http://127.0.0.1:${port}`, log),
    quiet: (behindMax) => untilConsumed(log, behindMax),
    stop: async (findings) => {
      for (const process of processes) {
        await stopUntilStored(process, join(folder.path, process.name), findings.add)
        for (const end of process.ownEnds) say(`note: ${end}`)
      }
    },
    check: (evidence) =>
      Effect.runPromise(
        checkLogRun(evidence, log).pipe(
          Effect.provide(layer as Layer.Layer<ClickHouse>),
          Effect.provideService(References.MinimumLogLevel, "Error"),
        ),
      ),
    close: cleanup.run,
  }
}

type Cleanup = ReturnType<typeof makeCleanup>

/** The log as the harness sees it. */
interface LogClients extends LogRun {
  readonly variables: { readonly KAFKA_BROKERS: string }
  readonly brokers: ReadonlyArray<string>
  readonly admin: Admin
  readonly partitions: number
}

const openClients = async ({ brokers }: Cluster, cleanup: Cleanup): Promise<LogClients> => {
  const variables = { KAFKA_BROKERS: brokers.join() }
  const { settings, partitions } = await prepareTopics(variables)
  const kafka = new Kafka({ brokers: [...brokers], retry: PATIENT, logLevel: logLevel.NOTHING })
  const admin = kafka.admin()
  await admin.connect()
  cleanup.add(() => admin.disconnect())
  const homeOf = homePartition(settings.topic, partitions)
  return { variables, brokers, kafka, admin, settings, partitions, homeOf }
}

interface Targets {
  readonly cluster: Cluster
  readonly log: LogClients
  readonly processes: ReadonlyArray<Supervised>
  readonly workers: ReadonlyArray<Supervised>
  readonly server: Server | null
}

const targetsOf = ({ cluster, log, processes, workers, server }: Targets): Stage["targets"] => {
  const forget = () => forgetMembers(log.brokers, log.settings.group)
  const [node, ...more] = cluster.nodes
  const broker =
    node !== undefined && more.length === 0
      ? brokerTarget(node)
      : leaderTarget(cluster, { admin: log.admin, topic: log.settings.topic })
  return [
    ...processes.map((target) => ({
      target: forgottenTarget(target, forget),
      weight: Math.ceil(WEIGHTS.processes / processes.length),
    })),
    ...workers.map((worker) => ({
      target: frozenTarget(worker, forget),
      weight: WEIGHTS.zombie,
    })),
    { target: broker, weight: WEIGHTS.broker },
    ...(server === null ? [] : [{ target: server, weight: WEIGHTS.server }]),
  ]
}

const sendersOf = (address: string, log: LogClients): Stage["senders"] => {
  const target = { ...log, topic: log.settings.topic, foreignPercent: FOREIGN_PERCENT }
  const overHttp = (options: SenderOptions) =>
    sendOverHttp(options, () => ({ address, key: ADMIN_KEY }))
  const toLog = (options: SenderOptions) => sendToLog(options, target)
  return [
    ...Array.from({ length: HTTP_SENDERS }, () => overHttp),
    ...Array.from({ length: LOG_SENDERS }, () => toLog),
  ]
}

/** The topics as the product makes them. */
const prepareTopics = (env: Record<string, string>) =>
  Effect.gen(function* () {
    const settings = yield* kafkaSettings
    const { partitionCounts } = yield* openLog(settings)
    return { settings, partitions: partitionCounts.get(settings.topic) ?? 1 }
  }).pipe(
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env }))),
    Effect.provideService(References.MinimumLogLevel, "Error"),
    Effect.runPromise,
  )

const serverVariables = (server: Server | null): Readonly<Record<string, string>> =>
  server === null
    ? {}
    : {
        CLICKHOUSE_URL: server.options.url.href,
        CLICKHOUSE_USER: server.options.user,
        CLICKHOUSE_PASSWORD: Redacted.value(server.options.password),
      }

/** How many records of each partition the group has not committed yet. */
const behindOf = async ({ admin, settings: { topic, group } }: LogClients) => {
  const held = await admin.fetchTopicOffsets(topic)
  const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] })
  const reached = new Map(committed?.partitions.map((p) => [p.partition, Number(p.offset)]))
  return new Map(
    held.map(({ partition, low, high }) => {
      const next = Math.max(reached.get(partition) ?? 0, Number(low))
      return [partition, Math.max(0, Number(high) - next)] as const
    }),
  )
}

const untilConsumed = async (log: LogClients, behindMax: number): Promise<void> => {
  let [least, since] = [Number.POSITIVE_INFINITY, performance.now()]
  for (;;) {
    const behind = await behindOf(log)
    const sum = [...behind.values()].reduce((all, count) => all + count, 0)
    if (sum <= behindMax) return
    if (sum < least) [least, since] = [sum, performance.now()]
    if (performance.now() - since > STANDSTILL_MS_MAX) {
      const where = [...behind].map(([partition, count]) => `${partition}: ${count}`)
      throw new Error(`the consumers stay behind the end of the log: ${where.join(", ")}`)
    }
    await sleep(100)
  }
}
