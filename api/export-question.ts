/** From the body of `POST /v1/exports` to what is asked: a report, its format, whose it is and its words. */
import { Effect, Result, Schema } from "effect"
import type { Credential } from "./access.ts"
import { bodyBytes, checkEncoding, mediaType, parseJson } from "./body.ts"
import type { FieldError } from "./contract.ts"
import { DOWNLOADS, type DownloadName } from "./download.ts"
import {
  FormatField,
  REPORTS,
  ReportField,
  type ReportName,
  type Words,
} from "./export-contract.ts"
import { COLUMNS_WORD } from "./ledger-columns.ts"
import { fieldsRefused, Refused, refused } from "./problem.ts"
import { pointerOf, readQuery } from "./query.ts"
import { QUERIES, type QueryWords } from "./query-words.ts"
import { readableAccount } from "./scope.ts"
import { USAGE_QUERIES } from "./usage-words.ts"

export interface ExportQuestion {
  readonly report: ReportName
  readonly format: DownloadName
  /** Null: all of `accounts`. */
  readonly account: string | null
  /** Null: everybody. */
  readonly accounts: ReadonlyArray<string> | null
  readonly words: Words
}

const BODY_BYTES_MAX = 128 * 1024

const { sort: _, limit: __, cursor: ___, ...LEDGER_WORDS } = QUERIES.transactions
export const EXPORT_WORDS = {
  transactions: { ...LEDGER_WORDS, columns: COLUMNS_WORD },
  usage: USAGE_QUERIES.usage,
  usageOfAll: USAGE_QUERIES.usageOfAll,
  breakdown: USAGE_QUERIES.breakdown,
  breakdownOfAll: USAGE_QUERIES.breakdownOfAll,
  statement: USAGE_QUERIES.statement,
  statementOfAll: USAGE_QUERIES.statementOfAll,
} as const

/** Whether it is of single transactions, and so of one account. */
export const isLedger = (report: ReportName): report is "transactions" | "focus" =>
  report === "transactions" || report === "focus"

/** What a report takes. */
export const wordsOf = (report: ReportName, account: string | null): QueryWords => {
  if (isLedger(report)) return EXPORT_WORDS.transactions
  return EXPORT_WORDS[account === null ? (`${report}OfAll` as const) : report]
}

/** As a query string would have them. */
export const asSent = (words: Words): Readonly<Record<string, ReadonlyArray<string>>> =>
  Object.fromEntries(
    Object.entries(words).map(([name, value]) => [
      name,
      typeof value === "string" ? [value] : value,
    ]),
  )

const wrong = (name: string, code: string, message: string): FieldError => ({
  pointer: pointerOf(name),
  code,
  message,
})

const isText = Schema.is(Schema.String)
const isTexts = Schema.is(Schema.Array(Schema.String))

const MUST = {
  report: `must be one of ${REPORTS.join(", ")}`,
  format: `must be one of ${Object.keys(DOWNLOADS).join(", ")}`,
  account: "must be the id of an account",
} as const

const readFieldsOf = (sent: Readonly<Record<string, unknown>>, errors: FieldError[]) => {
  const field = <A>(name: keyof typeof MUST, schema: Schema.Codec<A, A>): A | null => {
    const read = Schema.decodeUnknownResult(schema)(sent[name])
    if (Result.isSuccess(read)) return read.success
    errors.push(wrong(name, sent[name] === undefined ? "missing" : "invalid_value", MUST[name]))
    return null
  }
  return {
    report: field("report", ReportField),
    format: field("format", FormatField),
    account: sent.account === undefined ? null : field("account", Schema.String),
  }
}

const readFields = (sent: Readonly<Record<string, unknown>>) => {
  const errors: FieldError[] = []
  const { report, format, account } = readFieldsOf(sent, errors)
  const words: Record<string, Words[string]> = {}
  for (const [name, value] of Object.entries(sent)) {
    if (["report", "format", "account"].includes(name)) continue
    if (isText(value)) words[name] = value
    else if (name === "filter" && isTexts(value)) words[name] = value
    else errors.push(wrong(name, "invalid_value", "must be text; filter is a list of texts"))
  }
  if (report === "focus" && (format === "jsonl" || format === "xlsx"))
    errors.push(wrong("format", "invalid_value", "FOCUS comes as csv or parquet"))
  if (words.columns !== undefined && (report === "focus" || format === "parquet"))
    errors.push(wrong("columns", "not_with_form", "only for csv, jsonl and xlsx of transactions"))
  if (report !== null && isLedger(report) && sent.account === undefined)
    errors.push(wrong("account", "missing", "is needed: a ledger is of one account"))
  return { report, format, account, words, errors }
}

/** Words are read to be refused; they are kept as they were sent, since `30d` ends when it is asked for. */
const wordErrors = (report: ReportName, account: string | null, words: Words) => {
  try {
    readQuery(wordsOf(report, account), asSent(words))
    return []
  } catch (refusal) {
    if (refusal instanceof Refused && refusal.errors !== undefined) return refusal.errors
    throw refusal
  }
}

export const readExportBody = Effect.fnUntraced(function* (
  request: Request,
  credential: Credential,
) {
  if (mediaType(request) !== "application/json")
    return yield* refused("unsupportedBody", "An export is accepted as application/json.")
  yield* checkEncoding(request)
  const sent = yield* Effect.flatMap(bodyBytes(request, BODY_BYTES_MAX), parseJson)
  if (typeof sent !== "object" || sent === null || Array.isArray(sent))
    return yield* fieldsRefused("invalidBody", [wrong("", "type", "must be a JSON object")])
  const { report, format, account, words, errors } = readFields(
    sent as Readonly<Record<string, unknown>>,
  )
  const all = [...errors, ...(report === null ? [] : wordErrors(report, account, words))]
  if (report === null || format === null || all.length > 0)
    return yield* fieldsRefused("invalidBody", all)
  if (account !== null) yield* readableAccount(credential, account)
  const accounts = account === null ? credential.accounts : [account]
  return { report, format, account, accounts, words } satisfies ExportQuestion
})
