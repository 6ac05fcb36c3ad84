import { Context, Effect, Layer, Schema, Stream } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { Interval } from "./domain/calendar.ts"
import type { Filters } from "./domain/filters.ts"
import { NO_TOTALS, type Totals } from "./domain/transaction.ts"
import type { WarehouseError } from "./errors.ts"
import { withFilters } from "./filter-sql.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { sqlQuery } from "./sql-files.ts"
import { ALL_TIME, toTotals, totalsColumns } from "./usage-sums.ts"

const statements = {
  csv: { sql: sqlQuery("download-transactions-csv"), format: "CSV" },
  jsonl: { sql: sqlQuery("download-transactions-jsonl"), format: "JSONEachRow" },
  parquet: { sql: sqlQuery("download-transactions-parquet"), format: "Parquet" },
} as const

const focus = sqlQuery("download-focus")
const FOCUS_FORMATS = { csv: "CSV", parquet: "Parquet" } as const
export type FocusFormat = keyof typeof FOCUS_FORMATS

const counted = sqlQuery("download-totals")
const Sums = Schema.Struct(totalsColumns)

export type LedgerFormat = keyof typeof statements

/** The cells of a line of CSV, in order. */
export const LEDGER_COLUMNS = [
  "id",
  "type",
  "operation",
  "description",
  "category",
  "credits",
  "balance_after",
  "occurred_at",
  "day",
  "quantity",
  "unit",
  "reference",
  "refers_to",
  "amount",
  "currency",
  "actor",
  "properties",
] as const

export interface LedgerDownloadQuery {
  readonly account: string
  /** Null for the whole ledger. */
  readonly interval: Interval | null
  readonly filters: Filters
  /** The zone that `day` is counted in. */
  readonly tz: string
}

/** A ledger of any length as a file, without its line of names. */
export class LedgerDownload extends Context.Service<
  LedgerDownload,
  {
    /** Oldest first, each entry with its exact balance; all of one state of the ledger. */
    readonly pieces: (
      query: LedgerDownloadQuery,
      format: LedgerFormat,
    ) => Stream.Stream<Uint8Array, WarehouseError>
    /** The same entries as rows of FOCUS 1.0, without a line of names: `FOCUS_COLUMNS`. */
    readonly focus: (
      query: LedgerDownloadQuery,
      accountName: string,
      format: FocusFormat,
    ) => Stream.Stream<Uint8Array, WarehouseError>
    /** What such a file holds just now: counted, whatever its length. */
    readonly totals: (query: LedgerDownloadQuery) => Effect.Effect<Totals, WarehouseError>
  }
>()("warehouse/LedgerDownload") {
  static readonly layer = Layer.effect(
    LedgerDownload,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      return LedgerDownload.of({
        pieces: ({ account, interval, filters, tz }, format) => {
          const { sql, format: engineFormat } = statements[format]
          const { statement, parameters } = withFilters(sql, filters)
          const { from, to } = interval ?? ALL_TIME
          const asked = { account, from, to, tz, ...parameters }
          // What was answered is in it; one table in one query needs no more of the gate.
          const begin = Effect.as(
            gate.promised,
            clickhouse.download(statement, asked, engineFormat),
          )
          return Stream.unwrap(begin)
        },
        focus: ({ account, interval, filters }, accountName, format) => {
          const { statement, parameters } = withFilters(focus, filters)
          const { from, to } = interval ?? ALL_TIME
          const asked = {
            ...{ account, from, to, account_name: accountName },
            ...{ spreadsheet: format === "csv" ? 1 : 0, ...parameters },
          }
          const rows = clickhouse.download(statement, asked, FOCUS_FORMATS[format])
          return Stream.unwrap(Effect.as(gate.promised, rows))
        },
        totals: Effect.fn("LedgerDownload.totals")(function* ({ account, interval, filters }) {
          const { statement, parameters } = withFilters(counted, filters)
          const { from, to } = interval ?? ALL_TIME
          const asked = { account, from, to, ...parameters }
          yield* gate.promised
          const [row] = yield* clickhouse.query(statement, asked, Sums)
          return row === undefined ? NO_TOTALS : toTotals(row)
        }),
      })
    }),
  )
}
