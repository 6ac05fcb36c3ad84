/** `tidemark export`: a report as a file. */
import { once } from "node:events"
import { createWriteStream } from "node:fs"
import { rename, rm } from "node:fs/promises"
import { Option } from "commander"
import { DOWNLOADS, type DownloadName } from "../download.ts"
import { REPORTS } from "../export-contract.ts"
import { type Act, type Define, withExamples } from "./command.ts"
import { UsageError } from "./exit-code.ts"
import { RANGE, withOptions, wordsOf } from "./words.ts"

/** Those that an endpoint answers at once; FOCUS is made by a job alone: `POST /v1/exports`. */
const STREAMED = REPORTS.filter((report) => report !== "focus")

export const defineExport: Define = (program, run) => {
  withExamples(
    withOptions(
      program
        .command("export <account>")
        .description("an account's transactions, or another report, whole, as a file"),
      [...RANGE, "filter", "grain", "by"],
    )
      .addOption(
        new Option("--report <report>", "what of").choices(STREAMED).default("transactions"),
      )
      .addOption(
        new Option("--format <format>", "what it is")
          .choices(Object.keys(DOWNLOADS))
          .default("csv"),
      )
      .option("-o, --output <file>", "where to; standard output unless given")
      .action(run(exportLedger)),
    "export acme --range 12m --output acme.csv",
    "export acme --format jsonl | jq -r .credits",
    "export acme --report usage --by operation --grain month --format xlsx -o acme.xlsx",
  )
}

const exportLedger: Act = async ({ client, terminal, signal }, [account = ""], options) => {
  const words = new URLSearchParams(wordsOf(options, [...RANGE, "grain", "by"]))
  for (const filter of (options.filter as ReadonlyArray<string> | undefined) ?? [])
    words.append("filter", filter)
  const { type: accept } = DOWNLOADS[options.format as DownloadName]
  const path = `/v1/accounts/${encodeURIComponent(account)}/${options.report}?${words}`
  const { body } = await client.fetch(path, { headers: { accept }, signal })
  if (body === null) throw new Error("the answer has no body")
  const bar = terminal.progress("kB", 0)
  let bytes = 0
  const counted = async function* () {
    for await (const piece of body) {
      bytes += piece.length
      bar.at(Math.round(bytes / 1_000))
      yield piece
    }
  }
  try {
    const { output } = options
    if (typeof output === "string") await writeWhole(output, counted())
    else for await (const piece of counted()) await terminal.write(piece)
  } finally {
    bar.end()
  }
}

/** Under its name there is either all of it or what was there before: a connection may break off. */
const writeWhole = async (path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> => {
  const unfinished = `${path}.part`
  const file = createWriteStream(unfinished)
  try {
    await once(file, "open")
    for await (const piece of pieces) if (!file.write(piece)) await once(file, "drain")
    file.end()
    await once(file, "close")
    await rename(unfinished, path)
  } catch (error) {
    file.destroy()
    await rm(unfinished, { force: true })
    throw isOfFile(error) ? new UsageError({ reason: `${path} cannot be written` }) : error
  }
}

const isOfFile = (error: unknown) =>
  error instanceof Error && "syscall" in error && error.syscall === "open"
