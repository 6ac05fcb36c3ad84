/** Files that are whole, or not there. */
import { once } from "node:events"
import { createWriteStream } from "node:fs"
import { rename, rm } from "node:fs/promises"
import { UsageError } from "./exit-code.ts"

/**
 * Under its name there is either all of it or what was there before: a connection may break off. `check` throws
 * when what arrived is not what it should be.
 */
export const writeWhole = async (
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  check: () => void = () => {},
): Promise<void> => {
  const unfinished = `${path}.part`
  const file = createWriteStream(unfinished)
  try {
    await once(file, "open")
    for await (const piece of pieces) if (!file.write(piece)) await once(file, "drain")
    file.end()
    await once(file, "close")
    check()
    await rename(unfinished, path)
  } catch (error) {
    file.destroy()
    await rm(unfinished, { force: true })
    throw isOfFile(error) ? new UsageError({ reason: `${path} cannot be written` }) : error
  }
}

const isOfFile = (error: unknown) =>
  error instanceof Error && "syscall" in error && error.syscall === "open"
