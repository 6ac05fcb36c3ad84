import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { freePort } from "./free-port.ts"
import { javaVersion } from "./java.ts"
import { classPath, kafkaJars } from "./kafka-jars.ts"
import { type KafkaProcess, startKafkaProcess } from "./kafka-process.ts"
import { brokerProperties, type KafkaNode } from "./kafka-properties.ts"
import { runCommand } from "./run-command.ts"

export interface BrokerOptions {
  /** 0 takes a free one. */
  readonly port: number
  /** Holds the data, the settings and broker.log; made when missing, kept afterwards. */
  readonly dir: string
  /** Told of what takes long: fetching Kafka the first time. */
  readonly say?: (line: string) => void
}

export interface Broker {
  /** The address for `brokers` of a client, as host:port. */
  readonly brokers: string
  readonly port: number
  /** Ends the broker in order, within 5 s. Does nothing when it has ended. */
  readonly stop: () => Promise<void>
  /** Ends it as a crash does. A broker started on the same port and dir continues its data. */
  readonly kill: () => Promise<void>
  /** Resolves to the reason, as far as Kafka said one, when the broker has ended. */
  readonly ended: Promise<string>
}

const readyWithinMs = 60_000
const stopWithinMs = 4_000
const attemptsMax = 3
const clusterId = "MkU3OEVBNTcwNTJENDM2Qk"
const heap = ["-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
const logging = ["defaultLogLevel=warn", "log.kafka.server=info"].map(
  (setting) => `-Dorg.slf4j.simpleLogger.${setting}`,
)

/**
 * Starts a single-node Kafka and resolves when it serves. Needs Java 17, and Maven the first time:
 * rejects with MissingTool, or with an Error that says why Kafka ended.
 */
export const startBroker = async (options: BrokerOptions): Promise<Broker> => {
  await freePort(options.port)
  const java = await prepareKafka(options.say ?? (() => {}))
  mkdirSync(options.dir, { recursive: true })
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(options.port)
    try {
      return await serve(java, options.dir, port)
    } catch (error) {
      // A port that was free a moment ago can be taken by anybody's outgoing connection.
      if (attempt === attemptsMax || !/already in use|Failed to bind/i.test(`${error}`)) throw error
    }
  }
}

/** Gets ready all that a start needs, and resolves to Java's arguments up to the main class. */
export const prepareKafka = async (say: (line: string) => void): Promise<ReadonlyArray<string>> => {
  const version = await javaVersion()
  const jars = await kafkaJars(say)
  const java = [...heap, ...logging, "-cp", classPath(jars)]
  const archive = join(jars, `classes-${version}.jsa`)
  if (!existsSync(archive)) await makeClassArchive(java, archive, say)
  return existsSync(archive) ? [`-XX:SharedArchiveFile=${archive}`, "-Xlog:cds=off", ...java] : java
}

const serve = async (java: ReadonlyArray<string>, dir: string, port: number): Promise<Broker> => {
  const alone = { id: 1, port, controllerPort: await freePort(0) }
  const node = await startNode(java, { dir, id: alone.id, nodes: [alone] })
  await node.ready
  return { brokers: `127.0.0.1:${port}`, port, ...node }
}

/** One process of a cluster. */
export interface NodeOptions {
  /** Holds its data, its settings and its broker.log. */
  readonly dir: string
  readonly id: number
  /** All nodes of the cluster, this one among them. */
  readonly nodes: ReadonlyArray<KafkaNode>
}

export interface RunningNode extends Pick<Broker, "stop" | "kill" | "ended"> {
  /** Resolves when it serves; rejects with the reason when it ends before, or takes too long. */
  readonly ready: Promise<void>
}

/** Resolves when the process has been started. Nodes of a cluster need each other to get ready. */
export const startNode = async (
  java: ReadonlyArray<string>,
  options: NodeOptions,
): Promise<RunningNode> => {
  const { dir } = options
  mkdirSync(dir, { recursive: true })
  const properties = join(dir, "server.properties")
  const data = join(dir, "data")
  writeFileSync(properties, brokerProperties({ ...options, data }))
  if (!existsSync(join(data, "meta.properties"))) await format(java, properties)
  const broker = startKafkaProcess([...java, "kafka.Kafka", properties], dir)
  const ready = untilReady(broker, dir)
  // Whoever kills a node before it is ready need not look.
  ready.catch(() => {})
  return {
    ready,
    ended: broker.ended,
    stop: () => end(broker),
    kill: async () => {
      broker.signal("SIGKILL")
      await broker.ended
    },
  }
}

const untilReady = async (broker: KafkaProcess, dir: string): Promise<void> => {
  const deadline = new AbortController()
  try {
    await Promise.race([
      broker.printed("Kafka Server started"),
      sleep(readyWithinMs, undefined, deadline).then(() => {
        throw new Error(`not ready after ${readyWithinMs / 1000} s`)
      }),
    ])
  } catch (error) {
    await end(broker)
    const reason = error instanceof Error ? error.message : error
    throw new Error(`Kafka did not start: ${reason} (all it said is in ${join(dir, "broker.log")})`)
  } finally {
    deadline.abort()
  }
}

const format = async (java: ReadonlyArray<string>, properties: string) => {
  const storage = ["kafka.tools.StorageTool", "format", "--cluster-id", clusterId]
  const tool = [...java, ...storage, "--config", properties, "--ignore-formatted"]
  const { code, output } = await runCommand("java", tool)
  if (code !== 0) throw new Error(`Kafka's data folder cannot be made: ${output.trim()}`)
}

const end = async (broker: KafkaProcess) => {
  broker.signal("SIGTERM")
  const killed = setTimeout(() => broker.signal("SIGKILL"), stopWithinMs)
  await broker.ended
  clearTimeout(killed)
}

/** A class archive halves the time of each later start. */
const makeClassArchive = async (
  java: ReadonlyArray<string>,
  archive: string,
  say: (line: string) => void,
) => {
  say("preparing Kafka's class archive, once ...")
  const dir = `${archive}-${process.pid}`
  mkdirSync(dir, { recursive: true })
  try {
    const fresh = join(dir, "classes.jsa")
    const broker = await serve(
      [`-XX:ArchiveClassesAtExit=${fresh}`, ...java],
      dir,
      await freePort(0),
    )
    await broker.stop()
    if (existsSync(fresh)) renameSync(fresh, archive)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
