/** The ledger's columns. Cells are drawn by column id: cheaper than a component for each of them. */

import { columnVisibilityFeature, createColumnHelper, tableFeatures } from "@tanstack/solid-table"
import type { Transaction } from "#api/contract.ts"

// No row models: the server orders and pages, the table holds columns and which of them show.
export const features = tableFeatures({
  columnVisibilityFeature,
  columnMeta: {} as { readonly align?: "right" },
})

const column = createColumnHelper<typeof features, Transaction>()

export const columns = column.columns([
  column.accessor("occurred_at", { header: "Time" }),
  column.accessor("description", { header: "Description" }),
  column.accessor("category", { header: "Category" }),
  column.accessor("operation", { header: "Operation" }),
  column.accessor("type", { header: "Type" }),
  column.accessor("credits", { header: "Credits", meta: { align: "right" } }),
  column.accessor("amount", { header: "Amount", meta: { align: "right" } }),
  column.accessor("balance_after", { header: "Balance after", meta: { align: "right" } }),
  column.accessor("reference", { header: "Payment" }),
])

/** Where there is no room for all of them, these stay. */
export const narrowHidden = { operation: false, amount: false, reference: false }
