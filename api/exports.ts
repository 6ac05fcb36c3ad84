/** Exports: asked for, followed, fetched with their manifest, checked, and removed. */
import { createReadStream } from "node:fs"
import { Effect } from "effect"
import { type Context, Hono, type TypedResponse } from "hono"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import type { Credential } from "./access.ts"
import { type Answer, answer, run } from "./answer.ts"
import { piecesFrom } from "./begun.ts"
import { nameOf } from "./credential.ts"
import { sendDownload } from "./download.ts"
import type { ApiEnv } from "./environment.ts"
import { checkExport, mayReadAll } from "./export-check.ts"
import type { Checked, ExportJob, Exports, Manifest } from "./export-contract.ts"
import { exportFileName } from "./export-file-name.ts"
import { ExportJobs } from "./export-jobs.ts"
import { readExportBody } from "./export-question.ts"
import type { ExportRecord } from "./export-record.ts"
import { intervalOfInstants } from "./moments.ts"
import { refused } from "./problem.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { orNull } from "./wire.ts"

const fileNameOf = ({ account, report }: ExportRecord, { from, to, tz }: Manifest): string =>
  exportFileName({
    ...{ account, report, tz },
    interval: intervalOfInstants(from ?? undefined, to ?? undefined),
  })

const wireJob = (record: ExportRecord): ExportJob => ({
  id: record.id,
  state: record.state,
  report: record.report,
  format: record.format,
  account: record.account,
  accounts: record.accounts,
  words: record.words,
  rows: { done: record.rowsDone, expected: record.rowsExpected },
  bytes: record.bytes,
  created_at: formatInstant(record.createdAt),
  finished_at: orNull(record.finishedAt, formatInstant),
  expires_at: orNull(record.expiresAt, formatInstant),
  failure: record.failure,
  file_name: orNull(
    record.manifest,
    (manifest) => `${fileNameOf(record, manifest)}.${record.format}`,
  ),
  sha256: record.manifest?.sha256 ?? null,
})

/** The same words for one that is missing and for one that the credential may not see. */
const readable = Effect.fnUntraced(function* (credential: Credential, id: string) {
  const record = yield* ExportJobs.use((jobs) => jobs.get(id))
  if (record === null || !mayReadAll(credential, record))
    return yield* refused("notFound", "No export of that id can be read with this credential.")
  return record
})

/** One that is done, with its manifest. */
const finished = Effect.fnUntraced(function* (credential: Credential, id: string) {
  const record = yield* readable(credential, id)
  const { manifest, state, failure } = record
  if (manifest === null)
    return yield* refused(
      "exportNotDone",
      failure === null ? `It is ${state}: come again.` : `It is ${state}: ${failure}.`,
    )
  return { record, manifest }
})

const postExport = async (c: Context<ApiEnv>): Promise<Answer<ExportJob, 202>> => {
  const created = Effect.gen(function* () {
    const question = yield* readExportBody(c.req.raw, c.var.credential)
    const jobs = yield* ExportJobs
    return wireJob(yield* jobs.create(question, nameOf(c.var.credential)))
  })
  const job = await run(c, created)
  c.header("location", `/v1/exports/${job.id}`)
  return c.json(job, 202) as unknown as Answer<ExportJob, 202>
}

const listed = Effect.fnUntraced(function* (credential: Credential) {
  const records = yield* (yield* ExportJobs).list
  const exports = records.filter((record) => mayReadAll(credential, record)).map(wireJob)
  return { exports } satisfies Exports
})

const getFile = async (c: Context<ApiEnv>, id: string): Promise<Response> => {
  const file = Effect.gen(function* () {
    const { record, manifest } = yield* finished(c.var.credential, id)
    const path = (yield* ExportJobs).pathOf(id)
    const sum = Buffer.from(manifest.sha256, "hex").toString("base64")
    return {
      name: record.format,
      fileName: fileNameOf(record, manifest),
      pieces: piecesFrom(createReadStream(path)),
      headers: {
        "content-length": String(manifest.bytes),
        "repr-digest": `sha-256=:${sum}:`,
      },
    }
  })
  return sendDownload(c, await run(c, file))
}

const removeExport = async (c: Context<ApiEnv>, id: string) => {
  const removed = Effect.flatMap(readable(c.var.credential, id), () =>
    ExportJobs.use((jobs) => jobs.remove(id)),
  )
  await run(c, removed)
  return c.body(null, 204) as unknown as TypedResponse<null, 204, "body">
}

export const exportsRoutes = new Hono<ApiEnv>()
  .post("/", query(QUERIES.none), postExport)
  .get("/", query(QUERIES.none), (c) => answer<Exports>(c, listed(c.var.credential)))
  .post("/check", query(QUERIES.none), (c) =>
    answer<Checked>(c, checkExport(c.req.raw, c.var.credential)),
  )
  .get("/:id", query(QUERIES.none), (c) =>
    answer<ExportJob>(c, Effect.map(readable(c.var.credential, c.req.param("id")), wireJob)),
  )
  .get("/:id/manifest", query(QUERIES.none), (c) =>
    answer<Manifest>(
      c,
      Effect.map(finished(c.var.credential, c.req.param("id")), ({ manifest }) => manifest),
    ),
  )
  .get("/:id/file", query(QUERIES.none), (c) => getFile(c, c.req.param("id")))
  .delete("/:id", query(QUERIES.none), (c) => removeExport(c, c.req.param("id")))
