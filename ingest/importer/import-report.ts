/** What became of a file's rows, added up batch by batch. */
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { TRANSACTION_TYPES, type TransactionType } from "#warehouse/domain/transaction.ts"
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
  const accepted = new Map<TransactionType, bigint>()
  let rows = 0
  let exact = EXACT_ZERO
  let sent = 0n

  const addProblem = (problem: ImportProblem) => {
    if (problems.length < PROBLEMS_MAX) problems.push(problem)
  }
  const addCredits = (credits: RowCredits | null) => {
    if (credits === null) return
    exact = addExact(exact, credits.exact)
    sent += credits.sent
  }
  const addResult = (line: number, event: WireEvent, result: EventResult) => {
    const { fate } = result
    fates[fate]++
    if (fate === "accepted") {
      const type = TRANSACTION_TYPES.find((known) => known === event.type)
      const credits = parseDecimal(String(event.credits)) ?? 0n
      if (type !== undefined) accepted.set(type, (accepted.get(type) ?? 0n) + credits)
    }
    if (fate === "rejected" || fate === "conflict") {
      const { id, errors, differs } = result
      addProblem({
        line,
        fate,
        ...(id && { id }),
        ...(errors && { errors }),
        ...(differs && { differs }),
      })
    }
  }

  return {
    add: (batch: Batch, results: ReadonlyArray<EventResult>): void => {
      rows += batch.rows
      for (const { line, errors } of batch.unreadable) {
        fates.rejected++
        addProblem({ line, fate: "rejected", errors })
      }
      for (const { reason, credits } of batch.skipped) {
        skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
        addCredits(credits)
      }
      for (const [index, { line, event, credits }] of batch.events.entries()) {
        addCredits(credits)
        const result = results[index]
        if (result === undefined) throw new Error("fewer results than events")
        addResult(line, event, result)
      }
    },
    report: (): ImportReport => ({
      rows,
      ...fates,
      skipped: Object.fromEntries(skipped),
      problems: problems.toSorted((a, b) => a.line - b.line),
      credits: {
        exact: formatExact(exact),
        sent: formatDecimal(sent),
        roundingDifference: formatExact(subtractExact(exact, exactOfMillionths(sent))),
        accepted: {
          spend: formatDecimal(accepted.get("spend") ?? 0n),
          purchase: formatDecimal(accepted.get("purchase") ?? 0n),
          refund: formatDecimal(accepted.get("refund") ?? 0n),
          bonus: formatDecimal(accepted.get("bonus") ?? 0n),
        },
      },
    }),
  }
}
