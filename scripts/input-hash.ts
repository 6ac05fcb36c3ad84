import { createHash } from "node:crypto"
import { globSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"

/**
 * A hash over the names and contents of the files that the patterns match below the folder. A
 * pattern that matches nothing is an error: an input that went away must not go unnoticed.
 */
export const inputHash = (
  folder: string,
  inputs: { patterns: ReadonlyArray<string>; except: (path: string) => boolean },
): string => {
  const paths = new Set<string>()
  for (const pattern of inputs.patterns) {
    const matches = globSync(pattern, { cwd: folder })
    if (matches.length === 0) throw new Error(`nothing matches ${pattern} in ${folder}`)
    for (const path of matches) paths.add(path)
  }
  const hash = createHash("sha256")
  for (const path of [...paths].sort()) {
    const file = join(folder, path)
    if (inputs.except(path) || !statSync(file).isFile()) continue
    const content = readFileSync(file)
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest("hex")
}
