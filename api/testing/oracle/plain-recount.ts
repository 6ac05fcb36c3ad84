/** Figures counted from plain rows, one by one, and written as the wire writes them. */
import { type Row, TYPES } from "./rows.ts"

export interface Sums {
  readonly spend: bigint
  readonly purchase: bigint
  readonly refund: bigint
  readonly bonus: bigint
  readonly count: number
}

export const sumsOf = (rows: ReadonlyArray<Row>): Sums => {
  const of = (type: Row["type"]) => {
    let sum = 0n
    for (const row of rows) if (row.type === type) sum += row.credits
    return sum
  }
  const [spend, purchase, refund, bonus] = TYPES.map(of) as [bigint, bigint, bigint, bigint]
  return { spend, purchase, refund, bonus, count: rows.length }
}

export const balanceOf = (rows: ReadonlyArray<Row>): bigint => {
  let balance = 0n
  for (const { delta } of rows) balance += delta
  return balance
}

/** `-1.5`: no zeros behind, no point without digits. */
export const decimal = (millionths: bigint): string => {
  const digits = String(millionths < 0n ? -millionths : millionths).padStart(7, "0")
  const fraction = digits.slice(-6).replace(/0+$/, "")
  return `${millionths < 0n ? "-" : ""}${digits.slice(0, -6)}${fraction === "" ? "" : `.${fraction}`}`
}

export const wireSums = (rows: ReadonlyArray<Row>) => {
  const { spend, purchase, refund, bonus, count } = sumsOf(rows)
  return {
    spend: decimal(spend),
    purchase: decimal(purchase),
    refund: decimal(refund),
    bonus: decimal(bonus),
    count,
  }
}

export type Measure = "spend" | "purchase" | "refund" | "bonus" | "credits" | "count"

/** Counts are in millionths too. */
export const measureOf = (rows: ReadonlyArray<Row>, measure: Measure): bigint => {
  if (measure === "count") return BigInt(rows.length) * 1_000_000n
  let sum = 0n
  for (const { type, credits } of rows)
    if (measure === "credits" || type === measure) sum += credits
  return sum
}

export const compareIds = (a: Row, b: Row) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id))

/** Oldest first. */
export const inOrder = (rows: ReadonlyArray<Row>): ReadonlyArray<Row> =>
  [...rows].sort((a, b) => a.at - b.at || compareIds(a, b))

export const balancesAfter = (rows: ReadonlyArray<Row>): ReadonlyMap<Row, bigint> => {
  let balance = 0n
  return new Map(
    inOrder(rows).map((row) => {
      balance += row.delta
      return [row, balance]
    }),
  )
}

export const groupedBy = (rows: ReadonlyArray<Row>, keyOf: (row: Row) => string) =>
  Map.groupBy(rows, keyOf)

export type Dimension =
  | "category"
  | "operation"
  | "type"
  | "account"
  | "actor"
  | `property:${string}`

export const textAt = (row: Row, dimension: Dimension): string =>
  dimension.startsWith("property:")
    ? (row.properties[dimension.slice("property:".length)] ?? "")
    : row[dimension as Exclude<Dimension, `property:${string}`>]
