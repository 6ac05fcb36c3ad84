/** What Explore divides, by what, and as which picture; as the address and the API write it. */

const namedDimensions = ["category", "operation", "account", "actor", "type"] as const
export type NamedDimension = (typeof namedDimensions)[number]
/** `property:NAME` is one of the events' own. */
export type Dimension = NamedDimension | `property:${string}`

export const measures = ["spend", "purchase", "refund", "bonus", "credits", "count"] as const
export type Measure = (typeof measures)[number]

export const forms = ["stacked", "lines", "share", "multiples"] as const
export type Form = (typeof forms)[number]

const PROPERTY = "property:"
export const PROPERTY_NAME_MAX = 64

/** The property's name, where the dimension is one. */
export const propertyName = (dimension: Dimension): string | undefined =>
  dimension.startsWith(PROPERTY) ? dimension.slice(PROPERTY.length) : undefined

export const propertyDimension = (name: string): Dimension | undefined =>
  name === "" || [...name].length > PROPERTY_NAME_MAX || /\p{Cc}/u.test(name)
    ? undefined
    : `${PROPERTY}${name}`

/** A backslash stands before what would mean something else to the API. */
export const printDimension = (dimension: Dimension): string => {
  const name = propertyName(dimension)
  return name === undefined ? dimension : PROPERTY + name.replace(/[\\,:]/g, "\\$&")
}

/** `undefined` for what the API would refuse. */
export const readDimension = (text: string): Dimension | undefined => {
  if (!text.startsWith(PROPERTY)) return namedDimensions.find((known) => known === text)
  const escaped = text.slice(PROPERTY.length)
  const bare = escaped.replace(/\\[\\,:]/g, "")
  return /[\\,]/.test(bare) ? undefined : propertyDimension(escaped.replace(/\\([\\,:])/g, "$1"))
}
