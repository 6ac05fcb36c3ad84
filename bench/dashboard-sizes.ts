/** What has to be loaded, of the build that is served. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { checkSizes, type Manifest } from "../scripts/size-budget.ts"
import type { Bench, Figure } from "./dashboard-figures.ts"
import { onRig, pathOf } from "./dashboard-rig.ts"

const DIST = join(import.meta.dirname, "..", "dist")
/** What lies over the page at its first use, the heaviest of it. */
const OVERLAYS = /components\/(CommandMenu|HelpDialog|SettingsDialog|ExportDialog|EventSheet)\.tsx$/

export const measureSizes = async (bench: Bench): Promise<ReadonlyArray<Figure>> => {
  const manifest: Manifest = JSON.parse(readFileSync(join(DIST, ".vite", "manifest.json"), "utf8"))
  const gzip = (file: string) => gzipSync(readFileSync(join(DIST, file))).length
  const { lines } = checkSizes(manifest, (file) => ({
    gzip: gzip(file),
    holdsPlot: readFileSync(join(DIST, file), "utf8").includes("plot-d6a7b5"),
  }))
  const [entry, chart, css] = lines.map(({ size }) => size / 1000)
  const overlays = Object.entries(manifest)
    .filter(([key]) => OVERLAYS.test(key))
    .map(([, { file }]) => gzip(file) / 1000)
  const strangers = await onRig(
    bench,
    { slowed: false, path: pathOf("/usage") },
    async (rig) => rig.strangers.length,
  )
  const size = (
    name: string,
    what: string,
    limits: readonly [number, number],
    measured = Number.NaN,
  ): Figure => ({ name, what, unit: "kB", floor: limits[0], goal: limits[1], measured })
  return [
    size("P5", "entry JavaScript, gzip", [85, 70], entry),
    size("P6", "chart chunk, gzip", [110, 100], chart),
    size("P7", "heaviest overlay, gzip", [60, 45], Math.max(...overlays)),
    size("P8", "style sheets of a page, gzip", [15, 10], css),
    { ...size("P8", "third-party requests", [0, 0], strangers), unit: "" },
  ]
}
