/** Reads a file while somebody else appends to it, to the end that it has when they are done. */
import { type FileHandle, open } from "node:fs/promises"
import { setTimeout as wait } from "node:timers/promises"

const PIECE_BYTES = 256 * 1024
const LOOK_AGAIN_MS = 20

/** `written`: when the file is whole. Its failure is thrown, and then the file never was. */
export async function* readWhileWritten(
  path: string,
  written: Promise<unknown>,
): AsyncGenerator<Uint8Array> {
  let whole = false
  const ended = written.then(() => {
    whole = true
  })
  // A reader that left does not hear of a failure any more.
  ended.catch(() => {})
  const again = () => Promise.race([ended, wait(LOOK_AGAIN_MS)])
  let file: FileHandle | null = null
  try {
    for (let position = 0; ; ) {
      // Asked before it is read: what was written until then is read once more.
      const last = whole
      file ??= await openIfThere(path)
      const { bytesRead, buffer } = (await file?.read({
        buffer: new Uint8Array(PIECE_BYTES),
        position,
      })) ?? { bytesRead: 0, buffer: new Uint8Array() }
      position += bytesRead
      if (bytesRead > 0) yield buffer.subarray(0, bytesRead)
      else if (last) return
      else await again()
    }
  } finally {
    await file?.close()
  }
}

const openIfThere = async (path: string): Promise<FileHandle | null> => {
  try {
    return await open(path)
  } catch (cause) {
    if ((cause as { code?: string }).code === "ENOENT") return null
    throw cause
  }
}
