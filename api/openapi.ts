/** The OpenAPI 3.1 document, rendered from the endpoint table and the schemas that validate. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { JsonSchema, Schema } from "effect"
import { Hono } from "hono"
import { etag } from "hono/etag"
import { Problem } from "./contract.ts"
import type { Endpoint } from "./endpoint.ts"
import { GROUP_NAMES, groupOf } from "./endpoint-groups.ts"
import { ENDPOINTS } from "./endpoints.ts"
import type { ApiEnv } from "./environment.ts"
import { PROBLEM_JSON, PROBLEMS, problemType } from "./problem.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { nameOfEndpoint, requestExample } from "./request-examples.ts"

/** `/v1/accounts/:account` as OpenAPI writes it. */
const templateOf = (path: string) => path.replace(/:(\w+)/g, "{$1}")

/** Collects schemas, so that what they share is written down once. */
const collector = () => {
  const schemas: JsonSchema.JsonSchema[] = []
  const definitions: JsonSchema.Definitions = {}
  return {
    add: (schema: Schema.Top, onExcessProperty: "ignore" | "error" = "ignore"): number => {
      const document = Schema.toJsonSchemaDocument(schema, { onExcessProperty })
      Object.assign(definitions, document.definitions)
      return schemas.push(document.schema) - 1
    },
    finish: () => {
      const [first, ...rest] = schemas
      if (first === undefined) throw new Error("no schema was collected")
      return JsonSchema.toMultiDocumentOpenApi3_1({
        dialect: "draft-2020-12",
        schemas: [first, ...rest],
        definitions,
      })
    },
  }
}

type Add = ReturnType<typeof collector>["add"]
type Render = (index: number) => JsonSchema.JsonSchema | undefined

/** Recorded by `scripts/answer-examples.ts`, by method and path. */
const ANSWERS: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "answer-examples.json"), "utf8"),
)

const exampleOf = (value: unknown) => (value === undefined ? {} : { example: value })

/** Reads of figures: by the tag of their answer who has it already gets none again. */
const isTagged = ({ method, path, answers }: Endpoint) =>
  method === "get" && /^\/v1\/(?!session$)/.test(path) && answers[0]?.schema !== null
const TAG_HEADER = {
  "if-none-match": {
    description: "The `ETag` of an earlier answer: 304 while its figures are as they were",
    example: 'W/"aV3bq2nXk0cQ4mJd8sYw1g"',
  },
}
const NOT_MODIFIED = {
  description: "The figures are as they were",
  headers: { ETag: { schema: { type: "string" } } },
}

const parametersOf = (endpoint: Endpoint, add: Add) => {
  const { params = {}, query = {} } = requestExample(endpoint)
  return [
    ...[...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: "path",
      required: true,
      ...exampleOf(params[name ?? ""]),
      schema: () => ({ type: "string" }) as JsonSchema.JsonSchema,
    })),
    ...Object.entries(endpoint.query).map(([name, word]) => {
      const index = add(word)
      return {
        name,
        in: "query",
        required: false,
        ...exampleOf(query[name]),
        schema: (render: Render) => render(index),
      }
    }),
    ...Object.entries({ ...endpoint.headers, ...(isTagged(endpoint) && TAG_HEADER) }).map(
      ([name, { description, example }]) => ({
        name,
        in: "header",
        required: false,
        description,
        example,
        schema: () => ({ type: "string" }) as JsonSchema.JsonSchema,
      }),
    ),
  ]
}

const problemAnswers = (endpoint: Endpoint) => {
  const byStatus = Map.groupBy(new Set(endpoint.problems), (name) => PROBLEMS[name].status)
  return [...byStatus].map(([status, names]) => ({
    status,
    description: names.map((name) => `${PROBLEMS[name].title} (${problemType(name)})`).join("; "),
  }))
}

const TOKENS_READ = new Set<Endpoint["credential"]>(["any", "read"])

/** The scope is named as a role: a key without it is answered 403. */
/** What a credential must be for, where that is called otherwise. */
const ROLES: Partial<Record<Endpoint["credential"], string>> = { readAll: "read", keep: "read" }

