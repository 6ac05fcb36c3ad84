/** Which columns the ledger has, and which of them and how high the rows this browser prefers. */
import { createSignal } from "solid-js"
import { recall, remember } from "./storage.ts"

export const columnIds = [
  "occurred_at",
  "description",
  "category",
  "operation",
  "type",
  "credits",
  "amount",
  "balance_after",
  "reference",
] as const
export type ColumnId = (typeof columnIds)[number]

/** The time opens an entry, so it stays. */
export const hideable: ReadonlyArray<ColumnId> = columnIds.filter((id) => id !== "occurred_at")

/** `a,b` in the order of the columns; `undefined` when none of it is a column, or all are. */
export const readColumns = (text: string): ReadonlyArray<ColumnId> | undefined => {
  const named = text.split(",")
  const known = columnIds.filter((id) => named.includes(id) || id === "occurred_at")
  return named.every((name) => columnIds.some((id) => id === name)) && known.length > 0
    ? known
    : undefined
}

export const densities = ["comfortable", "compact"] as const
export type Density = (typeof densities)[number]

const [density, setDensity] = createSignal<Density>(
  recall("density") === "compact" ? "compact" : "comfortable",
)
const [preferred, setPreferred] = createSignal<ReadonlyArray<ColumnId>>(
  readColumns(recall("columns") ?? "") ?? columnIds,
)

/** `preferred`: the columns to show where the address does not say. */
export { density, preferred }

export const chooseDensity = (chosen: Density): void => {
  setDensity(chosen)
  remember("density", chosen === "comfortable" ? undefined : chosen)
}

export const preferColumns = (chosen: ReadonlyArray<ColumnId>): void => {
  setPreferred(chosen)
  remember("columns", chosen.length === columnIds.length ? undefined : chosen.join(","))
}
