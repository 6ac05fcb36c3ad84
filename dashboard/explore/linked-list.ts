/** One of the lists that filter each other: every value with its figure, and what the filters do to it. */
import type { Breakdown } from "#api/contract.ts"
import { formatDecimal, ratio } from "#warehouse/domain/decimal.ts"
import type { Dimension } from "../dimensions.ts"
import { addValue, type Filter, putFilter } from "../filters.ts"
import { groupName, millionths } from "./explore-series.ts"

/** `left`: out because others were chosen. */
export type ValueState = "counted" | "chosen" | "excluded" | "left"

export interface ListedValue {
  readonly key: string
  readonly name: string
  readonly value: string
  readonly state: ValueState
  /** Of what the filters leave; 0 for what is out. */
  readonly share: number
  /** Of the longest bar. */
  readonly length: number
}

export interface LinkedList {
  readonly values: ReadonlyArray<ListedValue>
  /** Of values that the answer does not name, and how many they are. */
  readonly unnamed: { readonly groups: number; readonly value: string } | undefined
  /** What the filters leave: the sum of what is counted. */
  readonly total: string
  readonly excluded: number
}

const valuesOf = (filters: ReadonlyArray<Filter>, by: Dimension, operator: "is" | "not") =>
  filters.find(({ field, operator: how }) => field === by && how === operator)?.values ?? []

/** A list is not filtered by its own choice, so that what is out keeps its place. */
export const withoutOwn = (filters: ReadonlyArray<Filter>, by: Dimension): ReadonlyArray<Filter> =>
  filters.filter(({ field, operator }) => field !== by || (operator !== "is" && operator !== "not"))

const stateIn = (filters: ReadonlyArray<Filter>, by: Dimension) => {
  const [chosen, excluded] = [valuesOf(filters, by, "is"), valuesOf(filters, by, "not")]
  return (key: string): ValueState => {
    if (excluded.includes(key)) return "excluded"
    if (chosen.length === 0) return "counted"
    return chosen.includes(key) ? "chosen" : "left"
  }
}

/** `breakdown`: of the filters without the list's own. */
export const linkedList = (
  breakdown: Breakdown,
  by: Dimension,
  filters: ReadonlyArray<Filter>,
): LinkedList => {
  const stateOf = stateIn(filters, by)
  const groups = breakdown.values
    .filter(({ value }) => value !== "0")
    .map((group) => ({ ...group, state: stateOf(group.key) }))
  const counted = groups.filter(({ state }) => isCounted(state))
  const restCounts = valuesOf(filters, by, "is").length === 0
  const rest = restCounts ? millionths(breakdown.other?.value ?? "0") : 0n
  const total = counted.reduce((sum, { value }) => sum + millionths(value), rest)
  const longest = groups.reduce(
    (best, { value }) => (millionths(value) > best ? millionths(value) : best),
    1n,
  )
  return {
    values: groups.map(({ key, value, state }) => ({
      ...{ key, value, state, name: groupName(by, key) },
      share: isCounted(state) && total !== 0n ? ratio(millionths(value), total) : 0,
      length: ratio(millionths(value), longest),
    })),
    unnamed:
      rest === 0n || breakdown.other === null
        ? undefined
        : { groups: breakdown.other.groups, value: formatDecimal(rest) },
    total: formatDecimal(total),
    excluded: groups.filter(({ state }) => state === "excluded").length,
  }
}

export const isCounted = (state: ValueState): boolean => state === "counted" || state === "chosen"

/** What "show more" stands for: what is counted of the values that are not shown. */
export const hiddenPart = (
  list: LinkedList,
  shown: number,
): { readonly groups: number; readonly value: string; readonly share: number } | undefined => {
  const hidden = list.values.slice(shown)
  const groups = hidden.length + (list.unnamed?.groups ?? 0)
  if (groups === 0) return undefined
  const value = hidden
    .filter(({ state }) => isCounted(state))
    .reduce((sum, each) => sum + millionths(each.value), millionths(list.unnamed?.value ?? "0"))
  const total = millionths(list.total)
  return { groups, value: formatDecimal(value), share: total === 0n ? 0 : ratio(value, total) }
}

/** Chooses a value, or excludes it; the same once more takes that back. */
export const toggled = (
  filters: ReadonlyArray<Filter>,
  by: Dimension,
  { key, how }: { readonly key: string; readonly how: "is" | "not" },
): ReadonlyArray<Filter> => {
  const present = valuesOf(filters, by, how)
  return present.includes(key)
    ? putFilter(filters, { field: by, operator: how, values: present.filter((one) => one !== key) })
    : addValue(filters, { field: by, operator: how, value: key })
}
