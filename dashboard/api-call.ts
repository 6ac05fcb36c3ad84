/** One request to the API, typed by its own routes. Every failure becomes a `Problem`. */
import { type ClientResponse, hc } from "hono/client"
import type { App } from "#api/app.ts"
import { fetchAsViewer } from "./credential.ts"
import { m } from "./messages.ts"
import type { SeenProblem } from "./problem-words.ts"
import { observeServerClock } from "./server-clock.ts"

export class ProblemError extends Error {
  readonly problem: SeenProblem
  constructor(problem: SeenProblem) {
    super(problem.detail)
    this.problem = problem
  }
}

const WAIT_MAX_MS = 30_000

/** Hono puts a parameter into the path as it is. */
export const named = (account: string) => ({ account: encodeURIComponent(account) })

type Body<R> = R extends ClientResponse<infer A, 200, "json"> ? A : never

/** Only answers get here: `send` has made everything else a `ProblemError`. */
export const read = async <R extends ClientResponse<unknown>>(
  answer: Promise<R>,
): Promise<Body<R>> => {
  const body = (await (await answer).json()) as Body<R> & { meta: { generated_at: string } }
  observeServerClock(body.meta.generated_at)
  return body
}

/** Of answers without `meta`. */
export const bodyOf = async <R extends ClientResponse<unknown>>(
  answer: Promise<R>,
): Promise<Body<R>> => (await (await answer).json()) as Body<R>

const send = async (path: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
  const deadline = AbortSignal.timeout(WAIT_MAX_MS)
  const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline
  let response: Response
  try {
    response = await fetchAsViewer(path, { ...init, signal })
  } catch (cause) {
    // Superseded by a newer request: nobody is waiting for this answer any more.
    if (init.signal?.aborted) throw cause
    throw new ProblemError(deadline.aborted ? tooSlow() : unreachable())
  }
  if (!response.ok) throw new ProblemError(await problemOf(response))
  return response
}

const problemOf = async (response: Response): Promise<SeenProblem> => {
  const requestId = response.headers.get("x-request-id")
  const known = requestId === null ? {} : { requestId }
  try {
    const body = await response.json()
    if (typeof body?.title === "string" && typeof body?.detail === "string")
      return { ...body, ...known }
  } catch {
    // Not JSON: something in between answered, a proxy for instance.
  }
  return {
    type: "about:blank",
    title: m().problems.answered(response.status),
    status: response.status,
    detail: m().problems.noReason,
    ...known,
  }
}

const unreachable = (): SeenProblem => ({
  type: "about:blank",
  title: m().problems.unreachable,
  status: 0,
  detail: m().problems.checkConnection,
})

const tooSlow = (): SeenProblem => ({
  type: "about:blank",
  title: m().problems.tooSlow,
  status: 0,
  detail: m().problems.noAnswer(WAIT_MAX_MS / 1000),
})

// Made for each request: what it costs is nothing beside one, and it reads `location` late.
const app = () => hc<App>(location.origin, { fetch: send })
export const v1 = () => app().v1
export const health = () => app().health
