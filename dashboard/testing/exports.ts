/** Exports as the API answers them. */
import type { ExportJob, Manifest } from "#api/contract.ts"

const scope = {
  report: "transactions",
  format: "csv",
  account: "studio-north",
  accounts: ["studio-north"],
} as const

export const exportJob = (change: Partial<ExportJob> = {}): ExportJob => ({
  ...{ id: "1".repeat(32), state: "done", ...scope },
  words: { from: "2026-10-23", to: "2026-11-21", tz: "Europe/Berlin" },
  rows: { done: 7, expected: 7 },
  bytes: 1_234,
  created_at: "2026-11-21T12:00:00.000Z",
  finished_at: "2026-11-21T12:00:01.000Z",
  expires_at: "2026-11-22T12:00:01.000Z",
  failure: null,
  ...{ file_name: "transactions_studio-north.csv", sha256: "0".repeat(64) },
  ...change,
})

export const manifest: Manifest = {
  ...{ manifest: 1, product: "Tidemark", export: "1".repeat(32), ...scope, words: {}, filters: [] },
  ...{ tz: "UTC", from: null, to: null },
  complete_to: "2026-11-21T12:00:00.000Z",
  generated_at: "2026-11-21T12:00:01.000Z",
  rows: 7,
  sums: { spend: "9", purchase: "1000", refund: "0", bonus: "0", count: 7 },
  ...{ opening_balance: "0", closing_balance: "991", bytes: 1_234, sha256: "0".repeat(64) },
  signature: "signed",
}
