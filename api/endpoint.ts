/** What an entry of the endpoint table is, and what reads have in common. */
import type { Schema } from "effect"
import { DOWNLOAD_TYPES } from "./download.ts"
import type { Example, HeaderExample } from "./event-examples.ts"
import type { ProblemName } from "./problem.ts"
import type { QueryWords } from "./query-words.ts"

export interface Endpoint {
  readonly method: "get" | "put" | "post" | "delete"
  /** As Hono writes it: `/v1/accounts/:account`. */
  readonly path: string
  readonly summary: string
  readonly description?: string
  /**
   * What the credential must be for; `any`: whatever it is. `readAll`: it may read every account. `keep`: it
   * may read, and has things of its own, as an account's tokens have not. Who may not read an account gets its
   * 404 from `readableAccount`.
   */
  readonly credential: "none" | "any" | "read" | "readAll" | "keep" | "ingest" | "admin"
  /** What the audit log calls it. Every endpoint by which an admin changes something has a name. */
  readonly act?: string
  readonly query: QueryWords
  /** By media type. What a schema does not list is refused. */
  readonly body?: Readonly<Record<string, Schema.Top>>
  /** A request without a body says something as well. */
  readonly bodyOptional?: true
  /** By media type and name. */
  readonly examples?: Readonly<Record<string, Readonly<Record<string, Example>>>>
  /** Headers that mean something here, by name. */
  readonly headers?: Readonly<Record<string, HeaderExample>>
  readonly answers: ReadonlyArray<{
    readonly status: number
    readonly description: string
    /** Null for an answer that is not JSON. */
    readonly schema: Schema.Top | null
    /** Media types of files that the same answer can be, by `Accept`. */
    readonly files?: ReadonlyArray<string>
    /** Of an answer that is a stream of server-sent events: what the data of each is, by name. */
    readonly events?: Readonly<Record<string, Schema.Top>>
  }>
  readonly problems: ReadonlyArray<ProblemName>
}

export const ok = (schema: Schema.Top | null, description = "The answer") => ({
  status: 200,
  description,
  schema,
})
/** The answer in JSON, or by `Accept` as a file. */
export const okOrFile = (schema: Schema.Top) => ({ ...ok(schema), files: DOWNLOAD_TYPES })
export const READ_PROBLEMS = [
  "invalidQuery",
  "unauthenticated",
  "forbidden",
  "rateLimited",
  "internal",
  "unavailable",
  "tooManyReads",
  "tookTooLong",
] as const
export const BODY_PROBLEMS = [
  "unreadableBody",
  "bodyTimeout",
  "bodyTooLarge",
  "unsupportedBody",
] as const
export const WRITE_PROBLEMS = [...READ_PROBLEMS, ...BODY_PROBLEMS, "crossOrigin"] as const

export const accountRead = (
  path: string,
  summary: string,
  query: QueryWords,
  schema: Schema.Top,
): Endpoint => ({
  method: "get",
  path: `/v1/accounts/:account${path}`,
  summary,
  credential: "read",
  query,
  answers: [ok(schema)],
  problems: [...READ_PROBLEMS, "notFound"],
})
