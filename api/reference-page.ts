/** The reference as a page: rendered once from the OpenAPI document, readable without any script. */
import { openApiDocument } from "./openapi.ts"
import {
  type JsonShape,
  type Markup,
  markup,
  prose,
  shapeArticle,
  table,
  typeText,
} from "./reference-shapes.ts"

interface Content {
  /** None where the document says no more than the media type. */
  readonly schema?: JsonShape
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}
interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly description?: string
  readonly example?: string | ReadonlyArray<string>
  readonly schema: JsonShape
}
interface Operation {
  readonly tags: ReadonlyArray<string>
  readonly summary: string
  readonly description?: string
  readonly security: ReadonlyArray<Readonly<Record<string, ReadonlyArray<string>>>>
  readonly parameters: ReadonlyArray<Parameter>
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> }
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly content?: Readonly<Record<string, Content>> }
    >
  >
}
interface Entry {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

const idOf = ({ method, path }: Entry) =>
  `${method}${path}`.replace(/[^a-z\d]+/gi, "-").replace(/-$/, "")

const whoMay = ({ security }: Operation): string => {
  const [key] = security
  if (key === undefined) return "Needs no credential."
  const scope = key.key?.[0]
  const token = security.some((one) => one.token !== undefined) ? ", or a token of the account" : ""
  return scope === undefined
    ? "Any credential."
    : `A key with the scope \`${scope}\`${token}, or a session that was exchanged for one.`
}

const parameterRows = ({ parameters }: Operation) =>
  parameters.map(
    ({ name, in: where, required, description, schema }) => markup`<tr>
<th scope="row"><code>${name}</code>${required ? "" : markup` <small>optional</small>`}</th>
<td>${where}</td><td>${typeText(schema)}</td>
<td>${prose(description ?? schema.description ?? "")}</td></tr>`,
  )

const contentRows = (content: Readonly<Record<string, Content>> = {}) =>
  Object.entries(content).map(
    ([type, { schema }], i) =>
      markup`${i === 0 ? "" : markup`<br>`}<code>${type}</code> ${schema === undefined ? "" : typeText(schema)}`,
  )

const answerRows = ({ responses }: Operation) =>
  Object.entries(responses).map(
    ([status, { description, content }]) => markup`<tr><th scope="row">${status}</th>
<td>${prose(description)}</td><td>${contentRows(content)}</td></tr>`,
  )

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

const queryOf = ({ parameters }: Operation): string => {
  const words = new URLSearchParams()
  for (const { in: where, name, example } of parameters)
    if (where === "query") for (const one of [example ?? []].flat()) words.append(name, one)
  return words.size === 0 ? "" : `?${words}`
}

/** Of the first form in which the endpoint takes a body. */
const bodyOf = ({ requestBody }: Operation): string | undefined => {
  const [form] = Object.values(requestBody?.content ?? {})
  const value = form?.example ?? Object.values(form?.examples ?? {})[0]?.value
  return value === undefined ? undefined : JSON.stringify(value)
}

const curlOf = ({ method, path, operation }: Entry): string => {
  const params = new Map(operation.parameters.map(({ name, example }) => [name, `${example}`]))
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params.get(name) ?? ""))
  const body = bodyOf(operation)
  const url = `http://127.0.0.1:4000${filled}${queryOf(operation)}`
  return [
    `curl -sS ${method === "get" ? "" : `-X ${method.toUpperCase()} `}${quoted(url)}`,
    ...(operation.security.length > 0 ? [`-H "authorization: Bearer $key"`] : []),
    ...(body === undefined ? [] : [`-H "content-type: application/json" --data ${quoted(body)}`]),
  ].join(" \\\n  ")
}

const exampleOf = (entry: Entry): Markup => {
  const answers = Object.values(entry.operation.responses)
  const answer = answers.map(({ content }) => content?.["application/json"]?.example)
  const shown = answer.find((one) => one !== undefined)
  const name = `${entry.method.toUpperCase()} ${entry.path}`
  return markup`<details><summary>Example</summary>
<pre tabindex="0" role="region" aria-label="Request: ${name}"><code>${curlOf(entry)}</code></pre>
${
  shown === undefined
    ? ""
    : markup`<pre tabindex="0" role="region" aria-label="Answer: ${name}"><code>${JSON.stringify(shown, null, 2)}</code></pre>`
}</details>`
}

const entryArticle = (entry: Entry): Markup => {
  const { method, path, operation } = entry
  const name = `${method.toUpperCase()} ${path}`
  const { parameters, requestBody } = operation
  const heads = ["Name", "In", "Type", "Meaning"]
  return markup`<article id="${idOf(entry)}">
<h3><span class="method">${method.toUpperCase()}</span> <code>${path}</code></h3>
<p>${prose(operation.summary)}.</p>
<p>${prose(operation.description ?? "")}</p>
<p class="who">${prose(whoMay(operation))}</p>
${parameters.length === 0 ? "" : table(`Parameters of ${name}`, heads, parameterRows(operation))}
${requestBody === undefined ? "" : markup`<p>Body: ${contentRows(requestBody.content)}</p>`}
${table(`Answers of ${name}`, ["Status", "Meaning", "Content"], answerRows(operation))}
${exampleOf(entry)}
</article>`
}

const entriesIn = (paths: Readonly<Record<string, unknown>>): ReadonlyArray<Entry> =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods as Readonly<Record<string, Operation>>).map(([method, operation]) => ({
      method,
      path,
      operation,
    })),
  )

/** `style` and `script` stand in the page itself: a policy names them by their hashes. */
export const referencePage = ({ style, script }: Readonly<Record<"style" | "script", Markup>>) => {
  const { paths, tags, components, info } = openApiDocument()
  const entries = entriesIn(paths)
  const groups = tags
    .map(({ name }) => ({
      name,
      entries: entries.filter(({ operation }) => operation.tags.includes(name)),
    }))
    .filter((group) => group.entries.length > 0)
  const shapes = Object.entries(components.schemas) as unknown as ReadonlyArray<[string, JsonShape]>
  const link = (entry: Entry) => markup`<li><a href="#${idOf(entry)}">
<span class="method">${entry.method.toUpperCase()}</span> ${entry.path}</a></li>`
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Tidemark API reference</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the endpoints</a>
<header>
<h1>Tidemark API</h1>
<p>Version ${info.version} · <a href="/openapi.json">OpenAPI document</a> · <a href="/">Dashboard</a></p>
<search hidden><label for="search">Search</label>
<input id="search" type="search" autocomplete="off" aria-keyshortcuts="/">
<output id="found" for="search"></output></search>
</header>
<nav aria-label="Endpoints">
${groups.map(
  ({ name, entries }) => markup`<section><h2>${name}</h2><ul>${entries.map(link)}</ul></section>`,
)}
<section><h2><a href="#shapes">Shapes</a></h2></section>
</nav>
<main id="content" tabindex="-1">
${groups.map(
  ({ name, entries }) => markup`<section><h2>${name}</h2>${entries.map(entryArticle)}</section>`,
)}
<section id="shapes"><h2>Shapes</h2>
${shapes.map(([name, shape]) => shapeArticle(name, shape))}</section>
</main>
<script>${script}</script>
</body>
</html>
`
}
