import { spawnSync } from "node:child_process"
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { brotliCompressSync, gzipSync } from "node:zlib"
import { inputHash } from "./input-hash.ts"
import { checkSizes, kB, type Manifest } from "./size-budget.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const target = join(root, "dist")

/** Plot gives its charts this class; it survives minification. */
const plotMark = "plot-d6a7b5"

const inputs = {
  patterns: [
    "dashboard/**",
    "warehouse/domain/**",
    "api/contract.ts",
    "vite.config.ts",
    "tsconfig.json",
    "package-lock.json",
    "scripts/size-budget.ts",
    "scripts/dashboard-build.ts",
  ],
  except: (path: string) => /\.test\.tsx?$/.test(path) || path.startsWith("dashboard/e2e/"),
}

/**
 * Builds the dashboard into dist/, unless dist/ was made from exactly these inputs. Throws an Error
 * whose message says what to do. Each build works in a folder of its own and is moved into place
 * when it is whole, so neither an interrupted nor a second simultaneous build leaves half a page.
 */
export const buildDashboard = (say: (line: string) => void): void => {
  const wanted = inputHash(root, inputs)
  if (stampOf(target) === wanted) return
  const started = performance.now()
  say("building the dashboard (vite) ...")
  const fresh = join(root, ".cache", `dashboard-${process.pid}`)
  try {
    runVite(fresh)
    reportSizes(fresh, say)
    compress(fresh)
    writeFileSync(join(fresh, ".build-stamp"), wanted)
    moveIntoPlace(fresh, wanted)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  say(`dashboard ready after ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

const stampOf = (folder: string) => {
  const stamp = join(folder, ".build-stamp")
  return existsSync(stamp) ? readFileSync(stamp, "utf8") : undefined
}

const runVite = (outDir: string) => {
  const vite = join(root, "node_modules", "vite", "bin", "vite.js")
  const options = ["--outDir", outDir, "--emptyOutDir", "--manifest", "--logLevel", "warn"]
  // The caller may be a test run, whose NODE_ENV would build Solid's development version.
  const command = ["NODE_ENV=production", process.execPath, vite, "build", ...options]
  const result = spawnSync("env", command, { cwd: root, stdio: ["ignore", 2, 2] })
  if (result.error) throw result.error
  if (result.status !== 0) throw new Error("vite could not build the dashboard; see above")
}

const reportSizes = (folder: string, say: (line: string) => void) => {
  const manifest: Manifest = JSON.parse(
    readFileSync(join(folder, ".vite", "manifest.json"), "utf8"),
  )
  const report = checkSizes(manifest, (file) => {
    const content = readFileSync(join(folder, file))
    return { gzip: gzipSync(content).length, holdsPlot: content.includes(plotMark) }
  })
  const sizes = report.lines.map((l) => `${l.name} ${kB(l.size)} of ${kB(l.limit)} kB`)
  say(`gzip sizes: ${sizes.join(", ")}`)
  if (report.problems.length > 0) throw new Error(`size budget: ${report.problems.join("; ")}`)
}

/** Smaller than this, a file fits into one packet anyway. */
const COMPRESSED_FROM = 1_000

/** Beside each text lies what the server sends to whoever takes it: compressed once, not with every request. */
const compress = (folder: string) => {
  for (const file of globSync("**/*.{js,css,html,svg}", { cwd: folder })) {
    const path = join(folder, file)
    const content = readFileSync(path)
    if (content.length < COMPRESSED_FROM) continue
    writeFileSync(`${path}.br`, brotliCompressSync(content))
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
  }
}

/** A directory cannot be replaced in one step, so another build may come first: then try again. */
const moveIntoPlace = (fresh: string, wanted: string) => {
  const old = `${fresh}-old`
  mkdirSync(join(root, ".cache"), { recursive: true })
  for (let attempt = 1; stampOf(target) !== wanted; attempt++) {
    try {
      if (existsSync(target)) renameSync(target, old)
      renameSync(fresh, target)
    } catch (error) {
      if (attempt === 10) throw error
    }
    rmSync(old, { recursive: true, force: true })
  }
}
