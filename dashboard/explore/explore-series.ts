/** What Explore draws: the six largest values and the rest, bucket by bucket, adding up exactly. */
import type { Usage } from "#api/contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import type { Dimension, Measure } from "../dimensions.ts"
import { valueName } from "../filter-words.ts"
import { exploreWords } from "../messages/explore.ts"
import { type Bar, type BarContext, barsOf, pixelValue } from "../skyline-bars.ts"
import { REST_SLOT, type Slots } from "./value-slots.ts"

/** What can be told apart by colour; the rest is one part. */
export const PARTS_MAX = 6

/** A value with a colour of its own, or all that have none. */
export interface Part {
  /** `undefined`: the rest. */
  readonly key: string | undefined
  readonly name: string
  /** Which colour: 1 to 6, and 0 for the rest. */
  readonly slot: number
  readonly total: string
  readonly share: number
  /** Of the rest: who they are, largest first, as far as the answer names them. */
  readonly members: ReadonlyArray<string>
}

/** One bucket. Decimals, in the order of the parts. */
export interface Column extends Pick<Bar, "key" | "days" | "name" | "state" | "tick"> {
  readonly total: string
  readonly values: ReadonlyArray<string>
  /** Of the bucket that stands behind this one, if one does. */
  readonly before: string | undefined
  readonly befores: ReadonlyArray<string> | undefined
}

export interface Divided {
  readonly parts: ReadonlyArray<Part>
  readonly columns: ReadonlyArray<Column>
  readonly total: string
  readonly count: number
  readonly before: string | undefined
}

type Totals = Pick<Usage["total"], "spend" | "purchase" | "refund" | "bonus" | "count">

/** The figure of the measure among an answer's sums; a decimal. */
export const measured = (totals: Totals, measure: Measure): string => {
  if (measure === "count") return String(totals.count)
  if (measure !== "credits") return totals[measure]
  const { spend, purchase, refund, bonus } = totals
  return formatDecimal(sumOf([spend, purchase, refund, bonus]))
}

export const millionths = (decimal: string): bigint => parseDecimal(decimal) ?? 0n
export const sumOf = (decimals: ReadonlyArray<string>): bigint =>
  decimals.reduce((sum, decimal) => sum + millionths(decimal), 0n)

export const groupsOf = (usage: Usage) => (usage.groups ?? []).filter(({ value }) => value !== "0")

export const groupName = (by: Dimension, key: string): string =>
  by === "type" || key === "" ? valueName(by, key) : key

export const dividedOf = (
  usage: Usage,
  { by, slots, ...context }: BarContext & { readonly by: Dimension; readonly slots: Slots },
): Divided => {
  const { measure } = usage
  const parts = partsOf(usage, by, slots)
  const keys = parts.flatMap(({ key }) => (key === undefined ? [] : [key]))
  const hasRest = keys.length < parts.length
  const valuesOf = (values: Readonly<Record<string, string>> | undefined, total: string) => {
    const own = keys.map((key) => values?.[key] ?? "0")
    return hasRest ? [...own, formatDecimal(millionths(total) - sumOf(own))] : own
  }
  const compared = new Map(usage.comparison?.series.map((bucket) => [bucket.against, bucket]))
  const bars = barsOf(usage, context)
  const columns = usage.series.flatMap((bucket, i): ReadonlyArray<Column> => {
    const bar = bars[i]
    if (bar === undefined) return []
    const { key, days, name, state, tick } = bar
    const total = measured(bucket, measure)
    const behind = compared.get(bucket.bucket)
    const before = behind === undefined ? undefined : measured(behind, measure)
    return [
      {
        ...{ key, days, name, state, tick, total, before },
        values: valuesOf(bucket.values, total),
        befores: before === undefined ? undefined : valuesOf(behind?.values, before),
      },
    ]
  })
  return {
    parts,
    columns,
    total: measured(usage.total, measure),
    count: usage.total.count,
    before: usage.comparison === null ? undefined : measured(usage.comparison.total, measure),
  }
}

const partsOf = (usage: Usage, by: Dimension, slots: Slots): ReadonlyArray<Part> => {
  const groups = groupsOf(usage)
  const top = groups.slice(0, PARTS_MAX).map(({ key, value, share }): Part => {
    const name = groupName(by, key)
    return { key, name, slot: slots.get(key) ?? REST_SLOT, total: value, share, members: [] }
  })
  const others = groups.slice(PARTS_MAX)
  const left = others.length + (usage.other?.groups ?? 0)
  if (left === 0) return top
  const total = millionths(measured(usage.total, usage.measure)) - sumOf(top.map((p) => p.total))
  const share = 1 - top.reduce((sum, part) => sum + part.share, 0)
  const members = others.map(({ key }) => groupName(by, key))
  const name = left === 1 && members[0] !== undefined ? members[0] : exploreWords().more(left)
  return [
    ...top,
    {
      ...{ key: undefined, name, slot: REST_SLOT, total: formatDecimal(total), members },
      share: Math.max(0, share),
    },
  ]
}

/** Which picture suits: where one value is far above the others, the others would not be seen. */
const FAR_ABOVE = 20n

export const suitingForm = (parts: ReadonlyArray<Part>): "stacked" | "multiples" => {
  const sizes = parts.map(({ total }) => millionths(total)).sort((a, b) => (a < b ? 1 : -1))
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0n
  const isFar = sizes.length > 2 && (sizes[0] ?? 0n) > FAR_ABOVE * median
  return isFar ? "multiples" : "stacked"
}

/** Heights in pixels' terms, each part on the ones below it. */
export const stackOf = (
  values: ReadonlyArray<string>,
): ReadonlyArray<readonly [number, number]> => {
  let below = 0
  return values.map((value) => {
    const low = below
    below += pixelValue(value)
    return [low, below] as const
  })
}
