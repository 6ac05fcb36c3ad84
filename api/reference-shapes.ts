/** JSON schemas as people read them. */
import { html, type raw } from "hono/html"

/** Markup that is escaped already. Nothing here waits for anything. */
export type Markup = ReturnType<typeof raw>
export const markup = (strings: TemplateStringsArray, ...values: unknown[]): Markup =>
  html(strings, ...values) as Markup

/** As much of JSON Schema as the OpenAPI document uses. */
export interface JsonShape {
  readonly $ref?: string
  readonly type?: string
  readonly enum?: ReadonlyArray<unknown>
  readonly anyOf?: ReadonlyArray<JsonShape>
  readonly allOf?: ReadonlyArray<JsonShape>
  readonly items?: JsonShape
  readonly properties?: Readonly<Record<string, JsonShape>>
  readonly required?: ReadonlyArray<string>
  readonly additionalProperties?: boolean | JsonShape
  readonly description?: string
}

/** `code` between backticks, as descriptions have it. */
export const prose = (text: string): Markup =>
  markup`${text.split("`").map((part, i) => (i % 2 === 1 ? markup`<code>${part}</code>` : part))}`

const nameIn = (ref: string) => ref.slice(ref.lastIndexOf("/") + 1)
export const shapeId = (name: string) => `shape-${name}`

const joined = (parts: ReadonlyArray<Markup>, by: string): Markup =>
  markup`${parts.map((part, i) => (i === 0 ? part : markup`${by}${part}`))}`

/** A type in a line; what has a name is a link to it. */
export const typeText = (shape: JsonShape): Markup => {
  const { $ref, enum: values, anyOf, allOf, items, properties, additionalProperties } = shape
  if ($ref !== undefined) {
    const name = nameIn($ref)
    return markup`<a href="#${shapeId(name)}">${name}</a>`
  }
  if (values !== undefined)
    return joined(
      values.map((value) => markup`<code>${JSON.stringify(value)}</code>`),
      " | ",
    )
  if (anyOf !== undefined) return joined(anyOf.map(typeText), " | ")
  if (allOf !== undefined) return joined(allOf.map(typeText), " & ")
  if (items !== undefined) return markup`list of ${typeText(items)}`
  if (properties === undefined && typeof additionalProperties === "object")
    return markup`object of ${typeText(additionalProperties)}`
  return markup`${shape.type ?? "any"}`
}

/** Objects without a name of their own, whose members are told where they stand. */
const inner = (shape: JsonShape): JsonShape | null => {
  if (shape.properties !== undefined) return shape
  if (shape.items !== undefined) return inner(shape.items)
  for (const one of shape.anyOf ?? []) {
    const found = inner(one)
    if (found !== null) return found
  }
  return null
}

const DEPTH_MAX = 6

/** Every member, with those of nested objects below it. */
const rowsOf = (shape: JsonShape, path = "", depth = 0): ReadonlyArray<Markup> =>
  Object.entries(shape.properties ?? {}).flatMap(([name, member]) => {
    const optional = shape.required?.includes(name) ? "" : markup` <small>optional</small>`
    const within = depth < DEPTH_MAX ? inner(member) : null
    const row = markup`<tr><th scope="row"><code>${path}${name}</code>${optional}</th>
<td>${typeText(member)}</td><td>${prose(member.description ?? "")}</td></tr>`
    return [row, ...(within === null ? [] : rowsOf(within, `${path}${name}.`, depth + 1))]
  })

/** A table that scrolls by itself where it is too wide, with the keyboard too. */
export const table = (
  label: string,
  heads: ReadonlyArray<string>,
  rows: ReadonlyArray<Markup>,
): Markup => markup`<div class="wide" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`

export const shapeArticle = (name: string, shape: JsonShape): Markup => {
  const members = inner(shape)
  return markup`<article id="${shapeId(name)}"><h3><code>${name}</code></h3>
<p>${prose(shape.description ?? "")} ${members === shape ? "" : typeText(shape)}</p>
${members === null ? "" : table(`Members of ${name}`, ["Member", "Type", "Meaning"], rowsOf(members))}
</article>`
}
