/**
 * Parameters travel in the URL, where a server takes 128 KiB a field and proxies far less in all. Long
 * lists are written into the statement instead, as the same text that the URL would carry.
 */
import type { Parameter, Parameters } from "./clickhouse.ts"

/** Up to here a list stays a parameter. A UTF-16 unit takes at most nine characters of a URL. */
const TEXT_LENGTH_MAX = 4_096

export interface BoundStatement {
  readonly statement: string
  readonly parameters: Parameters
}

export const longListsInline = (statement: string, parameters: Parameters): BoundStatement => {
  const literals = new Map<string, string>()
  for (const [name, value] of Object.entries(parameters)) {
    if (!isList(value)) continue
    const text = listText(value)
    if (text.length > TEXT_LENGTH_MAX) literals.set(name, quoted(text))
  }
  if (literals.size === 0) return { statement, parameters }
  return {
    statement: statement.replace(
      /\{(\w+):([^}]+)\}/g,
      (placeholder, name: string, type: string) => {
        const literal = literals.get(name)
        return literal === undefined ? placeholder : `CAST(${literal}, '${type}')`
      },
    ),
    parameters: Object.fromEntries(
      Object.entries(parameters).filter(([name]) => !literals.has(name)),
    ),
  }
}

type List = Extract<Parameter, ReadonlyArray<unknown>>
const isList = (value: Parameter): value is List => Array.isArray(value)

const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`

/** A list as ClickHouse reads an Array from text: `[1,2]`, `['a','b']`. */
const listText = (list: List): string =>
  `[${list.map((value) => (typeof value === "string" ? quoted(value) : String(value))).join(",")}]`
