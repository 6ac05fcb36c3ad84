/** The ledger's columns. Cells are drawn by column id: cheaper than a component for each of them. */

import { columnVisibilityFeature, createColumnHelper, tableFeatures } from "@tanstack/solid-table"
import type { Transaction } from "#api/contract.ts"
import { type ColumnId, columnIds } from "../ledger-columns.ts"

// No row models: the server orders and pages, the table holds columns and which of them show.
export const features = tableFeatures({ columnVisibilityFeature })

const column = createColumnHelper<typeof features, Transaction>()

export const columns = column.columns(columnIds.map((id) => column.accessor(id, {})))

/** Where there is no room for all of them, these go. */
const middlingHidden: ReadonlyArray<ColumnId> = ["operation", "amount", "reference"]
/** Beside the sheet, which shows the rest. */
const sheetHidden: ReadonlyArray<ColumnId> = ["category", ...middlingHidden]

export const visibility = (
  chosen: ReadonlyArray<ColumnId>,
  room: "full" | "middling" | "sheet",
): Record<string, boolean> => {
  const left = room === "full" ? [] : room === "middling" ? middlingHidden : sheetHidden
  return Object.fromEntries(
    columnIds.map((id) => [id, chosen.includes(id) && !left.includes(id)] as const),
  )
}
