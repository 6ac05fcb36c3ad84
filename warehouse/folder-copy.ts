/**
 * Copies the engine's folder at one moment: the files of parts never change and are linked, so that a copy takes
 * no room and hardly any time; everything else is small, and copied.
 */
import { copyFile, link, mkdir, readdir, readlink, stat, symlink } from "node:fs/promises"
import { join } from "node:path"
import { LIST } from "./journal.ts"

/** `all_3_7_1`, `20260305_1_1_0_4`: partition, blocks, level, mutation. */
const PART = /^.+_\d+_\d+_\d+(?:_\d+)?$/
/** What is being made or removed, what the engine makes anew, and what belongs to a process that runs. */
const LEFT_OUT = /^(?:tmp|delete_tmp|tmp_.*|status|.*\.scratch)$/

export interface Copied {
  readonly files: number
  readonly bytes: number
}

export const copyFolder = async (from: string, to: string, isPart = false): Promise<Copied> => {
  await mkdir(to, { recursive: true })
  let [files, bytes] = [0, 0]
  for (const entry of listsFirst(await readdir(from, { withFileTypes: true }))) {
    if (LEFT_OUT.test(entry.name)) continue
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) {
      const within = await copyFolder(source, target, isPart || PART.test(entry.name))
      files += within.files
      bytes += within.bytes
    } else if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    else if (await unlessGone(isPart ? link(source, target) : copyFile(source, target))) {
      files++
      bytes += (await stat(target)).size
    }
  }
  return { files, bytes }
}

/**
 * The journal removes a list behind its segments: copied behind them, it could be gone when they were not, and they would
 * be stored a second time, under other tokens.
 */
export const listsFirst = <A extends { readonly name: string }>(entries: ReadonlyArray<A>) =>
  entries.toSorted((a, b) => Number(b.name.endsWith(LIST)) - Number(a.name.endsWith(LIST)))

/** False when the file went meanwhile: parts that others took the place of are removed at any time. */
const unlessGone = async (step: Promise<void>): Promise<boolean> => {
  try {
    await step
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false
    throw error
  }
}
