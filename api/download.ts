/** Answers that are files: which kind the client asks for, and how one is sent piece by piece. */
import { Stream } from "effect"
import type { Context } from "hono"
import { accepts } from "hono/accepts"
import type { WarehouseError } from "#warehouse/errors.ts"
import { run } from "./answer.ts"
import { credentialWatch } from "./credential-watch.ts"
import type { ApiEnv } from "./environment.ts"

export const DOWNLOADS = {
  csv: { type: "text/csv", sent: "text/csv; charset=utf-8; header=present" },
  jsonl: { type: "application/jsonl", sent: "application/jsonl; charset=utf-8" },
  parquet: { type: "application/vnd.apache.parquet", sent: "application/vnd.apache.parquet" },
  xlsx: {
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    sent: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  },
} as const
export type DownloadName = keyof typeof DOWNLOADS
/** By which a client asks for each. */
export const DOWNLOAD_TYPES = Object.values(DOWNLOADS).map(({ type }) => type)

/** Null: JSON, as every answer unless a client asks for something else. */
export const downloadAsked = (c: Context<ApiEnv>): DownloadName | null => {
  const names = Object.keys(DOWNLOADS) as DownloadName[]
  const type = accepts(c, {
    header: "Accept",
    supports: ["application/json", ...names.map((name) => DOWNLOADS[name].type)],
    default: "application/json",
  })
  return names.find((name) => DOWNLOADS[name].type === type) ?? null
}

export interface Download {
  readonly name: DownloadName
  /** Without its ending; letters of any script. */
  readonly fileName: string
  readonly pieces: Stream.Stream<Uint8Array, WarehouseError>
  /** What is known of it before. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A client that does not read on gives its place to others. */
const READ_WITHIN_MS = 60_000

/**
 * The first piece is waited for, so that what goes wrong before it is a problem document. What goes wrong
 * later breaks the connection before the last chunk: a client can tell it from the end.
 */
export const sendDownload = async (c: Context<ApiEnv>, download: Download) => {
  const { name, fileName, pieces, headers = {} } = download
  const iterable = await run(c, Stream.toAsyncIterableEffect(pieces))
  const iterator = iterable[Symbol.asyncIterator]()
  let next = await iterator.next()
  const leave = async () => void (await iterator.return?.())
  const holds = credentialWatch(c)
  await holds()
  let idle: NodeJS.Timeout | undefined
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      clearTimeout(idle)
      if (next.done) return controller.close()
      if (!(await holds())) {
        await leave()
        return controller.error(new Error("the credential is over"))
      }
      controller.enqueue(next.value)
      next = await iterator.next()
      idle = setTimeout(() => {
        controller.error(new Error("the client does not read on"))
        void leave()
      }, READ_WITHIN_MS)
    },
    cancel: async () => {
      clearTimeout(idle)
      await leave()
    },
  })
  return c.body(body, 200, {
    "content-type": DOWNLOADS[name].sent,
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}.${name}`,
    ...headers,
  })
}
