/** What became of a file's rows, added up batch by batch. */
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { TRANSACTION_TYPES, type TransactionType } from "#warehouse/domain/transaction-type.ts"
import type { FieldDifference, FieldError } from "#warehouse/domain/usage-event.ts"
import type { EventResult } from "../intake.ts"
import {
  addExact,
  EXACT_ZERO,
  exactOfMillionths,
  formatExact,
  subtractExact,
} from "./exact-decimal.ts"
import type { Batch } from "./row-batches.ts"
import type { RowCredits, WireEvent } from "./row-mapper.ts"

/** A row that was not counted, by its line in the file. */
export interface ImportProblem {
  readonly line: number
  readonly id?: string
  readonly fate: "rejected" | "conflict"
  readonly errors?: ReadonlyArray<FieldError>
  readonly differs?: ReadonlyArray<FieldDifference>
}

export interface ImportReport {
  /** Rows read: the sum of all fates and of what was skipped. */
  readonly rows: number
  readonly accepted: number
  readonly duplicate: number
  readonly conflict: number
  /** In the log, with a final fate to come. */
  readonly queued: number
  readonly rejected: number
  /** Rows per reason of the mapping's `skip`. */
  readonly skipped: Readonly<Record<string, number>>
  /** The first 20 rows that conflict or were rejected. */
  readonly problems: ReadonlyArray<ImportProblem>
  /** Decimal texts. `exact` = `sent` + `roundingDifference`, over rows with credits, signed as in the file. */
  readonly credits: {
    readonly exact: string
    readonly sent: string
    readonly roundingDifference: string
    /** What this import added, per type. */
    readonly accepted: {
      readonly spend: string
      readonly purchase: string
      readonly refund: string
      readonly bonus: string
    }
  }
}

const PROBLEMS_MAX = 20

export const makeTally = () => {
  const fates = { accepted: 0, duplicate: 0, conflict: 0, queued: 0, rejected: 0 }
  const skipped = new Map<string, number>()
  const problems: Array<ImportProblem> = []
  const credits = makeCreditsTally()
  let rows = 0

  return {
    /** `results` are those of the batch's events, in their order. */
    add: (batch: Batch, results: ReadonlyArray<EventResult>): void => {
      const found: Array<ImportProblem> = []
      rows += batch.rows
      fates.rejected += batch.unreadable.length
      for (const { line, errors } of batch.unreadable)
        found.push({ line, fate: "rejected", errors })
      for (const row of batch.skipped) {
        skipped.set(row.reason, (skipped.get(row.reason) ?? 0) + 1)
        credits.read(row.credits)
      }
      for (const [index, row] of batch.events.entries()) {
        const result = results[index]
        if (result === undefined) throw new Error("fewer results than events")
        fates[result.fate]++
        credits.read(row.credits)
        if (result.fate === "accepted") credits.accept(row.event)
        found.push(...problemOf(row.line, result))
      }
      found.sort((a, b) => a.line - b.line)
      problems.push(...found.slice(0, PROBLEMS_MAX - problems.length))
    },
    report: (): ImportReport => ({
      rows,
      ...fates,
      skipped: Object.fromEntries(skipped),
      problems,
      credits: credits.report(),
    }),
  }
}

const problemOf = (line: number, result: EventResult): ReadonlyArray<ImportProblem> => {
  const { fate, id, errors, differs } = result
  if (fate !== "rejected" && fate !== "conflict") return []
  return [{ line, fate, ...(id && { id }), ...(errors && { errors }), ...(differs && { differs }) }]
}

const makeCreditsTally = () => {
  const accepted: Record<TransactionType, bigint> = {
    spend: 0n,
    purchase: 0n,
    refund: 0n,
    bonus: 0n,
  }
  let exact = EXACT_ZERO
  let sent = 0n
  return {
    read: (credits: RowCredits | null): void => {
      if (credits === null) return
      exact = addExact(exact, credits.exact)
      sent += credits.sent
    },
    accept: (event: WireEvent): void => {
      const type = TRANSACTION_TYPES.find((known) => known === event.type)
      if (type !== undefined) accepted[type] += parseDecimal(String(event.credits)) ?? 0n
    },
    report: (): ImportReport["credits"] => ({
      exact: formatExact(exact),
      sent: formatDecimal(sent),
      roundingDifference: formatExact(subtractExact(exact, exactOfMillionths(sent))),
      accepted: {
        spend: formatDecimal(accepted.spend),
        purchase: formatDecimal(accepted.purchase),
        refund: formatDecimal(accepted.refund),
        bonus: formatDecimal(accepted.bonus),
      },
    }),
  }
}
