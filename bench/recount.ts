/** Compares every rollup of a data folder with a recount, in a process of its own. */
import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { Effect } from "effect"

const MAIN = join(import.meta.dirname, "recount-main.ts")
const run = promisify(execFile)

/** What differs; nobody else may have the folder open. */
export const recount = (folder: string, count: number, accounts: number) =>
  Effect.promise(async () => {
    const { stdout } = await run(process.execPath, [MAIN, folder, `${count}`, `${accounts}`])
    return JSON.parse(stdout) as ReadonlyArray<string>
  })