const securityOf = ({ credential }: Endpoint) => {
  if (credential === "none") return []
  const roles = credential === "any" ? [] : [ROLES[credential] ?? credential]
  const tokens = TOKENS_READ.has(credential) ? [{ token: roles }] : []
  return [{ key: roles }, ...tokens, { session: roles }]
}

/** A stream of events is no one text: what each holds is said in words. */
const schemaOfFile = (type: string) =>
  type === "text/event-stream" ? {} : { schema: { type: "string" } }

const operationOf = (endpoint: Endpoint, add: Add) => {
  const parameters = parametersOf(endpoint, add)
  const bodies = Object.entries(endpoint.body ?? {}).map(([type, schema]) => ({
    type,
    index: add(schema, "error"),
  }))
  const answers = endpoint.answers.map((answer) => ({
    ...answer,
    index: answer.schema === null ? null : add(answer.schema),
    events: Object.entries(answer.events ?? {}).map(
      ([name, schema]) => [name, add(schema)] as const,
    ),
  }))
  const problem = add(Problem)
  return (render: Render) => ({
    tags: [groupOf(endpoint.path)],
    summary: endpoint.summary,
    ...(endpoint.description !== undefined && { description: endpoint.description }),
    security: securityOf(endpoint),
    parameters: parameters.map((one) => ({ ...one, schema: one.schema(render) })),
    ...(bodies.length > 0 && {
      requestBody: {
        required: endpoint.bodyOptional !== true,
        content: Object.fromEntries(
          bodies.map(({ type, index }) => {
            const examples = endpoint.examples?.[type]
            const { body } = requestExample(endpoint)
            return [type, { schema: render(index), ...(examples ? { examples } : exampleOf(body)) }]
          }),
        ),
      },
    }),
    responses: Object.fromEntries([
      ...(isTagged(endpoint) ? [[304, NOT_MODIFIED]] : []),
      ...problemAnswers(endpoint).map(({ status, description }) => [
        status,
        { description, content: { [PROBLEM_JSON]: { schema: render(problem) } } },
      ]),
      ...answers.map(({ status, description, index, events, files = [] }, i) => {
        const answered = i === 0 ? exampleOf(ANSWERS[nameOfEndpoint(endpoint)]) : {}
        // OpenAPI 3.1 has no words for the events of a stream.
        const named = events.map(([name, at]) => [name, render(at)])
        const told = events.length > 0 && { "x-events": Object.fromEntries(named) }
        const content = {
          ...(index !== null && { "application/json": { schema: render(index), ...answered } }),
          ...Object.fromEntries(files.map((type) => [type, { ...schemaOfFile(type), ...told }])),
        }
        return [status, { description, ...(Object.keys(content).length > 0 && { content }) }]
      }),
    ]),
  })
}

export const openApiDocument = () => {
  const { add, finish } = collector()
  const operations = ENDPOINTS.map((endpoint) => ({
    endpoint,
    render: operationOf(endpoint, add),
  }))
  const { schemas, definitions } = finish()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { endpoint, render } of operations) {
    const path = templateOf(endpoint.path)
    paths[path] = { ...paths[path], [endpoint.method]: render((index) => schemas[index]) }
  }
  return {
    openapi: "3.1.0",
    info: { title: "Tidemark", version: "0.1.0", description: "Where the credits went." },
    tags: GROUP_NAMES.map((name) => ({ name })),
    paths,
    components: {
      schemas: definitions,
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description: "The admin key, or an API key (tm_…) with the scope that is named",
        },
        token: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description:
            'Reads the account `sub`; `aud` is "tidemark", at most 24 hours. EdDSA or HS256',
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "tidemark_session",
          description: "What a key or token was exchanged for; may do the same",
        },
      },
    },
  }
}

const text = JSON.stringify(openApiDocument())

export const openapi = new Hono<ApiEnv>()
  .use("/openapi.json", etag())
  .get("/openapi.json", query(QUERIES.none), (c) =>
    c.body(text, 200, { "content-type": "application/json", "cache-control": "no-cache" }),
  )
