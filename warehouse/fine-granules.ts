/**
 * Tables of a folder that an earlier version made get the granules that new ones have. The engine takes this
 * setting when a table is made and never changes it; a table made anew would not know the tokens of the
 * batches in it, so that a repeat would count twice. So the setting is changed where the engine keeps it,
 * before it opens the folder. Parts that are there stay as they are until merges write them again.
 */
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { COARSE_GRANULES, FINE_GRANULES } from "./sql-files.ts"

const TABLES = "metadata/default"
/** Only the tables that batches go into keep one. */
const WINDOW = /\bnon_replicated_deduplication_window = [1-9]/

/** `path`: the engine's folder, which nobody holds open. Gives the names of the tables that were changed. */
export const refineGranules = (path: string): ReadonlyArray<string> => {
  const folder = join(path, TABLES)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sql") && refine(join(folder, name)))
    .map((name) => name.slice(0, -".sql".length))
}

const refine = (file: string): boolean => {
  const made = readFileSync(file, "utf8")
  const settings = made.lastIndexOf("\nSETTINGS ")
  const [table, kept] = [made.slice(0, settings), made.slice(settings)]
  if (settings === -1 || !WINDOW.test(kept) || !kept.includes(COARSE_GRANULES)) return false
  writeFileSync(`${file}.new`, table + kept.replace(COARSE_GRANULES, FINE_GRANULES), {
    flush: true,
  })
  renameSync(`${file}.new`, file)
  return true
}
