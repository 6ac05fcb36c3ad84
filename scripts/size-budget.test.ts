import { expect, test } from "vitest"
import { checkSizes, kB, type Manifest } from "./size-budget.ts"

const manifest: Manifest = {
  "index.html": { file: "a/main.js", isEntry: true, imports: ["_shared.js"], css: ["a/main.css"] },
  "_shared.js": { file: "a/shared.js" },
  "components/PlotFigure.tsx": {
    file: "a/plot-figure.js",
    imports: ["_shared.js", "_d3.js"],
    css: ["a/plot.css"],
  },
  "_d3.js": { file: "a/d3.js" },
  "screens/Other.tsx": { file: "a/other.js", imports: ["_shared.js"], css: ["a/other.css"] },
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [
      `part-${i}.tsx`,
      { file: `a/part-${i}.js`, css: [`a/part-${i}.css`] },
    ]),
  ),
}

const sizes = (gzip: Record<string, number>, plot = ["a/plot-figure.js"]) =>
  checkSizes(manifest, (file) => ({ gzip: gzip[file] ?? 0, holdsPlot: plot.includes(file) }))

const within = {
  "a/main.js": 40_000,
  "a/shared.js": 45_000,
  "a/plot-figure.js": 60_000,
  "a/d3.js": 50_000,
  "a/main.css": 9_000,
  "a/plot.css": 1_000,
  "a/other.css": 900,
  ...Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`a/part-${i}.css`, 910])),
}

test("counts the entry with its static imports, the chart without what the entry loaded, and the sheets of a page and of all", () => {
  const { lines, problems } = sizes(within)
  expect(lines.map((line) => [line.name, line.size])).toEqual([
    ["entry JavaScript", 85_000],
    ["chart chunk", 110_000],
    ["CSS of a page", 10_000],
    ["all CSS", 20_000],
  ])
  expect(problems).toEqual([])
})

test.each([
  ["a/shared.js", "entry JavaScript is 85.1 kB gzip, the limit is 85.0 kB"],
  ["a/d3.js", "chart chunk is 110.1 kB gzip, the limit is 110.0 kB"],
] as const)("one byte too many in %s is a problem", (file, problem) => {
  expect(sizes({ ...within, [file]: within[file] + 1 }).problems).toEqual([problem])
})

test("one byte too many on a page, or in all sheets together, is a problem", () => {
  expect(sizes({ ...within, "a/plot.css": 1_001, "a/other.css": 0 }).problems).toEqual([
    "CSS of a page is 10.1 kB gzip, the limit is 10.0 kB",
  ])
  expect(sizes({ ...within, "a/other.css": 901 }).problems).toEqual([
    "all CSS is 20.1 kB gzip, the limit is 20.0 kB",
  ])
})

test("Plot inside the entry is a problem, however small it is", () => {
  expect(sizes(within, ["a/shared.js"]).problems).toEqual([
    "Observable Plot is loaded with the entry; import the chart lazily",
  ])
})

test("a build without Plot, or without an entry, cannot keep its budget", () => {
  expect(sizes(within, []).problems).toEqual([
    "no file holds Observable Plot, so its size is not known",
  ])
  expect(checkSizes({}, () => ({ gzip: 0, holdsPlot: false })).problems).toContain(
    "the manifest names no entry",
  )
})

test("kilobytes are rounded up", () => {
  expect([kB(0), kB(84_901), kB(85_000)]).toEqual(["0.0", "85.0", "85.0"])
})
