/** Random filters, as text of a query and as what they let through. */
import type { Chance } from "./chance.ts"
import { decimal, textAt } from "./plain-recount.ts"
import {
  ACTORS,
  CATEGORIES,
  millionthsOf,
  OPERATIONS,
  PROPERTIES,
  PROPERTY_VALUES,
  type Row,
  TEXTS,
  TYPES,
} from "./rows.ts"

export interface RowFilter {
  /** `field:op:value`. */
  readonly text: string
  readonly accepts: (row: Row) => boolean
}

const escaped = (text: string) => text.replace(/[\\,:]/g, "\\$&")

interface TextField {
  readonly name: string
  readonly values: ReadonlyArray<string>
  readonly textsOf: (row: Row) => ReadonlyArray<string>
}

const FIELDS: ReadonlyArray<TextField> = [
  { name: "category", values: CATEGORIES, textsOf: (row) => [row.category] },
  { name: "operation", values: OPERATIONS, textsOf: (row) => [row.operation] },
  { name: "actor", values: ACTORS, textsOf: (row) => [row.actor] },
  { name: "description", values: TEXTS, textsOf: (row) => [row.description] },
  { name: "reference", values: TEXTS, textsOf: (row) => [row.reference] },
  ...PROPERTIES.map((name) => ({
    name: `property:${name}`,
    values: PROPERTY_VALUES,
    textsOf: (row: Row) => [textAt(row, `property:${name}`)],
  })),
]
const ANYWHERE: TextField = {
  name: "text",
  values: TEXTS,
  textsOf: (row) => [row.description, row.reference],
}

const equal = (chance: Chance, { name, values, textsOf }: TextField): RowFilter => {
  const chosen = chance.some(values, 3)
  const not = chance.once(3)
  return {
    text: `${name}:${not ? "not" : "is"}:${chosen.map(escaped).join(",")}`,
    accepts: (row) => textsOf(row).some((text) => chosen.includes(text)) !== not,
  }
}

const containing = (chance: Chance, { name, values, textsOf }: TextField): RowFilter => {
  const whole = chance.pick(values.filter((value) => value !== ""))
  const from = chance.below(whole.length - 1)
  const part = whole.slice(from, from + 1 + chance.below(whole.length - from))
  const sent = chance.once(2) ? part.toUpperCase() : part.toLowerCase()
  return {
    text: `${name}:has:${escaped(sent)}`,
    accepts: (row) => textsOf(row).some((text) => text.toLowerCase().includes(sent.toLowerCase())),
  }
}

const byType = (chance: Chance): RowFilter => {
  const chosen = chance.some(TYPES, 2)
  const not = chance.once(3)
  return {
    text: `type:${not ? "not" : "is"}:${chosen.join(",")}`,
    accepts: ({ type }) => chosen.includes(type) !== not,
  }
}

const byCredits = (chance: Chance): RowFilter => {
  const operator = chance.pick(["gt", "lt"] as const)
  const limit = BigInt(chance.below(40) - 30) * 500_000n
  const value = millionthsOf(decimal(limit))
  return {
    text: `credits:${operator}:${decimal(limit)}`,
    accepts: ({ delta }) => (operator === "gt" ? delta > value : delta < value),
  }
}

/** No field twice. Upper case of ß is two letters, which no search folds: none is among the texts. */
export const filtersOf = (chance: Chance, most: number): ReadonlyArray<RowFilter> => {
  const count = chance.below(most + 1)
  const made = new Map<string, RowFilter>()
  for (let i = 0; i < count; i++) {
    const kind = chance.below(6)
    if (kind === 0) made.set("type", byType(chance))
    else if (kind === 1) made.set("credits", byCredits(chance))
    else if (kind === 2) {
      const field = chance.pick([...FIELDS, ANYWHERE])
      made.set(field.name, containing(chance, field))
    } else {
      const field = chance.pick(FIELDS)
      made.set(field.name, equal(chance, field))
    }
  }
  return [...made.values()]
}

export const acceptedBy =
  (filters: ReadonlyArray<RowFilter>) =>
  (row: Row): boolean =>
    filters.every(({ accepts }) => accepts(row))
