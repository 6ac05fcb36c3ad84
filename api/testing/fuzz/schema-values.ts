/** Values that a JSON schema of the OpenAPI document allows, and the same spoilt. */
import fc, { type Arbitrary } from "fast-check"

export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string
  readonly enum?: ReadonlyArray<unknown>
  readonly anyOf?: ReadonlyArray<JsonSchema>
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: ReadonlyArray<string>
  readonly additionalProperties?: JsonSchema | boolean
  readonly minimum?: number
  readonly maximum?: number
}
export type Definitions = Readonly<Record<string, JsonSchema>>

/** What is text to a schema, and has a form all the same: good values, by the name of the member. */
export type Texts = Readonly<Record<string, Arbitrary<string>>>

const ITEMS_MAX = 4
/** Of ten optional members, so many are there. */
const PRESENT_OF_TEN = 4

/** Anything that JSON can say, of the kinds that are mistaken for something else. */
const anyJson = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, "", "0", "-0", "null", [], {}, [[]], {}),
  fc.constantFrom("__proto__", "constructor", "\u0000", "\ud800", "'; DROP TABLE", "{{rows}}"),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
)

type Entries = ReadonlyArray<readonly [name: string, value: unknown]>

/** As the schema says; texts with a form are mostly in it. */
export const valuesOf = (definitions: Definitions, texts: Texts) => {
  const ofText = (name: string) => {
    const known = texts[name]
    const other = fc.string({ unit: "grapheme", maxLength: 20 })
    return known === undefined
      ? other
      : fc.oneof({ weight: 6, arbitrary: known }, { weight: 1, arbitrary: other })
  }
  const ofObject = ({ properties = {}, required = [] }: JsonSchema): Arbitrary<unknown> => {
    const members = Object.entries(properties).map(([name, schema]) => {
      const value = of(schema, name).map((one): Entries => [[name, one]])
      const isThere = fc.nat(9).map((n) => n < PRESENT_OF_TEN)
      return required.includes(name)
        ? value
        : isThere.chain((there) => (there ? value : fc.constant<Entries>([])))
    })
    return fc.tuple(...members).map((entries) => Object.fromEntries(entries.flat()))
  }
  const of = (schema: JsonSchema, name = ""): Arbitrary<unknown> => {
    if (schema.$ref !== undefined) {
      const definition = definitions[schema.$ref.split("/").at(-1) ?? ""]
      if (definition === undefined) throw new Error(`${schema.$ref} is not defined`)
      return of(definition, name)
    }
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
    if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => of(one, name)))
    switch (schema.type) {
      case "string":
        return ofText(name)
      case "integer":
        return fc.integer({
          min: schema.minimum ?? 0,
          max: Math.min(schema.maximum ?? 99, 2 ** 40),
        })
      case "number":
        return fc.nat(99)
      case "null":
        return fc.constant(null)
      case "array":
        return fc.array(of(schema.items ?? {}, name), { maxLength: ITEMS_MAX })
      case "object":
        return ofObject(schema)
      default:
        return anyJson
    }
  }
  return of
}

/** The same with one place of it, or all, replaced by something else, removed, or with a member too many. */
export const spoilt = (value: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc
    .tuple(value, fc.nat(), anyJson, fc.constantFrom("replace", "remove", "add"))
    .map(([whole, at, other, how]) => {
      const places = placesIn(whole)
      const place = places[at % (places.length + 1)]
      if (place === undefined) return other
      const { parent, key } = place
      if (how === "replace") return changed(whole, parent, { ...copyOf(parent), [key]: other })
      const { [key]: _, ...rest } = copyOf(parent)
      return changed(whole, parent, how === "add" ? { ...copyOf(parent), extra: other } : rest)
    })

type Members = Record<string, unknown>
const copyOf = (members: object): Members => ({ ...members })

const placesIn = (value: unknown): ReadonlyArray<{ parent: object; key: string }> => {
  if (typeof value !== "object" || value === null) return []
  const parent = value
  return Object.entries(value).flatMap(([key, member]) => [{ parent, key }, ...placesIn(member)])
}

/** What is spoilt in a list is an object from then on: no list has members. */
const changed = (value: unknown, from: object, to: Members): unknown => {
  if (value === from) return to
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map((one) => changed(one, from, to))
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, changed(member, from, to)]),
  )
}
