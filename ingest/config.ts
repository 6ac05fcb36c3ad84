import { Config, Option, Redacted, Schema } from "effect"

/** Where the log is and who reads it. */
export interface KafkaSettings {
  /** `host:port` each. */
  readonly brokers: ReadonlyArray<string>
  readonly topic: string
  /** Takes what arrived on `topic` and is no usage event. */
  readonly deadTopic: string
  readonly group: string
}

const DEAD_SUFFIX = ".dead"
/** Kafka's limit for a topic's name; the dead-letter topic's has to fit too. */
const TOPIC_LENGTH_MAX = 249 - DEAD_SUFFIX.length

const brokerList = Schema.String.check(
  Schema.isPattern(/^\s*[^\s,:]+:\d{1,5}\s*(,\s*[^\s,:]+:\d{1,5}\s*)*$/, {
    expected: "host:port, several of them separated by commas",
  }),
)

const topicName = Schema.String.check(
  Schema.isPattern(new RegExp(`^(?!\\.{1,2}$)[A-Za-z0-9._-]{1,${TOPIC_LENGTH_MAX}}$`), {
    expected: `a topic name: 1 to ${TOPIC_LENGTH_MAX} letters, digits, dots, underscores and dashes`,
  }),
)

const groupName = Schema.String.check(
  Schema.isPattern(/^[\x21-\x7e]{1,255}$/, {
    expected: "a consumer group name: 1 to 255 printable characters without spaces",
  }),
)

/**
 * `KAFKA_BROKERS`, `KAFKA_TOPIC`, `KAFKA_GROUP`. Fails with a ConfigError that names the variable;
 * `Config.option` of it is none when `KAFKA_BROKERS` is missing or empty.
 */
export const kafkaSettings: Config.Config<KafkaSettings> = Config.all({
  brokers: Config.schema(brokerList, "KAFKA_BROKERS"),
  topic: Config.schema(topicName, "KAFKA_TOPIC").pipe(Config.withDefault("usage.events")),
  group: Config.schema(groupName, "KAFKA_GROUP").pipe(Config.withDefault("tidemark")),
}).pipe(
  Config.map(({ brokers, topic, group }) => ({
    brokers: brokers.split(",").map((broker) => broker.trim()),
    topic,
    deadTopic: `${topic}${DEAD_SUFFIX}`,
    group,
  })),
)

/** The engine in this process, or a server. */
export interface WarehouseSettings {
  /** The embedded engine's data and the writer's journal. */
  readonly folder: string
  readonly server: Option.Option<{
    readonly url: URL
    readonly user: string
    readonly password: Redacted.Redacted<string>
    /** Null for a server that stands alone. */
    readonly cluster: string | null
  }>
}

const clusterName = Schema.String.check(
  Schema.isPattern(/^[A-Za-z0-9_-]{1,64}$/, {
    expected: "a cluster's name: 1 to 64 letters, digits, underscores and dashes",
  }),
)

const serverUrl = Config.URL("CLICKHOUSE_URL")

/**
 * `TIDEMARK_DATA`, `CLICKHOUSE_URL`, `CLICKHOUSE_USER`, `CLICKHOUSE_PASSWORD`, `CLICKHOUSE_CLUSTER`.
 * Fails with a ConfigError that names the variable.
 */
export const warehouseSettings: Config.Config<WarehouseSettings> = Config.all({
  folder: Config.String("TIDEMARK_DATA").pipe(Config.withDefault("./data")),
  url: Config.option(serverUrl),
  user: Config.String("CLICKHOUSE_USER").pipe(Config.withDefault("default")),
  password: Config.Redacted("CLICKHOUSE_PASSWORD").pipe(Config.withDefault(Redacted.make(""))),
  cluster: Config.option(Config.schema(clusterName, "CLICKHOUSE_CLUSTER")),
}).pipe(
  Config.flatMap((settings) =>
    // A cluster without a server would be the embedded engine, without a word.
    Option.isNone(settings.cluster)
      ? Config.succeed(settings)
      : Config.map(serverUrl, () => settings),
  ),
  Config.map(({ folder, url, user, password, cluster }) => ({
    folder,
    server: Option.map(url, (url) => ({
      url,
      user,
      password,
      cluster: Option.getOrNull(cluster),
    })),
  })),
)
