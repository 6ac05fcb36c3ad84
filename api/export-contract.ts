/** The wire of exports: what is asked for, how far it is, and what a finished file says of itself. */
import { Schema } from "effect"
import { Decimal, Instant, Meta, totalsFields } from "./contract.ts"
import { DOWNLOADS, type DownloadName } from "./download.ts"

/** `focus`: the transactions in the columns of FOCUS 1.0. */
export const REPORTS = ["transactions", "usage", "breakdown", "statement", "focus"] as const
export type ReportName = (typeof REPORTS)[number]

const FORMATS = Object.keys(DOWNLOADS) as ReadonlyArray<DownloadName>

export const ReportField = Schema.Literals(REPORTS).annotate({
  message: `must be one of ${REPORTS.join(", ")}`,
})
export const FormatField = Schema.Literals(FORMATS).annotate({
  message: `must be one of ${FORMATS.join(", ")}`,
})
const Text = Schema.optionalKey(Schema.String)

/** For the document: which words a report takes is what its endpoint takes in a query. */
export const ExportBody = Schema.Struct({
  report: ReportField,
  format: FormatField,
  /** Left out: all accounts that the credential may read; `transactions` and `focus` are of one. */
  account: Text,
  ...{ range: Text, from: Text, to: Text, tz: Text, grain: Text, per: Text },
  ...{ by: Text, measure: Text, compare: Text, match: Text, sort: Text, limit: Text },
  filter: Schema.optionalKey(Schema.Array(Schema.String)),
  /** Of `transactions` as csv, jsonl or xlsx: names of columns by comma; all of them unless given. */
  columns: Text,
}).annotate({ identifier: "ExportBody" })

export const Words = Schema.Record(
  Schema.String,
  Schema.Union([Schema.String, Schema.Array(Schema.String)]),
)
export type Words = typeof Words.Type

/** `lost`: the server stopped before it was done. What is cancelled or expired is there no more. */
export const EXPORT_STATES = ["waiting", "running", "done", "failed", "lost"] as const

export const ExportJob = Schema.Struct({
  id: Schema.String,
  state: Schema.Literals(EXPORT_STATES),
  report: ReportField,
  format: FormatField,
  /** Null: of all that `accounts` says. */
  account: Schema.NullOr(Schema.String),
  /** Whose it is; null: everybody's. Who may not read all of them does not see it. */
  accounts: Schema.NullOr(Schema.Array(Schema.String)),
  words: Words,
  /** `expected` is null until it is known. */
  rows: Schema.Struct({ done: Schema.Int, expected: Schema.NullOr(Schema.Int) }),
  bytes: Schema.Int,
  created_at: Instant,
  finished_at: Schema.NullOr(Instant),
  /** When a finished one is removed. */
  expires_at: Schema.NullOr(Instant),
  /** Why there is no file. */
  failure: Schema.NullOr(Schema.String),
  /** Of the file, once there is one; `sha256` in hexadecimal, by which a file is told from others. */
  file_name: Schema.NullOr(Schema.String),
  sha256: Schema.NullOr(Schema.String),
}).annotate({ identifier: "ExportJob" })
export type ExportJob = typeof ExportJob.Type

export const Exports = Schema.Struct({ exports: Schema.Array(ExportJob) }).annotate({
  identifier: "Exports",
})
export type Exports = typeof Exports.Type

const described = {
  /** The version of this form. */
  manifest: Schema.Literal(1),
  product: Schema.String,
  export: Schema.String,
  report: ReportField,
  format: FormatField,
  account: Schema.NullOr(Schema.String),
  accounts: Schema.NullOr(Schema.Array(Schema.String)),
  words: Words,
  filters: Schema.Array(Schema.String),
  ...{ tz: Schema.String, from: Schema.NullOr(Instant), to: Schema.NullOr(Instant) },
  ...{ complete_to: Instant, generated_at: Instant },
  rows: Schema.Int,
  /** Positive sums by type of what the file is about, and the number of transactions. */
  sums: Schema.Struct(totalsFields),
  /** Null where filters leave entries out, and for a breakdown. */
  opening_balance: Schema.NullOr(Decimal),
  closing_balance: Schema.NullOr(Decimal),
  bytes: Schema.Int,
  /** Of the file's bytes, in hexadecimal. */
  sha256: Schema.String,
}
export const Described = Schema.Struct(described)
export type Described = typeof Described.Type

/** `signature`: that this server wrote all of the rest. */
export const Manifest = Schema.Struct({ ...described, signature: Schema.String }).annotate({
  identifier: "Manifest",
})
export type Manifest = typeof Manifest.Type

export const CheckBody = Schema.Struct({
  manifest: Manifest,
  /** Of the file that is checked, as `sha256sum` prints it. */
  sha256: Schema.optionalKey(Schema.String),
  bytes: Schema.optionalKey(Schema.Int),
}).annotate({ identifier: "ExportCheckBody" })
export type CheckBody = typeof CheckBody.Type

/** Null: the request did not say what it takes to know. */
export const Checked = Schema.Struct({
  complete: Schema.NullOr(Schema.Boolean),
  unchanged: Schema.NullOr(Schema.Boolean),
  /** Whether the same question is answered by the same sums today. */
  totals: Schema.Struct({ hold: Schema.Boolean, sums: Schema.Struct(totalsFields) }),
  meta: Meta,
}).annotate({ identifier: "ExportChecked" })
export type Checked = typeof Checked.Type
