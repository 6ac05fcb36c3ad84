/** Files of usage, row by row into the same way in that HTTP takes. */
import { type Effect, Schema } from "effect"
import type { FieldDifference, FieldError } from "#warehouse/domain/usage-event.ts"
import type { SinkError } from "../event-sink.ts"
import type { Intake } from "../intake.ts"
import type { ImportMapping } from "./mapping.ts"

export interface ImportRequest {
  readonly path: string
  readonly mapping: ImportMapping
}

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

/** A file that cannot be read as the mapping says. Rows before the place may be imported already. */
export class ImportFileInvalid extends Schema.TaggedError<ImportFileInvalid>()(
  "ImportFileInvalid",
  { path: Schema.String, reason: Schema.String },
) {
  override get message() {
    return `${this.path}: ${this.reason}`
  }
}

export type ImportFile = (
  request: ImportRequest,
) => Effect.Effect<ImportReport, ImportFileInvalid | SinkError, Intake>
