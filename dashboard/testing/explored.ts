/** A divided answer of the API for tests: adds up as the API's do. */
import type { Usage } from "#api/contract.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { addDays } from "../days.ts"
import { bucket, usage } from "./answers.ts"

const decimal = (millionths: ReadonlyArray<bigint>): string =>
  formatDecimal(millionths.reduce((sum, value) => sum + value, 0n))

/**
 * `cells`: of each day from 1 November on, the millionths of each value. So many values as `listed`
 * are named, largest first.
 */
export const dividedUsage = (
  cells: ReadonlyArray<Readonly<Record<string, bigint>>>,
  { by = "category", listed = 100 }: { readonly by?: string; readonly listed?: number } = {},
): Usage => {
  const keys = [...new Set(cells.flatMap((cell) => Object.keys(cell)))]
  const of = (key: string) => cells.map((cell) => cell[key] ?? 0n)
  const all = cells.flatMap((cell) => Object.values(cell))
  const total = all.reduce((sum, value) => sum + value, 0n)
  const sums = (values: ReadonlyArray<bigint>) => ({
    value: decimal(values),
    spend: decimal(values),
    purchase: "0",
    refund: "0",
    bonus: "0",
    count: values.filter((value) => value > 0n).length,
    share:
      total === 0n
        ? 0
        : Number((values.reduce((sum, value) => sum + value, 0n) * 1_000_000n) / total) / 1e6,
  })
  const size = (key: string) => of(key).reduce((sum, value) => sum + value, 0n)
  const ranked = keys.toSorted((a, b) => (size(b) > size(a) ? 1 : -1))
  const [named, others] = [ranked.slice(0, listed), ranked.slice(listed)]
  const series = cells.map((cell, i) =>
    bucket(addDays("2026-11-01", i), {
      spend: decimal(Object.values(cell)),
      count: Object.values(cell).filter((value) => value > 0n).length,
      values: Object.fromEntries(
        named.flatMap((key) => (cell[key] ? [[key, formatDecimal(cell[key])]] : [])),
      ),
      other: decimal(others.map((key) => cell[key] ?? 0n)),
    }),
  )
  const { spend, count } = sums(all)
  return usage(series, {
    by: [by],
    total: { spend, purchase: "0", refund: "0", bonus: "0", count },
    groups: named.map((key) => ({ key, ...sums(of(key)) })),
    other: others.length === 0 ? null : { groups: others.length, ...sums(others.flatMap(of)) },
  })
}
