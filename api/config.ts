/** The settings of the HTTP process, beside those of the warehouse and of the log. */
import { Config, Duration, Option, Schema } from "effect"
import { EMBED_ORIGINS_MAX, readEmbedOrigins } from "./embed-origins.ts"
import { readPublicKey } from "./public-key.ts"

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

const secret = Schema.String.check(Schema.isPattern(/^[\x21-\x7e]{32,512}$/)).annotate({
  message: "must be 32 to 512 printable characters without spaces",
})

const publicKey = Schema.String.check(
  Schema.makeFilter((text) => readPublicKey(text) !== null),
).annotate({ message: "must be an Ed25519 public key: PEM, or its 32 bytes in base64url" })

const embedOrigins = Schema.String.check(
  Schema.makeFilter((text) => readEmbedOrigins(text) !== null),
).annotate({
  message: `must be origins such as https://app.example.com, at most ${EMBED_ORIGINS_MAX}, separated by commas: without a path, and with https unless they are on this machine`,
})

const REQUESTS_MAX = 10_000_000
const requests = Schema.String.check(
  Schema.makeFilter((text) => /^[1-9]\d{0,7}$/.test(text) && Number(text) <= REQUESTS_MAX),
).annotate({ message: `must be a whole number of requests a minute from 1 to ${REQUESTS_MAX}` })

/** Null when it is not set. */
const secretOf = (schema: Schema.Codec<string, string>, name: string) =>
  Config.schema(Schema.RedactedFromValue(schema), name).pipe(
    Config.option,
    Config.map(Option.getOrNull),
  )

const INTEGRITY_MINUTES_MAX = 31 * 24 * 60
const minutes = Schema.String.check(
  Schema.makeFilter((text) => /^\d{1,5}$/.test(text) && Number(text) <= INTEGRITY_MINUTES_MAX),
).annotate({ message: `must be a whole number of minutes from 0 to ${INTEGRITY_MINUTES_MAX}` })

/**
 * All of them, by their variables. An empty one counts as not set. Fails with a ConfigError that names
 * the variable.
 */
export const apiSettings = Config.all({
  host: Config.schema(host, "HOST").pipe(Config.withDefault("127.0.0.1")),
  /** 0 takes a free one. */
  port: Config.schema(port, "PORT").pipe(Config.map(Number), Config.withDefault(4_000)),
  /** Null: one is made and kept in the data folder. */
  adminKey: secretOf(adminKey, "TIDEMARK_ADMIN_KEY"),
  /** What sessions, cursors and tokens are signed with. Null: one is made and kept in the data folder. */
  secret: secretOf(secret, "TIDEMARK_SECRET"),
  /** Of tokens that the host product signs with HS256. */
  tokenSecret: secretOf(secret, "TIDEMARK_TOKEN_SECRET"),
  /** Of tokens that the host product signs with EdDSA. */
  tokenPublicKey: Config.schema(publicKey, "TIDEMARK_TOKEN_PUBLIC_KEY").pipe(
    Config.option,
    Config.map((text) => Option.getOrNull(Option.map(text, readPublicKey))),
  ),
  /** Whose pages may hold the Usage page in a frame. */
  embedOrigins: Config.schema(embedOrigins, "TIDEMARK_EMBED_ORIGINS").pipe(
    Config.map((text) => readEmbedOrigins(text) ?? []),
    Config.withDefault([] as ReadonlyArray<string>),
  ),
  /** Requests a minute of one key or token. */
  readsMax: Config.schema(requests, "TIDEMARK_READS_MAX").pipe(
    Config.map(Number),
    Config.withDefault(120_000),
  ),
  sendsMax: Config.schema(requests, "TIDEMARK_SENDS_MAX").pipe(
    Config.map(Number),
    Config.withDefault(300_000),
  ),
  /** Of one address, a minute. */
  signInFailuresMax: Config.schema(requests, "TIDEMARK_SIGN_IN_FAILURES_MAX").pipe(
    Config.map(Number),
    Config.withDefault(10),
  ),
  /** From the end of an integrity run to the next; null: none by itself. */
  integrityEvery: Config.schema(minutes, "TIDEMARK_INTEGRITY_MINUTES").pipe(
    Config.map((text) => (Number(text) === 0 ? null : Duration.minutes(Number(text)))),
    Config.withDefault(Duration.hours(6)),
  ),
  logLevel: Config.LogLevel("LOG_LEVEL").pipe(Config.withDefault("Info" as const)),
})
export type ApiSettings = Config.Success<typeof apiSettings>
