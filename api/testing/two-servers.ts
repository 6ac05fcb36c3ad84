/** Two API processes on one ClickHouse server, as they stand behind a load balancer. */
import { Context, Effect, Layer, Redacted } from "effect"
import { type ClickHouseProcess, clickHouseProcess } from "#warehouse/testing/clickhouse-process.ts"
import { type Ended, type Spawned, spawnServer, temporaryFolder } from "./spawned-server.ts"

/** What both know, and what nobody may find in a log. */
export const SITE_SECRETS = {
  adminKey: "tm_admin_of_both_servers",
  secret: "what-both-sign-their-sessions-with-1",
  hostSecret: "what-the-host-signs-its-tokens-with",
}

export interface Server {
  readonly address: string
  /** The sign-in link that it printed. */
  readonly link: string
  readonly stop: () => Promise<Ended>
}

export class TwoServers extends Context.Service<
  TwoServers,
  {
    readonly clickHouse: ClickHouseProcess
    readonly first: Server
    readonly second: Server
  }
>()("api/testing/TwoServers") {
  static readonly layer = Layer.effect(
    TwoServers,
    Effect.gen(function* () {
      const clickHouse = yield* clickHouseProcess
      const { url, user, password } = clickHouse.options
      const server = Effect.gen(function* () {
        const folder = yield* Effect.acquireRelease(
          Effect.sync(() => temporaryFolder()),
          ({ remove }) => Effect.sync(remove),
        )
        const spawned = yield* Effect.acquireRelease(
          Effect.sync(() =>
            spawnServer({
              TIDEMARK_DATA: folder.path,
              TIDEMARK_ADMIN_KEY: SITE_SECRETS.adminKey,
              TIDEMARK_SECRET: SITE_SECRETS.secret,
              TIDEMARK_TOKEN_SECRET: SITE_SECRETS.hostSecret,
              // Its runs would ask the server between two looks.
              TIDEMARK_INTEGRITY_MINUTES: "0",
              LOG_LEVEL: "All",
              CLICKHOUSE_URL: url.href,
              CLICKHOUSE_USER: user,
              CLICKHOUSE_PASSWORD: Redacted.value(password),
            }),
          ),
          ({ stop }) => Effect.promise(() => stop("SIGKILL")),
        )
        return yield* Effect.promise(() => ready(spawned))
      })
      // One after the other: the first applies the migrations.
      const first = yield* server
      return { clickHouse, first, second: yield* server }
    }),
  )
}

const ready = async ({ line, stop }: Spawned): Promise<Server> => {
  const link = await line(/^http:\/\//)
  return { address: new URL(link).origin, link, stop }
}
