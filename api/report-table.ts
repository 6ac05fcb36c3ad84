/** Answers that sum up as rows of a file: the same columns in every format. */
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import {
  type Dimension,
  isPropertyDimension,
  measured,
  propertyOf,
} from "#warehouse/domain/dimensions.ts"
import type { SummedReport } from "#warehouse/report-download.ts"
import type { Totals } from "./contract.ts"
import type { Breakdown, Statement, Usage, UsageBucket, UsageGroup } from "./usage-contract.ts"

/** `decimal`: credits, as text. `number`: counts and fractions. Null: there is none. */
export type ColumnKind = "text" | "decimal" | "number" | "flag"
export type Cell = string | number | boolean | null

export interface ReportTable {
  readonly columns: Readonly<Record<string, ColumnKind>>
  readonly rows: ReadonlyArray<ReadonlyArray<Cell>>
}

export interface Report<A> {
  readonly name: SummedReport
  readonly table: (body: A) => ReportTable
}

const SUMS = {
  spend: "decimal",
  purchase: "decimal",
  refund: "decimal",
  bonus: "decimal",
  count: "number",
} as const
const sumsOf = ({ spend, purchase, refund, bonus, count }: Totals): Cell[] => [
  spend,
  purchase,
  refund,
  bonus,
  count,
]
const NO_SUMS: Cell[] = [null, null, null, null, null]

const SPLIT = {
  dimension: "text",
  value: "text",
  second_dimension: "text",
  second_value: "text",
  measure: "text",
  measured: "decimal",
} as const

/** A dimension and a group's value of it, twice; a value of null stands for all groups that are not listed. */
const groupCells = (by: ReadonlyArray<string>, group: UsageGroup | null): Cell[] =>
  [0, 1].flatMap((i) => {
    const dimension = (by[i] ?? null) as Dimension | null
    return [dimension, dimension === null || group === null ? null : groupValue(dimension, group)]
  })

const groupValue = (dimension: Dimension, group: UsageGroup): string =>
  isPropertyDimension(dimension)
    ? (group.properties?.[propertyOf(dimension)] ?? "")
    : (group[dimension] ?? "")

const millionthsOf = (text: string): bigint => parseDecimal(text) ?? 0n

const measuredOf = (sums: Totals, measure: Usage["measure"]): string =>
  formatDecimal(
    measured(
      {
        spend: millionthsOf(sums.spend),
        purchase: millionthsOf(sums.purchase),
        refund: millionthsOf(sums.refund),
        bonus: millionthsOf(sums.bonus),
        count: sums.count,
      },
      measure,
    ),
  )

/**
 * A row a bucket. Split, a row for each bucket and listed group, zeros too, and one for all others where
 * there are any: `measured` then adds up to the bucket's, which has no row of its own.
 */
const usageTable = ({ by, measure, series, groups, other }: Usage): ReportTable => {
  const bucketCells = ({ bucket, from, to, complete }: UsageBucket) => [bucket, from, to, complete]
  const rows = series.flatMap((bucket): Cell[][] => {
    const { values = {} } = bucket
    if (groups === undefined)
      return [
        [
          ...bucketCells(bucket),
          ...[null, null, null, null],
          ...[measure, measuredOf(bucket, measure)],
          ...[...sumsOf(bucket), bucket.balance],
        ],
      ]
    const rowOf = (group: UsageGroup | null, value: string): Cell[] => [
      ...bucketCells(bucket),
      ...groupCells(by, group),
      ...[measure, value],
      ...[...NO_SUMS, null],
    ]
    const listed = groups.map((group) =>
      rowOf(group, Object.hasOwn(values, group.key) ? (values[group.key] ?? "0") : "0"),
    )
    return other === null || other === undefined
      ? listed
      : [...listed, rowOf(null, bucket.other ?? "0")]
  })
  return {
    columns: {
      ...{ bucket: "text", from: "text", to: "text", complete: "flag" },
      ...{ ...SPLIT, ...SUMS, balance: "decimal" },
    },
    rows,
  }
}

/** A row for each listed group, and one for all others where there are any: together they are the total. */
const breakdownTable = ({ by, measure, values, other }: Breakdown): ReportTable => {
  const rowOf = (
    group: UsageGroup | null,
    sums: NonNullable<Breakdown["other"]> | UsageGroup,
  ): Cell[] => [
    group === null ? "other" : "group",
    ...groupCells(by, group),
    ...[measure, sums.value, sums.share],
    ...sumsOf(sums),
    ...[sums.previous ?? null, sums.change ?? null],
  ]
  return {
    columns: {
      ...{ row: "text", ...SPLIT, share: "number" },
      ...{ ...SUMS, previous: "decimal", change: "number" },
    },
    rows: [
      ...values.map((group) => rowOf(group, group)),
      ...(other === null ? [] : [rowOf(null, other)]),
    ],
  }
}

/** A row a month or billing period. */
const statementTable = ({ statement }: Statement): ReportTable => ({
  columns: {
    ...{ bucket: "text", first_day: "text", last_day: "text", from: "text", to: "text" },
    ...{ opening: "decimal", purchased: "decimal", bonus: "decimal", refunded: "decimal" },
    ...{ spent: "decimal", closing: "decimal", count: "number", complete: "flag" },
  },
  rows: statement.map((row) => [
    ...[row.bucket, row.first_day, row.last_day, row.from, row.to],
    ...[row.opening, row.purchased, row.bonus, row.refunded, row.spent, row.closing],
    ...[row.count, row.complete],
  ]),
})

export const USAGE_REPORT: Report<Usage> = { name: "usage", table: usageTable }
export const BREAKDOWN_REPORT: Report<Breakdown> = { name: "breakdown", table: breakdownTable }
export const STATEMENT_REPORT: Report<Statement> = { name: "statement", table: statementTable }
