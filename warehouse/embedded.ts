/**
 * The engine in this process. One connection writes; a few others, made read-only when they open,
 * read; one stops queries. Settings are given when a connection opens or inside a statement, never through the client's
 * `clickhouse_settings`: here these stay on the connection and act on whatever runs next.
 */
import { accessSync, constants, mkdirSync } from "node:fs"
import { join } from "node:path"
import { createClient } from "@clickhouse/client"
import { Session } from "chdb"
import { createChdbConnection } from "chdb/connection"
import { Effect, Layer, Semaphore } from "effect"
import { ClickHouse, classify } from "./clickhouse.ts"
import { runCommand } from "./client-calls.ts"
import { openDownloads } from "./embedded-downloads.ts"
import { openReads } from "./embedded-reads.ts"
import { StartRefused } from "./errors.ts"
import { refineGranules } from "./fine-granules.ts"
import { isFolderHeld } from "./folder-lock.ts"
import { forgetLostParts } from "./lost-parts.ts"
import { embeddedDialect, render } from "./sql-files.ts"

// Money and large integers leave as text; days never depend on the machine's zone.
const OPENING = [
  "SET output_format_json_quote_64bit_integers = 1",
  "SET output_format_json_quote_decimals = 1",
  "SET session_timezone = 'UTC'",
]

/** Opens, or creates, the warehouse in a folder. One process a folder: the engine locks it. */
export const layerEmbedded = (folder: string) => Layer.effect(ClickHouse, open(folder))

const open = Effect.fnUntraced(function* (folder: string) {
  const path = join(folder, "warehouse")
  const root = yield* Effect.acquireRelease(openSession(folder, path), (session) =>
    Effect.sync(() => session.close()),
  )
  const writer = yield* connect(path, OPENING)
  const reads = yield* openReads({ path, opening: OPENING, root })
  // The connection takes one statement after another anyway: this lets somebody keep all of them out.
  const writes = yield* Semaphore.make(1)
  const writing = writes.withPermits(1)

  return ClickHouse.of({
    exclusive: true,
    cluster: false,
    command: (statement, parameters) =>
      writing(runCommand(writer, [render(statement, embeddedDialect)], parameters)),
    unwritten: writing,
    ...reads,
    download: yield* openDownloads({
      path,
      folder: join(folder, "downloads"),
      opening: OPENING,
      root,
    }),
    insertRows: ({ statement, structure, file, token }) =>
      Effect.tryPromise({
        try: () =>
          writer.command({
            query: render(statement, embeddedDialect),
            query_params: { file, structure, ...(token === null ? {} : { token }) },
          }),
        catch: classify("insert"),
      }).pipe(Effect.asVoid, writing),
  })
})

const openSession = (folder: string, path: string) =>
  Effect.try({
    try: () => {
      mkdirSync(path, { recursive: true })
      accessSync(folder, constants.W_OK)
      accessSync(path, constants.W_OK)
      if (isFolderHeld(path)) throw new Error("Cannot lock file")
      forgetLostParts(path)
      refineGranules(path)
      return new Session(path)
    },
    catch: (cause) => new StartRefused({ reason: whyNot(folder, cause) }),
  })

const whyNot = (folder: string, cause: unknown): string => {
  const { code, message } = cause as { code?: string; message: string }
  if (message.includes("Cannot lock file"))
    return `the data folder ${folder} is held by another process: stop that one or set TIDEMARK_DATA to another folder`
  if (code === "EACCES" || code === "EROFS" || code === "EPERM")
    return `no right to write to the data folder ${folder} (TIDEMARK_DATA)`
  if (code === "ENOTDIR" || code === "EEXIST")
    return `the data folder ${folder} (TIDEMARK_DATA) cannot be made: a file is in its place`
  return `the warehouse in ${folder} (TIDEMARK_DATA) cannot be opened: ${message.split("\n")[0]}`
}

const connect = (path: string, opening: ReadonlyArray<string>) =>
  Effect.acquireRelease(
    Effect.tryPromise({
      try: async () => {
        // chDB types its connection against a copy of the client's types: equal in shape, not in type.
        const connection: unknown = createChdbConnection({ path })
        const client = createClient({ connection } as Parameters<typeof createClient>[0])
        for (const query of opening) await client.command({ query })
        return client
      },
      catch: classify("command"),
    }),
    (client) => Effect.promise(() => client.close()),
  )
