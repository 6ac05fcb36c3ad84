/** The listening socket, as a resource: it stops taking requests first, and finishes those in hand. */
import type { Server } from "node:http"
import { type AddressInfo, isIPv6 } from "node:net"
import { createAdaptorServer } from "@hono/node-server"
import { Duration, Effect } from "effect"
import { StartRefused } from "#warehouse/errors.ts"
import { answerBrokenRequests } from "./broken-requests.ts"

const DRAIN_TIME_MAX = Duration.seconds(2)
/** Every wait on a client is bounded: for its headers, for the whole request, for its next request. */
const WAITS = {
  headersTimeout: 15_000,
  requestTimeout: 90_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 5_000,
}

export interface ServerSettings {
  readonly host: string
  readonly port: number
  /** Test doubles of `WAITS`, in milliseconds. */
  readonly waits?: Partial<typeof WAITS>
}

/** Listens until the scope closes; the address is `http://host:port`, with the port that was taken. */
export const listen = (
  fetch: (request: Request) => Response | Promise<Response>,
  settings: ServerSettings,
) =>
  Effect.acquireRelease(start(fetch, settings), drain).pipe(
    Effect.map((server) => addressOf(settings.host, (server.address() as AddressInfo).port)),
  )

const start = (
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port, waits }: ServerSettings,
) =>
  Effect.callback<Server, StartRefused>((resume) => {
    const server = createAdaptorServer({
      fetch: (request) => fetch(request),
      serverOptions: { ...WAITS, ...waits },
    }) as Server
    answerBrokenRequests(server)
    server.once("error", (cause: NodeJS.ErrnoException) =>
      resume(Effect.fail(new StartRefused({ reason: whyNot(cause, host, port) }))),
    )
    server.listen(port, host, () => resume(Effect.succeed(server)))
  })

const reasons: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (_, port) =>
    `Port ${port} (PORT) is in use: stop the process that holds it, or set PORT to another one.`,
  EACCES: (_, port) =>
    `Port ${port} (PORT) may not be opened by this user: set PORT to another one.`,
  EADDRNOTAVAIL: (host) => `The address ${host} (HOST) is none of this machine's.`,
  ENOTFOUND: (host) => `The address ${host} (HOST) cannot be found.`,
}

const whyNot = (cause: NodeJS.ErrnoException, host: string, port: number) =>
  reasons[cause.code ?? ""]?.(host, port) ??
  `It cannot listen on ${host}:${port} (HOST, PORT): ${cause.message}.`

const drain = (server: Server) =>
  Effect.callback<void>((resume) => {
    // A connection becomes idle when its last request is over, and would stay open for a while.
    const idle = setInterval(() => server.closeIdleConnections(), 20)
    const done = Effect.sync(() => clearInterval(idle))
    server.close(() => resume(done))
    server.closeIdleConnections()
    return done
  }).pipe(
    Effect.timeoutOrElse({
      duration: DRAIN_TIME_MAX,
      orElse: () => Effect.sync(() => server.closeAllConnections()),
    }),
  )

const WILDCARDS: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" }

/** What a browser on this machine can open. */
const addressOf = (host: string, port: number) =>
  `http://${WILDCARDS[host] ?? (isIPv6(host) ? `[${host}]` : host)}:${port}`
