/** `tidemark export` as a job of the server, with its manifest; and whether such a file is still whole. */
import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { readFile, stat, writeFile } from "node:fs/promises"
import { setTimeout as sleep } from "node:timers/promises"
import { Schema } from "effect"
import { Checked, ExportJob, Manifest } from "../export-contract.ts"
import { ask, outJson, shaped } from "./command.ts"
import { EXIT, type ExitCode, UsageError } from "./exit-code.ts"
import type { Progress, Session } from "./session.ts"
import { writeWhole } from "./whole-file.ts"

const LOOK_EVERY_MS = 250

const manifestBeside = (file: string) => `${file}.manifest.json`

/** Writes the file and, beside it, what the server signed of it. `body`: what is asked for. */
export const exportByJob = async (
  session: Session,
  body: Readonly<Record<string, unknown>>,
  output: string,
): Promise<ExitCode> => {
  const { client, patient, terminal, signal } = session
  const headers = { "content-type": "application/json" }
  const init = { method: "POST", headers, body: JSON.stringify(body), signal }
  const { id } = await ask(ExportJob, client.fetch("/v1/exports", init))
  const at = `/v1/exports/${id}`
  const job = await ended(session, at)
  if (job.state !== "done") {
    terminal.error(`tidemark: the export ${job.state}: ${job.failure ?? "the server was stopped"}`)
    return EXIT.failed
  }
  const manifest = await ask(Manifest, patient.fetch(`${at}/manifest`, { signal }))
  const { body: file } = await patient.fetch(`${at}/file`, { signal })
  if (file === null) throw new Error("the answer has no body")
  const bar = terminal.progress("kB", Math.round(manifest.bytes / 1_000))
  try {
    const sum = createHash("sha256")
    await writeWhole(output, counted(file, bar, sum), () => {
      if (sum.digest("hex") !== manifest.sha256)
        throw new Error("the file that arrived is not the one of the manifest")
    })
  } finally {
    bar.end()
  }
  await writeFile(manifestBeside(output), `${JSON.stringify(manifest, null, 2)}\n`)
  // A manifest holds without its export, and a server keeps a few alone.
  await patient.fetch(at, { method: "DELETE", signal })
  terminal.error(
    `${output}: ${manifest.rows} rows; ${manifestBeside(output)} says what they sum up to`,
  )
  return EXIT.done
}

/** Follows it to its end. */
const ended = async ({ patient, terminal, signal }: Session, at: string): Promise<ExportJob> => {
  let bar: Progress | null = null
  try {
    for (;;) {
      const job = await ask(ExportJob, patient.fetch(at, { signal }))
      const { done, expected } = job.rows
      if (expected !== null) bar ??= terminal.progress("rows", expected)
      bar?.at(done)
      if (job.state !== "waiting" && job.state !== "running") return job
      await sleep(LOOK_EVERY_MS, undefined, { signal })
    }
  } finally {
    bar?.end()
  }
}

async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  bar: Progress,
  sum: ReturnType<typeof createHash>,
) {
  let bytes = 0
  for await (const piece of pieces) {
    sum.update(piece)
    bytes += piece.length
    bar.at(Math.round(bytes / 1_000))
    yield piece
  }
}

const readManifest = async (path: string): Promise<Manifest> => {
  const refuse = (reason: string) => new UsageError({ reason: `${path} ${reason}` })
  const text = await readFile(path, "utf8").catch(() => {
    throw refuse("cannot be read: --manifest names the manifest of the file")
  })
  try {
    return Schema.decodeUnknownSync(Schema.fromJsonString(Manifest))(text)
  } catch {
    throw refuse("is no manifest of an export")
  }
}

/** Sends the file's length and SHA-256, and not the file. */
export const checkFile = async (
  session: Session,
  file: string,
  manifestFile: string = manifestBeside(file),
): Promise<ExitCode> => {
  const { client, terminal, signal, json } = session
  const manifest = await readManifest(manifestFile)
  const { size } = await stat(file).catch(() => {
    throw new UsageError({ reason: `${file} cannot be read` })
  })
  const sum = createHash("sha256")
  const bar = terminal.progress("kB", Math.round(size / 1_000))
  try {
    for await (const _ of counted(createReadStream(file, { signal }), bar, sum));
  } finally {
    bar.end()
  }
  const body = JSON.stringify({ manifest, bytes: size, sha256: sum.digest("hex") })
  const headers = { "content-type": "application/json" }
  const response = await client.fetch("/v1/exports/check", {
    method: "POST",
    headers,
    body,
    signal,
  })
  const checked = shaped(Checked, await response.json(), response.url)
  if (json) await outJson(session, [checked])
  else await terminal.out(sentence(file, manifest, { ...checked, size }))
  const isGood = checked.complete === true && checked.unchanged === true && checked.totals.hold
  return isGood ? EXIT.done : EXIT.failed
}

const sentence = (
  file: string,
  manifest: Manifest,
  { complete, unchanged, totals, size }: Checked & { readonly size: number },
): string => {
  if (complete !== true) return `${file} is not whole: ${size} bytes of ${manifest.bytes}`
  if (unchanged !== true) return `${file} was changed since it was made`
  const made = `${file} is whole, as it was made at ${manifest.generated_at}`
  if (totals.hold) return `${made}; its totals still hold`
  const { count } = totals.sums
  return `${made}; its totals do not hold any more: ${count} transactions now, ${manifest.sums.count} then`
}
