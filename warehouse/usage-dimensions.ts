/**
 * From dimensions to a statement: which expressions of `sql/fragments/dimensions.sql` stand in its two
 * places is decided by their names, and a property's name travels as a parameter.
 */
import type { Parameters } from "./clickhouse.ts"
import { type Dimension, isPropertyDimension, propertyOf } from "./domain/dimensions.ts"
import type { BoundStatement } from "./long-parameters.ts"
import { sqlFragments } from "./sql-files.ts"

const expressions = sqlFragments("dimensions")

const PLACES = ["first", "second"] as const
type Place = (typeof PLACES)[number]

/** The statement with at most two dimensions in its places; a place without one holds the empty text. */
export const withDimensions = (statement: string, by: ReadonlyArray<Dimension>): BoundStatement => {
  const parameters: Record<string, Parameters[string]> = {}
  PLACES.forEach((place, i) => {
    const dimension = by[i]
    if (dimension !== undefined && isPropertyDimension(dimension))
      parameters[`${place}_property`] = propertyOf(dimension)
  })
  return {
    statement: statement
      .replace(/\{\{(first|second)_dimension\}\}/g, (_, place: Place) =>
        fragment(keyOf(place, by[PLACES.indexOf(place)])),
      )
      .replace("{{group_name}}", () => fragment(by.length === 2 ? "name:two" : "name:one")),
    parameters,
  }
}

const keyOf = (place: Place, dimension: Dimension | undefined): string =>
  dimension !== undefined && isPropertyDimension(dimension)
    ? `${place}:property`
    : `dimension:${dimension ?? "none"}`

const fragment = (key: string): string => {
  const expression = expressions.get(key)
  if (expression === undefined) throw new Error(`nothing for ${key} in sql/fragments`)
  return expression
}

/** A group as the statements name it. */
export const groupName = ([first = "", second]: ReadonlyArray<string>): string =>
  second === undefined ? first : `${Buffer.byteLength(first)}:${first}${second}`
