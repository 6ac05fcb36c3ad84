/**
 * RFC 9457 problem documents. `type` is stable: programs may branch on it. `detail` is for people, and
 * `errors` name every bad field at once.
 */
import { Data } from "effect"
import type { FieldError, Problem } from "./contract.ts"

export const PROBLEMS = {
  invalidQuery: { path: "invalid-query", status: 400, title: "The query cannot be used" },
  invalidBody: { path: "invalid-body", status: 400, title: "The body cannot be used" },
  unreadableBody: { path: "unreadable-body", status: 400, title: "The body cannot be read" },
  unauthenticated: { path: "unauthenticated", status: 401, title: "A credential is needed" },
  forbidden: { path: "forbidden", status: 403, title: "The credential does not allow this" },
  crossOrigin: { path: "cross-origin", status: 403, title: "The request came from another site" },
  notFound: { path: "not-found", status: 404, title: "There is nothing here" },
  methodNotAllowed: { path: "method-not-allowed", status: 405, title: "The method is not served" },
  tooManyRows: { path: "too-many-rows", status: 400, title: "The file cannot hold so many rows" },
  tooManyExports: { path: "too-many-exports", status: 409, title: "Too many exports are kept" },
  exportNotDone: { path: "export-not-done", status: 409, title: "The export has no file" },
  tooManyKeys: { path: "too-many-keys", status: 409, title: "Too many keys hold" },
  alreadyResolved: {
    path: "already-resolved",
    status: 409,
    title: "The rejection is resolved already",
  },
  notRetryable: {
    path: "not-retryable",
    status: 409,
    title: "The rejection cannot be sent again as it was",
  },
  rebuildRefused: {
    path: "rebuild-refused",
    status: 409,
    title: "The rollup cannot be made anew just now",
  },
  backupRefused: {
    path: "backup-refused",
    status: 409,
    title: "No backup can be made just now",
  },
  bodyTimeout: { path: "body-timeout", status: 408, title: "The body took too long" },
  linkSpent: { path: "sign-in-link-spent", status: 410, title: "The sign-in link is spent" },
  bodyTooLarge: { path: "body-too-large", status: 413, title: "The body is too large" },
  unsupportedBody: {
    path: "unsupported-body",
    status: 415,
    title: "This kind of body is not accepted",
  },
  malformedRequest: {
    path: "malformed-request",
    status: 400,
    title: "The request is no HTTP",
  },
  requestTimeout: { path: "request-timeout", status: 408, title: "The request took too long" },
  headersTooLarge: { path: "headers-too-large", status: 431, title: "The headers are too large" },
  rateLimited: { path: "rate-limited", status: 429, title: "Too many requests" },
  internal: { path: "internal", status: 500, title: "The request could not be served" },
  unavailable: { path: "unavailable", status: 503, title: "The service cannot answer just now" },
  tooManyReads: { path: "too-many-reads", status: 503, title: "Too many questions wait already" },
  tooManyListeners: {
    path: "too-many-listeners",
    status: 503,
    title: "Too many live streams are open",
  },
  tookTooLong: { path: "took-too-long", status: 503, title: "The question takes too long" },
} as const
export type ProblemName = keyof typeof PROBLEMS
export type ProblemStatus = (typeof PROBLEMS)[ProblemName]["status"]

export const PROBLEM_JSON = "application/problem+json"

export const problemType = (name: ProblemName): string => `/problems/${PROBLEMS[name].path}`

/** An expected refusal: whoever fails with it, or throws it, has decided the answer. */
export class Refused extends Data.TaggedError("Refused")<{
  readonly problem: ProblemName
  readonly detail: string
  readonly errors?: ReadonlyArray<FieldError>
  readonly headers?: Readonly<Record<string, string>>
}> {
  override get message() {
    return this.detail
  }
}

export const refused = (
  problem: ProblemName,
  detail: string,
  more: {
    readonly errors?: ReadonlyArray<FieldError>
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Refused => new Refused({ problem, detail, ...more })

const problemDocument = ({ problem, detail, errors }: Refused): Problem => ({
  type: problemType(problem),
  title: PROBLEMS[problem].title,
  status: PROBLEMS[problem].status,
  detail,
  ...(errors === undefined ? {} : { errors }),
})

export const problemResponse = (refusal: Refused): Response =>
  new Response(JSON.stringify(problemDocument(refusal)), {
    status: PROBLEMS[refusal.problem].status,
    headers: {
      "content-type": PROBLEM_JSON,
      "cache-control": "no-store",
      ...refusal.headers,
    },
  })

/** The same words for an account that is missing and for one that the credential may not see. */
export const noSuchAccount = (): Refused =>
  refused("notFound", "No account of that name can be read with this credential.")

/** "/from and /to: …" in one line, for `detail`. */
export const fieldsRefused = (
  problem: "invalidQuery" | "invalidBody",
  errors: ReadonlyArray<FieldError>,
): Refused =>
  refused(problem, errors.map(({ pointer, message }) => `${pointer}: ${message}`).join("; "), {
    errors,
  })
