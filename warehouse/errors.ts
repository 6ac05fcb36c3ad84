import { Schema } from "effect"

const Operation = Schema.Literals(["insert", "query", "command"])
export type Operation = typeof Operation.Type

/** A bound of ours that a question met: too many that wait already, or too much time. */
const QueryLimit = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("waiting"), readersMax: Schema.Finite }),
  Schema.Struct({ kind: Schema.Literal("time"), secondsMax: Schema.Finite }),
])
export type QueryLimit = typeof QueryLimit.Type

/** No answer: network, timeout, shutdown, or a limit. Worth retrying. */
export class WarehouseUnavailable extends Schema.TaggedError<WarehouseUnavailable>()(
  "WarehouseUnavailable",
  { operation: Operation, cause: Schema.Defect(), limit: Schema.optionalKey(QueryLimit) },
) {
  override get message() {
    return `the warehouse did not answer the ${this.operation}`
  }

  /** For logs and for whoever starts the process: an answer never carries it. */
  get reason(): string {
    const { message, code } = this.cause as { readonly message?: string; readonly code?: string }
    // A name that stands for several addresses fails with a code and no message.
    return message?.trim() || code || String(this.cause)
  }
}

/** The engine answered with an exception. The same statement will fail again. */
export class StatementRejected extends Schema.TaggedError<StatementRejected>()(
  "StatementRejected",
  { operation: Operation, code: Schema.String, detail: Schema.String },
) {
  override get message() {
    return `the warehouse rejected the ${this.operation} (code ${this.code}): ${this.detail}`
  }

  get reason(): string {
    return `${this.detail.trim()} (code ${this.code})`
  }
}

const limitMet = (limit: QueryLimit, words: string) =>
  new WarehouseUnavailable({ operation: "query", cause: new Error(words), limit })

export const tooManyWait = (readersMax: number) =>
  limitMet({ kind: "waiting", readersMax }, `${readersMax} reads wait already`)

export const tooLong = (secondsMax: number) =>
  limitMet({ kind: "time", secondsMax }, `not done within ${secondsMax} seconds`)

export type WarehouseError = WarehouseUnavailable | StatementRejected

/** The process is stopping: nothing more is taken. What was acknowledged is safe. */
export class WriterStopping extends Schema.TaggedError<WriterStopping>()("WriterStopping", {}) {
  override get message() {
    return "the writer is stopping and takes no more events"
  }
}

/** A start that cannot go on, in one sentence a person can act on. */
export class StartRefused extends Schema.TaggedError<StartRefused>()("StartRefused", {
  reason: Schema.String,
}) {
  override get message() {
    return this.reason
  }
}

/** A value that its placeholder in `sql/` cannot take: a bug in the module that asks. */
export class UnfitParameter extends Error {}
