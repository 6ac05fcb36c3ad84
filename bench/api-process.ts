/** The real process, for as long as the scope is open: with an empty data folder, or one that is kept. */
import { readFileSync } from "node:fs"
import { Effect } from "effect"
import { clientOf, spawnServer, temporaryFolder } from "#api/testing/spawned-server.ts"

export const apiProcess = (env: Readonly<Record<string, string>> = {}, kept?: string) =>
  Effect.gen(function* () {
    const folder = yield* Effect.acquireRelease(
      Effect.sync(() =>
        kept === undefined ? temporaryFolder() : { path: kept, remove: () => {} },
      ),
      ({ remove }) => Effect.sync(() => remove()),
    )
    const server = yield* Effect.acquireRelease(
      Effect.sync(() =>
        spawnServer({
          TIDEMARK_DATA: folder.path,
          // As the scripts of package.json start it.
          UV_THREADPOOL_SIZE: "16",
          MALLOC_ARENA_MAX: "2",
          LOG_LEVEL: "Warn",
          ...env,
        }),
      ),
      ({ stop }) => Effect.promise(() => stop("SIGKILL")),
    )
    const client = yield* Effect.promise(() => clientOf(server, folder.path))
    return {
      ...client,
      folder: folder.path,
      stop: Effect.promise(() => server.stop("SIGTERM")),
      pid: server.child.pid ?? 0,
    }
  })

const LONGEST_BLOCK = /^tidemark_event_loop_longest_block_seconds ([\d.e-]+)$/m

/** The longest wait for a turn of a process's event loop since it was asked the last time, in ms. */
export const longestBlockOf = async ({ address, key }: { address: string; key: string }) => {
  const headers = { authorization: `Bearer ${key}` }
  const text = await (await fetch(`${address}/metrics`, { headers })).text()
  return Number(LONGEST_BLOCK.exec(text)?.[1]) * 1000
}

const TICK_MS = 10

/** User and system time of a process so far, in milliseconds. */
export const processorTimeOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? []
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** Resident memory of a process at its peak, in bytes. */
export const peakMemoryOf = (pid: number): number => {
  const [, kilobytes = "0"] =
    /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? []
  return Number(kilobytes) * 1024
}
