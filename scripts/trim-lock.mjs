// Drops optional dependencies that the lock has no entry for: a registry that lacks another
// platform's package leaves a dangling edge, and `npm ci` then refuses the whole lock.
import { readFileSync, writeFileSync } from "node:fs"

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"))
const at = "node_modules/"
const names = new Set(
  Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf(at) + at.length)),
)
for (const entry of Object.values(lock.packages))
  for (const name of Object.keys(entry.optionalDependencies ?? {}))
    if (!names.has(name)) delete entry.optionalDependencies[name]
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`)
