/** `tidemark send` and `import`: events in. Sending again is always safe: an id counts once. */
import { createReadStream, statSync } from "node:fs"
import { createInterface } from "node:readline"
import { text } from "node:stream/consumers"
import { Option } from "commander"
import { Effect } from "effect"
import { importThrough } from "#ingest/importer/import-file.ts"
import { parseMapping } from "#ingest/importer/mapping.ts"
import { reportJson, reportText } from "#ingest/importer/report-text.ts"
import type { WireEvent } from "#ingest/importer/row-mapper.ts"
import type { ClientEvent } from "../client-events.ts"
import type { EventResult } from "../event-contract.ts"
import { type Act, type Define, withExamples } from "./command.ts"
import { EXIT, UsageError } from "./exit-code.ts"
import { plain } from "./plain-text.ts"
import type { Session } from "./session.ts"
import { whole } from "./words.ts"

const SHOWN_MAX = 20
const WAIT_SECONDS_MAX = 30

export const defineSending: Define = (program, run) => {
  withExamples(
    program
      .command("send [file]")
      .description("sends usage events: one, an array, or one a line; standard input unless given")
      .option("--dry-run", "says what would become of them, and writes nothing")
      .addOption(
        new Option("--wait <seconds>", "with a log: how long to wait for final fates").argParser(
          whole(1, WAIT_SECONDS_MAX),
        ),
      )
      .action(run(send)),
    "send events.jsonl",
    "send --dry-run < event.json",
  )
  withExamples(
    program
      .command("import <file>")
      .description(
        "sends the rows of a CSV or JSON Lines file; again adds nothing (docs/import.md)",
      )
      .requiredOption("--mapping <file>", "which column becomes which field, as JSON")
      .action(run(importRows)),
    "import usage.csv --mapping usage.mapping.json",
  )
}

const FATES = ["accepted", "duplicate", "conflict", "rejected", "queued"] as const

const send: Act = async ({ patient, terminal, json: asJson, signal }, [file], options) => {
  const counts = new Map<EventResult["fate"], number>()
  const problems: EventResult[] = []
  const bar = terminal.progress("events", 0)
  const results = patient.send(eventsIn(file), {
    signal,
    ...(options.dryRun === true && { dryRun: true }),
    ...(options.wait !== undefined && { waitSeconds: Number(options.wait) }),
  })
  let sent = 0
  try {
    for await (const result of results) {
      counts.set(result.fate, (counts.get(result.fate) ?? 0) + 1)
      if (isProblem(result) && problems.length < SHOWN_MAX) problems.push(result)
      if (asJson) await terminal.out(JSON.stringify(result))
      bar.at(++sent)
    }
  } catch (error) {
    bar.end()
    if (sent > 0) terminal.error(`${sent} events have their fates; sending all again is safe.`)
    throw error
  }
  bar.end()
  if (!asJson) await terminal.out(fatesText(counts, problems, options.dryRun === true))
  return counts.has("conflict") || counts.has("rejected") ? EXIT.failed : EXIT.done
}

const isProblem = ({ fate }: EventResult) => fate === "conflict" || fate === "rejected"

const fatesText = (
  counts: ReadonlyMap<EventResult["fate"], number>,
  problems: ReadonlyArray<EventResult>,
  isDry: boolean,
): string => {
  const told = FATES.filter((fate) => counts.has(fate)).map((fate) => `${counts.get(fate)} ${fate}`)
  const lines = problems.map(({ index, id, errors = [], differs = [] }) => {
    const reasons = [
      ...errors.map(({ pointer, message }) => `${pointer} ${message}`.trim()),
      ...differs.map(({ field, stored, sent }) => `${field} is ${stored}, not ${sent}`),
    ]
    return `  event ${index + 1}${id === undefined ? "" : ` (${plain(id)})`}: ${plain(reasons.join("; "))}`
  })
  return [
    `${told.join(", ") || "no events"}${isDry ? "; nothing was written" : ""}`,
    ...lines,
  ].join("\n")
}

/** A document is read whole; of lines each is read as it is sent. */
async function* eventsIn(file: string | undefined): AsyncGenerator<ClientEvent, void> {
  if (file !== undefined) assertFile(file)
  const input = file === undefined ? process.stdin : createReadStream(file)
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]()
  const head: string[] = []
  for (let line = await lines.next(); ; line = await lines.next()) {
    if (line.done) break
    if (head.length === 0 && line.value.trim() === "") continue
    const one = head.length === 0 ? objectIn(line.value) : null
    if (one === null) {
      head.push(line.value)
      continue
    }
    yield one
    yield* restOf(lines)
    return
  }
  if (head.length > 0) yield* documentIn(head.join("\n"))
}

async function* restOf(lines: AsyncIterableIterator<string>): AsyncGenerator<ClientEvent, void> {
  let number = 1
  for await (const line of lines) {
    number++
    if (line.trim() === "") continue
    const event = objectIn(line)
    if (event === null) throw new UsageError({ reason: `line ${number} is no JSON object` })
    yield event
  }
}

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
const isObject = (value: unknown): value is ClientEvent =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const objectIn = (line: string): ClientEvent | null => {
  const value = parsed(line)
  return isObject(value) ? value : null
}

const documentIn = (text: string): ReadonlyArray<ClientEvent> => {
  const value = parsed(text)
  const events: ReadonlyArray<unknown> = Array.isArray(value) ? value : [value]
  if (!events.every(isObject))
    throw new UsageError({ reason: "neither an event, nor an array of events, nor one a line" })
  return events
}

const assertFile = (path: string): void => {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw new UsageError({ reason: `${path}: there is no such file` })
  if (found.isDirectory()) throw new UsageError({ reason: `${path} is a folder, not a file` })
}

const importRows: Act = async (session, [path = ""], { mapping: mappingPath }) => {
  const { terminal, json: asJson } = session
  assertFile(path)
  const mapping = await Effect.runPromise(
    Effect.mapError(
      parseMapping(await readMapping(String(mappingPath))),
      ({ message }) => new UsageError({ reason: message }),
    ),
  )
  const bar = terminal.progress("rows", 0)
  let sent = 0
  const submit = (events: ReadonlyArray<WireEvent>) =>
    Effect.promise(async () => {
      const results = await submitted(session, events)
      sent += events.length
      bar.at(sent)
      return results
    })
  try {
    const report = await Effect.runPromise(importThrough({ path, mapping }, submit))
    bar.end()
    await terminal.out(asJson ? reportJson(report) : reportText(path, report))
    return report.rejected + report.conflict > 0 ? EXIT.failed : EXIT.done
  } catch (error) {
    bar.end()
    if (sent > 0) terminal.error(`${sent} events were sent; the same command goes on from there.`)
    throw error
  }
}

const submitted = ({ patient, signal }: Session, events: ReadonlyArray<WireEvent>) =>
  Array.fromAsync(patient.send(events, { signal }))

const readMapping = async (path: string): Promise<string> => {
  try {
    return await text(createReadStream(path))
  } catch {
    throw new UsageError({ reason: `--mapping: ${path} cannot be read` })
  }
}
