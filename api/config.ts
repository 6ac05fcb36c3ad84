/** The settings of the HTTP process, beside those of the warehouse and of the log. */
import { Config, Duration, Option, Schema } from "effect"

const KEY_LENGTH_MIN = 12

const host = Schema.String.check(Schema.isPattern(/^[A-Za-z0-9.:_-]{1,255}$/)).annotate({
  message: "must be a host name or an IP address",
})

const port = Schema.String.check(
  Schema.makeFilter((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535),
).annotate({ message: "must be a whole number from 0 to 65535" })

const adminKey = Schema.String.check(
  Schema.isPattern(new RegExp(`^[\\x21-\\x7e]{${KEY_LENGTH_MIN},512}$`)),
).annotate({ message: `must be ${KEY_LENGTH_MIN} to 512 printable characters without spaces` })

const INTEGRITY_MINUTES_MAX = 31 * 24 * 60
const minutes = Schema.String.check(
  Schema.makeFilter((text) => /^\d{1,5}$/.test(text) && Number(text) <= INTEGRITY_MINUTES_MAX),
).annotate({ message: `must be a whole number of minutes from 0 to ${INTEGRITY_MINUTES_MAX}` })

/**
 * `HOST`, `PORT`, `TIDEMARK_ADMIN_KEY`, `TIDEMARK_INTEGRITY_MINUTES`, `LOG_LEVEL`. An empty variable counts as not set. Fails with a
 * ConfigError that names the variable.
 */
export const apiSettings = Config.all({
  host: Config.schema(host, "HOST").pipe(Config.withDefault("127.0.0.1")),
  /** 0 takes a free one. */
  port: Config.schema(port, "PORT").pipe(Config.map(Number), Config.withDefault(4_000)),
  /** Null: one is made and kept in the data folder. */
  adminKey: Config.schema(Schema.RedactedFromValue(adminKey), "TIDEMARK_ADMIN_KEY").pipe(
    Config.option,
    Config.map(Option.getOrNull),
  ),
  /** From the end of an integrity run to the next; null: none by itself. */
  integrityEvery: Config.schema(minutes, "TIDEMARK_INTEGRITY_MINUTES").pipe(
    Config.map((text) => (Number(text) === 0 ? null : Duration.minutes(Number(text)))),
    Config.withDefault(Duration.hours(6)),
  ),
  logLevel: Config.LogLevel("LOG_LEVEL").pipe(Config.withDefault("Info" as const)),
})
export type ApiSettings = Config.Success<typeof apiSettings>
