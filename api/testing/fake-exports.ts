/** Exports as doubles: one that is done for each of the two accounts. */
import { statSync } from "node:fs"
import { Effect, Layer } from "effect"
import { Cursors } from "../cursors.ts"
import type { Described, Manifest } from "../export-contract.ts"
import { ExportJobs } from "../export-jobs.ts"
import type { ExportRecord } from "../export-record.ts"
import { signed } from "../manifest.ts"
import { secrets } from "./fake-access.ts"

/** Of the credential's own account, of another one's, and of none. */
export const EXPORTS = { own: "1".repeat(32), other: "2".repeat(32), missing: "f".repeat(32) }

const FILE = import.meta.filename
const SUMS = { spend: "9", purchase: "0", refund: "0", bonus: "0", count: 7 }

const describedOf = (account: string, id: string): Described => ({
  ...{ manifest: 1, product: "Tidemark", export: id, report: "transactions", format: "csv" },
  ...{ account, accounts: [account], words: {}, filters: [], tz: "UTC", from: null, to: null },
  complete_to: "2026-03-06T11:59:58.000Z",
  generated_at: "2026-03-06T12:00:00.000Z",
  ...{ rows: 7, sums: SUMS, opening_balance: "1000", closing_balance: "991" },
  ...{ bytes: statSync(FILE).size, sha256: "0".repeat(64) },
})

/** As this server would have written it. */
export const manifestOf = (account: string, id = EXPORTS.own): Manifest =>
  Effect.runSync(signed(describedOf(account, id)).pipe(Effect.provide(Cursors.layer(secrets))))

const recordOf = (account: string, id: string): ExportRecord => ({
  ...{ id, report: "transactions", format: "csv", account, accounts: [account], words: {} },
  ...{ holder: "admin", state: "done", createdAt: 0, finishedAt: 1, expiresAt: 2 },
  ...{ rowsDone: 7, rowsExpected: 7, bytes: 10, failure: null },
  manifest: manifestOf(account, id),
})

const RECORDS = [recordOf("studio-north", EXPORTS.own), recordOf("odd/ö %", EXPORTS.other)]

export const exportJobs = Layer.succeed(ExportJobs, {
  create: (question, holder) =>
    Effect.succeed({
      ...recordOf("studio-north", EXPORTS.own),
      ...question,
      ...{ holder, state: "waiting" as const, manifest: null },
    }),
  list: Effect.succeed(RECORDS),
  get: (id) => Effect.succeed(RECORDS.find((record) => record.id === id) ?? null),
  remove: () => Effect.void,
  pathOf: () => FILE,
})
