/** What a request to a Tidemark ends with when it does not end with an answer. */
import { Data } from "effect"
import type { FieldError } from "./contract.ts"

/** It answered, and said no: an RFC 9457 problem document. `type` is stable, programs may branch on it. */
export class TidemarkProblem extends Data.TaggedError("TidemarkProblem")<{
  readonly url: string
  readonly status: number
  readonly type: string
  readonly title: string
  readonly detail: string
  /** Every field that was refused, each with a JSON pointer and a stable code. */
  readonly errors: ReadonlyArray<FieldError>
  /** Under this id the request stands in the server's log; null where something in between answered. */
  readonly requestId: string | null
  /** How long it asks to wait, in milliseconds. */
  readonly retryAfterMs: number | null
}> {
  override get message() {
    return `${this.status} ${this.title}: ${this.detail}`
  }
}

/** Nothing answered, what answered broke off, or it took too long. */
export class TidemarkUnavailable extends Data.TaggedError("TidemarkUnavailable")<{
  readonly url: string
  readonly reason: string
  /** False: the request has not been sent, so nothing can have come of it. */
  readonly sent: boolean
}> {
  override get message() {
    return `${this.url} does not answer: ${this.reason}`
  }
}

export type ClientError = TidemarkProblem | TidemarkUnavailable

/** A problem document, or what stands for one where something in between answered. */
export const problemOf = async (
  url: string,
  response: Response,
  retryAfterMs: number | null,
): Promise<TidemarkProblem> => {
  const body = await documentOf(response)
  const text = (name: string, otherwise: string) =>
    typeof body[name] === "string" ? body[name] : otherwise
  return new TidemarkProblem({
    url,
    status: response.status,
    type: text("type", "about:blank"),
    title: text("title", "The request was not served"),
    detail: text("detail", "The answer gives no reason; is this a Tidemark?"),
    errors: Array.isArray(body.errors) ? body.errors.filter(isFieldError) : [],
    requestId: response.headers.get("x-request-id"),
    retryAfterMs,
  })
}

const documentOf = async (response: Response): Promise<Readonly<Record<string, unknown>>> => {
  try {
    const body: unknown = await response.json()
    return typeof body === "object" && body !== null ? { ...body } : {}
  } catch {
    // A proxy's page, or cut off: the status still says what happened.
    return {}
  }
}

const isFieldError = (value: unknown): value is FieldError =>
  typeof value === "object" &&
  value !== null &&
  ["pointer", "code", "message"].every(
    (name) => typeof (value as Record<string, unknown>)[name] === "string",
  )

/** Why the network gave nothing, in a few words. */
export const networkReason = (error: unknown): string => {
  const code = networkCode(error)
  const known = code === null ? undefined : NETWORK_REASONS[code]
  if (known !== undefined) return known
  const cause = causeOf(error)
  return cause instanceof Error && cause.message !== "" ? cause.message : String(cause)
}

/** True where no connection came about. */
export const wasNotSent = (error: unknown): boolean =>
  ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"].includes(networkCode(error) ?? "")

const NETWORK_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there; is it running?",
  ENOTFOUND: "there is no host of that name",
  ECONNRESET: "the connection broke off",
  UND_ERR_SOCKET: "the connection broke off",
}

const causeOf = (error: unknown): unknown =>
  error instanceof Error ? (error.cause ?? error) : error

const networkCode = (error: unknown): string | null => {
  const cause = causeOf(error)
  return cause instanceof Error && "code" in cause ? String(cause.code) : null
}
