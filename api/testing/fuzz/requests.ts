/** Requests of every operation that the OpenAPI document lists: good, odd and spoilt. */
import fc, { type Arbitrary } from "fast-check"
import { type Definitions, type JsonSchema, spoilt, type Texts, valuesOf } from "./schema-values.ts"

interface Parameter {
  readonly name: string
  readonly in: "path" | "query" | "header"
  readonly schema: JsonSchema
  readonly example?: unknown
}
interface Content {
  readonly schema: JsonSchema
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}
interface Operation {
  readonly parameters: ReadonlyArray<Parameter>
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> }
  readonly responses: Readonly<Record<string, { readonly content?: object }>>
}
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Definitions }
}

export interface FuzzRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

const oddText = fc.oneof(
  fc.constantFrom("", " ", "0", "-1", "null", "\u0000", "%00", "..", "'", "{{x}}", "9".repeat(400)),
  fc.string({ unit: "binary", maxLength: 60 }),
)
const visible = fc
  .array(fc.integer({ min: 0x21, max: 0x7e }), { minLength: 1, maxLength: 40 })
  .map((codes) => String.fromCharCode(...codes))

/** A cursor with a character changed, taken out, or put behind it. */
export const tampered = (cursor: string): Arbitrary<string> =>
  fc.tuple(fc.nat(cursor.length), fc.constantFrom("", "A", "-", ".", "é")).map(([at, other]) => {
    const rest = cursor.slice(at + 1)
    return `${cursor.slice(0, at)}${other}${rest}`
  })

type Pairs = ReadonlyArray<readonly [name: string, value: string]>

const mostly = <A>(usual: Arbitrary<A>, weight: number, odd: Arbitrary<A>): Arbitrary<A> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd })

/** What may stand in a path is known by what it stands behind, or by its name alone. */
const pathOf = (path: string, texts: Texts): Arbitrary<string> => {
  const parts = path.split("/").map((part, i, all) => {
    const name = /^\{(.+)\}$/.exec(part)?.[1]
    if (name === undefined) return fc.constant(part)
    const known = texts[`${all[i - 1]}/${name}`] ?? texts[name] ?? visible
    return mostly(known, 5, oddPart).map(escaped)
  })
  return fc.tuple(...parts).map((all) => all.join("/"))
}

/** An empty part would be another path. */
const oddPart = oddText.filter((text) => text !== "" && text !== "..")

/** Half of a surrogate pair cannot be escaped. */
const escaped = (text: string) => encodeURIComponent(text.toWellFormed())

const NO_WORDS = fc.constant<Pairs>([])

/** The words of the example; or any, of which most are left out, so that all of them are good now and then. */
const queryOf = (
  parameters: ReadonlyArray<Parameter>,
  of: ReturnType<typeof valuesOf>,
): Arbitrary<Pairs> => {
  const words = parameters.filter((one) => one.in === "query")
  const known = words.map(({ name, schema }) => {
    const good = of(schema, name).map(String)
    const once = mostly(good, 8, oddText).map((value): Pairs => [[name, value]])
    const twice = fc.tuple(good, good).map((both): Pairs => both.map((value) => [name, value]))
    return fc.oneof(
      { weight: 20, arbitrary: NO_WORDS },
      { weight: 4, arbitrary: once },
      { weight: 1, arbitrary: twice },
    )
  })
  const example = words.flatMap(({ name, example }) =>
    example === undefined ? [] : [example].flat().map((value) => [name, String(value)] as const),
  )
  const unknown = fc.tuple(visible, oddText).map((pair): Pairs => [pair])
  const any = fc.tuple(mostly(NO_WORDS, 15, unknown), ...known).map((pairs) => pairs.flat())
  return mostly(any, 3, fc.constant(example))
}

const headersOf = ({ parameters, responses }: Operation): Arbitrary<Record<string, string>> => {
  const types = Object.values(responses).flatMap(({ content = {} }) => Object.keys(content))
  const accept = mostly(fc.constantFrom(...types, "*/*", "application/json"), 8, visible)
  const named = parameters
    .filter((one) => one.in === "header")
    .map(({ name, example }) =>
      mostly(
        fc.constant({}),
        3,
        mostly(fc.constant(String(example)), 2, visible).map((value) => ({ [name]: value })),
      ),
    )
  return fc
    .tuple(accept, ...named)
    .map(([accept, ...headers]) => Object.assign({ accept }, ...headers))
}

const examplesIn = ({ example, examples = {} }: Content): ReadonlyArray<unknown> => [
  ...(example === undefined ? [] : [example]),
  ...Object.values(examples).map(({ value }) => value),
]

interface Body {
  readonly body: string | null
  readonly headers: Readonly<Record<string, string>>
}
const NO_BODY: Body = { body: null, headers: {} }

const bodyOf = (
  { requestBody }: Operation,
  of: ReturnType<typeof valuesOf>,
  known: unknown,
): Arbitrary<Body> => {
  if (requestBody === undefined) return fc.constant(NO_BODY)
  const contents = Object.entries(requestBody.content)
  const json = requestBody.content["application/json"]?.schema ?? {}
  const bodies = contents.map(([type, content]) => {
    const { schema } = content
    const isLines = type === "application/x-ndjson"
    const shown = isLines ? [] : [...examplesIn(content), known].filter((one) => one !== undefined)
    const any = of(isLines ? json : schema)
    const good = shown.length === 0 ? any : fc.oneof(any, fc.constantFrom(...shown))
    const one = mostly(good, 2, spoilt(good)).map((value) => JSON.stringify(value))
    const text = isLines ? fc.array(one, { maxLength: 5 }).map((lines) => lines.join("\n")) : one
    const broken = fc.tuple(text, fc.nat(200)).map(([whole, end]) => whole.slice(0, end))
    return fc
      .tuple(mostly(text, 8, fc.oneof(broken, oddText)), mostly(fc.constant(type), 20, visible))
      .map(([body, type]): Body => ({ body, headers: { "content-type": type } }))
  })
  return mostly(fc.oneof(...bodies), 15, fc.constant(NO_BODY))
}

/**
 * `texts`: good values of what is only text to the document, by the name of the parameter or member;
 * `bodies`: good ones, by operation.
 */
export const requestsOf = (
  { paths, components }: Document,
  { texts, bodies }: { readonly texts: Texts; readonly bodies: Readonly<Record<string, unknown>> },
): ReadonlyArray<{ readonly name: string; readonly request: Arbitrary<FuzzRequest> }> => {
  const of = valuesOf(components.schemas, texts)
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`
      const request = fc
        .tuple(
          pathOf(path, texts),
          queryOf(operation.parameters, of),
          headersOf(operation),
          bodyOf(operation, of, bodies[name]),
        )
        .map(([path, words, headers, { body, headers: ofBody }]) => {
          const query = words.map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
          return {
            method: method.toUpperCase(),
            url: query.length === 0 ? path : `${path}?${query.join("&")}`,
            headers: { ...headers, ...ofBody },
            body,
          }
        })
      return { name, request }
    }),
  )
}
