/** What an entry of the endpoint table is, and what reads have in common. */
import type { Schema } from "effect"
import type { Example, HeaderExample } from "./event-examples.ts"
import type { ProblemName } from "./problem.ts"
import type { QueryWords } from "./query-words.ts"

export interface Endpoint {
  readonly method: "get" | "put" | "post" | "delete"
  /** As Hono writes it: `/v1/accounts/:account`. */
  readonly path: string
  readonly summary: string
  readonly description?: string
  /** `admin`: a credential for all accounts that may also write. */
  readonly credential: "none" | "read" | "admin"
  readonly query: QueryWords
  /** By media type. What a schema does not list is refused. */
  readonly body?: Readonly<Record<string, Schema.Top>>
  /** By media type and name. */
  readonly examples?: Readonly<Record<string, Readonly<Record<string, Example>>>>
  /** Headers that mean something here, by name. */
  readonly headers?: Readonly<Record<string, HeaderExample>>
  readonly answers: ReadonlyArray<{
    readonly status: number
    readonly description: string
    /** Null for an answer that is not JSON. */
    readonly schema: Schema.Top | null
  }>
  readonly problems: ReadonlyArray<ProblemName>
}

export const ok = (schema: Schema.Top | null, description = "The answer") => ({
  status: 200,
  description,
  schema,
})
export const READ_PROBLEMS = [
  "invalidQuery",
  "unauthenticated",
  "internal",
  "unavailable",
  "tooManyReads",
  "tookTooLong",
] as const

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
