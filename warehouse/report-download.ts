/** What was summed up already, as a file that only the engine can write. */
import { Context, Effect, Layer, type Stream } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"
import { sqlQuery } from "./sql-files.ts"

const statements = {
  usage: sqlQuery("report-usage-parquet"),
  breakdown: sqlQuery("report-breakdown-parquet"),
  statement: sqlQuery("report-statement-parquet"),
} as const
export type SummedReport = keyof typeof statements

export class ReportDownload extends Context.Service<
  ReportDownload,
  {
    /** `lines`: a JSON object a row, decimals as text. A file of Parquet with typed columns. */
    readonly parquet: (
      report: SummedReport,
      lines: ReadonlyArray<string>,
    ) => Stream.Stream<Uint8Array, WarehouseError>
  }
>()("warehouse/ReportDownload") {
  static readonly layer = Layer.effect(
    ReportDownload,
    Effect.map(ClickHouse, (clickhouse) =>
      ReportDownload.of({
        parquet: (report, lines) => clickhouse.download(statements[report], { lines }, "Parquet"),
      }),
    ),
  )
}
