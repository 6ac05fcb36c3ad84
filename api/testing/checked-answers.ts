/** Holds every answer of a test to what the endpoint table says of it. */
import { Schema } from "effect"
import type { App } from "../app.ts"
import { Problem } from "../contract.ts"
import type { Endpoint } from "../endpoint.ts"
import { ENDPOINTS } from "../endpoints.ts"
import { PROBLEM_JSON, PROBLEMS, problemType } from "../problem.ts"

/** The same app; an answer that the table does not allow is thrown as an error. */
export const withCheckedAnswers = (app: App): App => {
  const request = app.request
  app.request = async (input, init, ...rest) => {
    const response = await request(input, init, ...rest)
    if (typeof input === "string" && !init?.signal?.aborted)
      await checkAnswer(init?.method ?? "GET", input, response.clone())
    return response
  }
  return app
}

/** Throws what the table does not allow. Reads the body, if it has to be of some shape. */
export const checkAnswer = async (method: string, path: string, response: Response) => {
  const { pathname } = new URL(path, "http://localhost")
  const endpoint = endpointAt(method, pathname)
  const what = `${method} ${pathname} answered ${response.status}`
  if (response.headers.get("content-type") === PROBLEM_JSON) {
    const problem = decodeStrictly(Problem, await response.json())
    if (problem.status !== response.status) throw new Error(`${what} and says ${problem.status}`)
    const stated = endpoint?.problems.map(problemType) ?? [problem.type]
    if (!stated.includes(problem.type)) throw new Error(`${what}, ${problem.type} is not stated`)
    const named = Object.values(PROBLEMS).find(({ path }) => problem.type === `/problems/${path}`)
    if (named?.status !== problem.status) throw new Error(`${what}: ${problem.type} is unknown`)
    return
  }
  if (endpoint === undefined) return
  const answer = endpoint.answers.find(({ status }) => status === response.status)
  // An answer that is the same as before, and a page in place of a problem, have no schema.
  if (answer === undefined && ![304, 410].includes(response.status))
    throw new Error(`${what}, which is not stated`)
  const [mediaType = ""] = response.headers.get("content-type")?.split(";") ?? []
  // A file of a kind that the table states; what is in it is for the test to say.
  if (answer?.files?.includes(mediaType)) return
  if (answer?.schema) decodeStrictly(answer.schema as Schema.Codec<unknown>, await response.json())
}

const decodeStrictly = <A>(schema: Schema.Codec<A, unknown>, value: unknown) =>
  Schema.decodeUnknownSync(schema, { onExcessProperty: "error", errors: "all" })(value)

/** Of two templates that fit, the one without a parameter at that place. */
const endpointAt = (method: string, pathname: string): Endpoint | undefined => {
  const asked = method === "HEAD" ? "get" : method.toLowerCase()
  return ENDPOINTS.find(
    (endpoint) =>
      endpoint.method === asked &&
      new RegExp(`^${endpoint.path.replaceAll(".", "\\.").replace(/:\w+/g, "[^/]+")}$`).test(
        pathname,
      ),
  )
}
