/** One chunk of Vite's build manifest, as far as the sizes need it. */
export interface ManifestChunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly imports?: ReadonlyArray<string>
  readonly css?: ReadonlyArray<string>
}

export type Manifest = Readonly<Record<string, ManifestChunk>>

/** A built file: its gzip size in bytes, and whether Observable Plot's code is inside. */
export interface BuiltFile {
  readonly gzip: number
  readonly holdsPlot: boolean
}

export interface SizeLine {
  readonly name: string
  /** Bytes after gzip. */
  readonly size: number
  readonly limit: number
}

export interface SizeReport {
  readonly lines: ReadonlyArray<SizeLine>
  /** One sentence each; empty when the build keeps to its budget. */
  readonly problems: ReadonlyArray<string>
}

/** Bytes after gzip. What everybody loads, what a chart adds to it, the style sheets of one page, and all there are. */
export const limits = { entry: 85_000, chart: 110_000, css: 10_000, allCss: 20_000 } as const

/**
 * Entry: the entry files with what they import statically. Chart: the lazy files that hold
 * Observable Plot, with their static imports, less what the entry has loaded before. CSS of a page: the
 * entry's sheets with those of the lazy part that brings the most.
 */
export const checkSizes = (manifest: Manifest, built: (file: string) => BuiltFile): SizeReport => {
  const sum = (files: Iterable<string>) => {
    let bytes = 0
    for (const file of files) bytes += built(file).gzip
    return bytes
  }
  const chunks = Object.entries(manifest)
  const isScript = ([, chunk]: [string, ManifestChunk]) => chunk.file.endsWith(".js")
  const entry = closure(manifest, keys(chunks.filter(([, chunk]) => chunk.isEntry)))
  const plot = keys(chunks.filter(isScript).filter(([, chunk]) => built(chunk.file).holdsPlot))
  const entryFiles = scripts(manifest, entry)
  const lazyPlot = plot.filter((key) => !entry.has(key))
  const chartFiles = scripts(manifest, closure(manifest, lazyPlot))
  for (const file of entryFiles) chartFiles.delete(file)
  const entrySheets = sheets(manifest, entry)
  const lazySheets = chunks.map(([key]) => {
    const added = sheets(manifest, closure(manifest, [key]))
    return sum([...added].filter((sheet) => !entrySheets.has(sheet)))
  })
  const lines: ReadonlyArray<SizeLine> = [
    { name: "entry JavaScript", size: sum(entryFiles), limit: limits.entry },
    { name: "chart chunk", size: sum(chartFiles), limit: limits.chart },
    {
      name: "CSS of a page",
      size: sum(entrySheets) + Math.max(0, ...lazySheets),
      limit: limits.css,
    },
    { name: "all CSS", size: sum(sheets(manifest, Object.keys(manifest))), limit: limits.allCss },
  ]
  const problems = lines
    .filter((line) => line.size > line.limit)
    .map((line) => `${line.name} is ${kB(line.size)} kB gzip, the limit is ${kB(line.limit)} kB`)
  if (entryFiles.size === 0) problems.push("the manifest names no entry")
  if (plot.length === 0) problems.push("no file holds Observable Plot, so its size is not known")
  if (plot.some((key) => entry.has(key)))
    problems.push("Observable Plot is loaded with the entry; import the chart lazily")
  return { lines, problems }
}

/** Kilobytes of 1000 bytes with one decimal, rounded up so that a report never flatters. */
export const kB = (bytes: number): string => (Math.ceil(bytes / 100) / 10).toFixed(1)

const keys = (chunks: ReadonlyArray<[string, ManifestChunk]>) => chunks.map(([key]) => key)

const closure = (manifest: Manifest, from: ReadonlyArray<string>): Set<string> => {
  const reached = new Set<string>()
  const open = [...from]
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (reached.has(key)) continue
    reached.add(key)
    open.push(...(manifest[key]?.imports ?? []))
  }
  return reached
}

const scripts = (manifest: Manifest, from: ReadonlySet<string>): Set<string> => {
  const files = new Set<string>()
  for (const key of from) {
    const file = manifest[key]?.file
    if (file?.endsWith(".js")) files.add(file)
  }
  return files
}

const sheets = (manifest: Manifest, from: Iterable<string>): Set<string> =>
  new Set([...from].flatMap((key) => manifest[key]?.css ?? []))
