/**
 * Parameters travel in the URL, where a server takes 128 KiB a field and proxies far less in all. Long
 * lists are written into the statement instead.
 */
import type { Parameter, Parameters } from "./clickhouse.ts"
import { literalOf } from "./literals.ts"

/** Up to here a list stays a parameter. A UTF-16 unit takes at most nine characters of a URL. */
const TEXT_LENGTH_MAX = 4_096

export interface BoundStatement {
  readonly statement: string
  readonly parameters: Parameters
}

/** Throws `UnfitParameter`. */
export const longListsInline = (statement: string, parameters: Parameters): BoundStatement => {
  const [long, short] = [new Map<string, Parameter>(), new Map<string, Parameter>()]
  for (const [name, value] of Object.entries(parameters))
    (Array.isArray(value) && value.join(",").length > TEXT_LENGTH_MAX ? long : short).set(
      name,
      value,
    )
  if (long.size === 0) return { statement, parameters }
  return {
    statement: statement.replace(
      /\{(\w+):([^{}]+)\}/g,
      (placeholder, name: string, type: string) => {
        const value = long.get(name)
        return value === undefined ? placeholder : literalOf(type, value)
      },
    ),
    parameters: Object.fromEntries(short),
  }
}
