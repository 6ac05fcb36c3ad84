/**
 * Parameters travel in the URL, where a server takes 128 KiB a field and proxies far less in all. Long
 * lists are written into the statement instead, as the same text that the URL would carry.
 */
import type { Parameter, Parameters } from "./clickhouse.ts"

/** Elements up to which a list stays a parameter. */
const LENGTH_MAX = 100

export interface BoundStatement {
  readonly statement: string
  readonly parameters: Parameters
}

export const longListsInline = (statement: string, parameters: Parameters): BoundStatement => {
  const long = Object.entries(parameters).filter(
    ([, value]) => Array.isArray(value) && value.length > LENGTH_MAX,
  )
  if (long.length === 0) return { statement, parameters }
  const literals = new Map(long.map(([name, value]) => [name, quoted(listText(value))]))
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

const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`

/** A list as ClickHouse reads an Array from text: `[1,2]`, `['a','b']`. */
const listText = (list: Parameter): string =>
  `[${(list as ReadonlyArray<string | number | bigint>)
    .map((value) => (typeof value === "string" ? quoted(value) : String(value)))
    .join(",")}]`
