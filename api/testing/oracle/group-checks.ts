/** What usage is split into: random splits, and checks of the groups in an answer. */
import type { Chance } from "./chance.ts"
import {
  type Dimension,
  decimal,
  groupedBy,
  type Measure,
  measureOf,
  textAt,
  wireSums,
} from "./plain-recount.ts"
import type { Row } from "./rows.ts"
import { type Answer, same } from "./world.ts"

export const MEASURES: ReadonlyArray<Measure> = [
  "spend",
  "purchase",
  "refund",
  "bonus",
  "credits",
  "count",
]
const DIMENSIONS: ReadonlyArray<Dimension> = [
  "category",
  "operation",
  "type",
  "account",
  "actor",
  "property:project",
  "property:model",
]

export interface Split {
  readonly by: ReadonlyArray<Dimension>
  readonly measure: Measure
  readonly sort: string
  readonly limit: number
}

export const splitOf = (
  chance: Chance,
): { split: Split; words: Record<string, string | undefined> } => {
  const by = chance.some(DIMENSIONS, 2)
  const measure = chance.pick(MEASURES)
  const said = chance.once(2)
  const sort = chance.pick(["-credits", "credits", "-count", "count", "value"])
  const limit = chance.pick([1, 2, 5, 50])
  return {
    split: {
      by,
      measure: said ? measure : by.includes("type") ? "credits" : "spend",
      sort,
      limit,
    },
    words: { by: by.join(","), measure: said ? measure : undefined, sort, limit: String(limit) },
  }
}

const keyOf = (values: ReadonlyArray<string>) =>
  values.length === 1 ? (values[0] as string) : JSON.stringify(values)

const groupsOf = (rows: ReadonlyArray<Row>, by: ReadonlyArray<Dimension>) =>
  groupedBy(rows, (row) => keyOf(by.map((dimension) => textAt(row, dimension))))

const sizeOf = (rows: ReadonlyArray<Row>, { measure, sort }: Split) =>
  sort.endsWith("count") ? BigInt(rows.length) : measureOf(rows, measure)

/** What an answer was split out of. `before`: what it is compared with; null where nothing is. */
export interface Splitted {
  readonly rows: ReadonlyArray<Row>
  readonly before: ReadonlyArray<Row> | null
  readonly split: Split
}

/** A group may be there for what it held before alone. */
const everyGroup = ({ rows, before, split }: Splitted) => {
  const now = groupsOf(rows, split.by)
  const earlier = groupsOf(before ?? [], split.by)
  const keys = new Set([...now.keys(), ...earlier.keys()])
  return new Map(
    [...keys].map((key) => [key, { now: now.get(key) ?? [], earlier: earlier.get(key) ?? [] }]),
  )
}

/** That the first groups in the order are listed, each with its figures; equals may stand in any order. */
export const checkGroups = (listed: ReadonlyArray<Answer>, splitted: Splitted) => {
  const { split, before } = splitted
  const groups = everyGroup(splitted)
  const found: string[] = []
  for (const { key, value, previous, spend, purchase, refund, bonus, count } of listed) {
    const { now = [], earlier = [] } = groups.get(key) ?? {}
    found.push(
      ...same(`group ${key}`, { spend, purchase, refund, bonus, count }, wireSums(now)),
      ...same(`value of ${key}`, value, decimal(measureOf(now, split.measure))),
      ...same(
        `${key} before`,
        previous ?? null,
        before === null ? null : decimal(measureOf(earlier, split.measure)),
      ),
    )
  }
  const sizes = [...groups.values()].map(({ now }) => sizeOf(now, split))
  const ascending = sizes.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const order = split.sort.startsWith("-") ? ascending.reverse() : ascending
  const shown = listed.map(({ key }) => sizeOf(groups.get(key)?.now ?? [], split))
  const wanted = order.slice(0, split.limit)
  return [
    ...found,
    ...(split.sort === "value"
      ? same("number of groups", listed.length, wanted.length)
      : same("order", shown.map(String), wanted.map(String))),
    ...same("groups listed once", new Set(listed.map(({ key }) => key)).size, listed.length),
  ]
}

export const checkOther = (other: Answer, listed: ReadonlyArray<Answer>, splitted: Splitted) => {
  const { split } = splitted
  const groups = everyGroup(splitted)
  const keys = new Set(listed.map(({ key }) => key))
  const rest = [...groups].filter(([key]) => !keys.has(key)).flatMap(([, { now }]) => now)
  if (groups.size === listed.length) return same("other", other, null)
  const { groups: count, value, spend, purchase, refund, bonus, count: entries } = other ?? {}
  return same(
    "other",
    [count, value, { spend, purchase, refund, bonus, count: entries }],
    [groups.size - listed.length, decimal(measureOf(rest, split.measure)), wireSums(rest)],
  )
}

/** How many groups there are. */
export const countGroups = (splitted: Splitted) => everyGroup(splitted).size

/** That a bucket holds the listed groups and the rest. */
export const checkSplit = (
  { bucket, values, other }: Answer,
  of: {
    readonly listed: ReadonlyArray<Answer>
    readonly rows: ReadonlyArray<Row>
    readonly split: Split
  },
) => {
  const groups = groupsOf(of.rows, of.split.by)
  const measured = (rows: ReadonlyArray<Row>) => measureOf(rows, of.split.measure)
  let rest = measured(of.rows)
  const wanted: Record<string, string> = {}
  for (const { key } of of.listed) {
    const own = measured(groups.get(key) ?? [])
    rest -= own
    if (own !== 0n) wanted[key] = decimal(own)
  }
  const ordered = (record: Record<string, string>) =>
    Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    ...same(`values of ${bucket}`, ordered(values), ordered(wanted)),
    ...same(`other of ${bucket}`, other, decimal(rest)),
  ]
}
