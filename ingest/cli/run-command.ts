/** One command from its words to its exit code. */
import { readFile } from "node:fs/promises"
import { Config, Effect, Option, Redacted } from "effect"
import { ImportFileInvalid, importThrough } from "../importer/import-file.ts"
import { parseMapping } from "../importer/mapping.ts"
import type { WireEvent } from "../importer/row-mapper.ts"
import { apiSubmit } from "./api-submit.ts"
import {
  type Command,
  type ImportCommand,
  parseCommandLine,
  type RebuildCommand,
  type RejectionsCommand,
  USAGE,
  UsageError,
} from "./command-line.ts"
import { reportJson, reportText } from "./report-text.ts"
import { runForecast } from "./run-forecast.ts"
import { runRebuild } from "./run-rebuild.ts"
import { runRejections } from "./run-rejections.ts"

/** Where a command writes; `progress` is overwritten by what comes next. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly error: (text: string) => void
  readonly progress: (text: string) => void
}

const KEY = Config.Redacted("TIDEMARK_KEY").pipe(Config.option)

/** The exit code: 0, 1 or 2, as the usage text says. */
export const runCommand = (
  words: ReadonlyArray<string>,
  terminal: Terminal,
): Effect.Effect<number> =>
  parseCommandLine(words).pipe(
    Effect.flatMap((command) => run(command, terminal)),
    Effect.catch((error) =>
      Effect.sync(() => {
        terminal.error(`tidemark: ${error.message}`)
        if (error._tag === "UsageError") terminal.error("Try: npm run tidemark -- --help")
        return error._tag === "UsageError" || error._tag === "MappingInvalid" ? 2 : 1
      }),
    ),
  )

const run = Effect.fnUntraced(function* (command: Command, terminal: Terminal) {
  if (command.name === "import") return yield* runImport(command, terminal)
  if (command.name === "forecast" || command.name === "forecast --backtest") {
    const key = yield* keyFrom(command.key)
    const { text, code } = yield* runForecast(command, { url: command.url, key })
    terminal.out(text)
    return code
  }
  if (command.name === "rebuild") return yield* runRebuilding(command, terminal)
  if (command.name !== "help") return yield* runReview(command, terminal)
  terminal.out(USAGE)
  return 0
})

const runRebuilding = Effect.fnUntraced(function* (command: RebuildCommand, terminal: Terminal) {
  const key = yield* keyFrom(command.key)
  const { text, code } = yield* runRebuild(command, { url: command.url, key }, terminal.progress)
  terminal.out(text)
  return code
})

const runReview = Effect.fnUntraced(function* (command: RejectionsCommand, terminal: Terminal) {
  const key = yield* keyFrom(command.key)
  const { text, code } = yield* runRejections(command, { url: command.url, key })
  terminal.out(text)
  return code
})

const runImport = Effect.fnUntraced(function* (
  { file, mapping: mappingPath, url, key: givenKey, json }: ImportCommand,
  terminal: Terminal,
) {
  const key = yield* keyFrom(givenKey)
  const mapping = yield* Effect.flatMap(readText(mappingPath), parseMapping)
  const send = apiSubmit({ url, key })
  let sent = 0
  const submit = (events: ReadonlyArray<WireEvent>) =>
    send(events).pipe(
      Effect.tap(() =>
        Effect.sync(() => {
          sent += events.length
          terminal.progress(`${sent.toLocaleString("en-US")} events sent`)
        }),
      ),
    )
  const report = yield* importThrough({ path: file, mapping }, submit).pipe(
    Effect.tapError(() =>
      Effect.sync(() => {
        if (sent > 0)
          terminal.error(`${sent} events were sent; the same command goes on from there.`)
      }),
    ),
  )
  terminal.out(json ? reportJson(report) : reportText(file, report))
  return report.rejected + report.conflict > 0 ? 1 : 0
})

const keyFrom = Effect.fnUntraced(function* (given: string | undefined) {
  if (given !== undefined) return Redacted.make(given)
  const fromEnvironment = yield* Effect.orDie(KEY)
  if (Option.isSome(fromEnvironment)) return fromEnvironment.value
  return yield* new UsageError({ reason: "a key is missing: set TIDEMARK_KEY, or pass --key" })
})

const readText = (path: string) =>
  Effect.tryPromise({
    try: () => readFile(path, "utf8"),
    catch: () => new ImportFileInvalid({ path, reason: "this mapping cannot be read" }),
  })
