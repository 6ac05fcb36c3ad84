/** Files of usage, row by row into the same way in that HTTP takes. */
import { Effect, Schema, Stream } from "effect"
import type { SinkError } from "../event-sink.ts"
import { type EventResult, Intake } from "../intake.ts"
import { type ImportReport, makeTally } from "./import-report.ts"
import type { ImportMapping } from "./mapping.ts"
import { readBatches } from "./row-batches.ts"
import type { WireEvent } from "./row-mapper.ts"
import { UnreadableFile } from "./row-reader.ts"

export interface ImportRequest {
  readonly path: string
  readonly mapping: ImportMapping
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

/** Takes a batch of events and answers their fates in the same order: the intake, or the API. */
export type Submit<E, R> = (
  events: ReadonlyArray<WireEvent>,
) => Effect.Effect<ReadonlyArray<EventResult>, E, R>

/** Imports through the intake of this process. Sending a file again adds nothing: its ids are the same. */
export const importFile: (
  request: ImportRequest,
) => Effect.Effect<ImportReport, ImportFileInvalid | SinkError, Intake> = Effect.fn("importFile")(
  function* (request) {
    const intake = yield* Intake
    return yield* importThrough(request, (events) =>
      intake.submit(events.map((value) => ({ kind: "value", value }))),
    )
  },
)

export const importThrough = Effect.fnUntraced(function* <E, R>(
  { path, mapping }: ImportRequest,
  submit: Submit<E, R>,
) {
  const tally = makeTally()
  yield* Stream.fromAsyncIterable(readBatches(path, mapping), (cause) =>
    asInvalid(path, cause),
  ).pipe(
    Stream.runForEach((batch) =>
      Effect.gen(function* () {
        const events = batch.events.map(({ event }) => event)
        const results = events.length > 0 ? yield* submit(events) : []
        tally.add(batch, results)
      }),
    ),
  )
  return tally.report()
})

/** The system's own words name the path once more and say what to do about it. */
const asInvalid = (path: string, cause: unknown): ImportFileInvalid => {
  if (cause instanceof UnreadableFile) return new ImportFileInvalid({ path, reason: cause.message })
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : ""
  const reason = FILE_REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause))
  return new ImportFileInvalid({ path, reason })
}

const FILE_REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this process may not read it",
  EISDIR: "it is a folder, not a file",
}
