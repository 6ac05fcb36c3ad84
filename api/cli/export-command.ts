/** `tidemark export`: a report as a file. */
import { Option } from "commander"
import { DOWNLOADS, type DownloadName } from "../download.ts"
import { REPORTS } from "../export-contract.ts"
import { type Act, type Define, type Options, withExamples } from "./command.ts"
import { UsageError } from "./exit-code.ts"
import { checkFile, exportByJob } from "./export-jobs.ts"
import type { Session } from "./session.ts"
import { writeWhole } from "./whole-file.ts"
import { RANGE, withOptions, wordsOf } from "./words.ts"

export const defineExport: Define = (program, run) => {
  withExamples(
    withOptions(
      program
        .command("export [account]")
        .description("an account's transactions, or another report, whole, as a file"),
      [...RANGE, "filter", "grain", "by"],
    )
      .addOption(
        new Option("--report <report>", "what of").choices(REPORTS).default("transactions"),
      )
      .addOption(
        new Option("--format <format>", "what it is")
          .choices(Object.keys(DOWNLOADS))
          .default("csv"),
      )
      .option("-o, --output <file>", "where to; standard output unless given")
      .option(
        "--job",
        "made by the server first, with a signed manifest that is put beside the file",
      )
      .option("--check <file>", "whether a file is whole, and whether its totals still hold")
      .option("--manifest <file>", "of the file to check; FILE.manifest.json unless given")
      .action(run(exportReport)),
    "export acme --range 12m --output acme.csv",
    "export acme --format jsonl | jq -r .credits",
    "export acme --report focus --range ytd --output focus.csv",
    "export acme --job --format parquet -o acme.parquet && tidemark export --check acme.parquet",
    "export acme --report usage --by operation --grain month --format xlsx -o acme.xlsx",
  )
}

const exportReport: Act = async (session, [account], options) => {
  const { check, manifest, output, report, format } = options as unknown as Asked
  if (check !== undefined) return checkFile(session, check, manifest)
  if (account === undefined)
    throw new UsageError({ reason: "name an account, or with --check a file" })
  // FOCUS is made by a job alone.
  if (options.job !== true && report !== "focus") return streamed(session, account, options)
  if (output === undefined)
    throw new UsageError({ reason: "a job and its manifest are files: name one with --output" })
  const { filter } = options
  const words = wordsOf(options, WORDS)
  return exportByJob(session, { report, format, account, ...words, filter }, output)
}

interface Asked {
  readonly check?: string
  readonly manifest?: string
  readonly output?: string
  readonly report: string
  readonly format: string
}

const WORDS = [...RANGE, "grain", "by"]

const streamed = async (
  { client, terminal, signal }: Session,
  account: string,
  options: Options,
): Promise<undefined> => {
  const words = new URLSearchParams(wordsOf(options, WORDS))
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
