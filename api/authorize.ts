/** Whether the credential may ask for what it asks for: as the endpoint table says, and nowhere else. */
import type { Context, MiddlewareHandler } from "hono"
import { matchedRoutes } from "hono/route"
import type { Credential } from "./access.ts"
import { mayDo } from "./credential.ts"
import type { Endpoint } from "./endpoint.ts"
import { ENDPOINTS } from "./endpoints.ts"
import type { ApiEnv } from "./environment.ts"
import { refused } from "./problem.ts"

const byRoute = new Map(
  ENDPOINTS.map((endpoint) => [`${endpoint.method.toUpperCase()} ${endpoint.path}`, endpoint]),
)

/** Undefined where nothing is served. A route that the table does not know is a bug, and opens nothing. */
export const endpointOf = (c: Context<ApiEnv>): Endpoint | undefined => {
  const served = matchedRoutes(c).findLast(({ method }) => method !== "ALL")
  if (served === undefined) return undefined
  const endpoint = byRoute.get(`${served.method} ${served.path}`)
  if (endpoint === undefined) throw new Error(`${served.method} ${served.path} is in no table`)
  return endpoint
}

interface Need {
  readonly isMet: (credential: Credential) => boolean
  readonly words: string
}

const needs: Record<Endpoint["credential"], Need> = {
  none: { isMet: () => true, words: "" },
  any: { isMet: () => true, words: "" },
  read: {
    isMet: (credential) => mayDo(credential, "read"),
    words: "This needs a credential with the scope read.",
  },
  readAll: {
    isMet: (credential) => mayDo(credential, "read") && credential.accounts === null,
    words: "This needs a credential that may read all accounts.",
  },
  keep: {
    isMet: (credential) => mayDo(credential, "read") && credential.holder.kind !== "token",
    words: "This needs a key with the scope read: an account's token has nothing of its own.",
  },
  ingest: {
    isMet: (credential) => mayDo(credential, "ingest"),
    words: "This needs a credential with the scope ingest.",
  },
  admin: {
    isMet: ({ admin }) => admin,
    words: "This needs a credential with the scope admin.",
  },
}

/** Behind `authenticate`. */
export const authorize: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const endpoint = endpointOf(c)
  if (endpoint !== undefined) {
    const { isMet, words } = needs[endpoint.credential]
    if (!isMet(c.var.credential)) throw refused("forbidden", words)
  }
  await next()
}
