/** What was found to be wrong: counted, and the first few of each kind kept. */
export interface Findings {
  readonly add: (what: string) => void
  readonly count: () => number
  readonly lines: () => ReadonlyArray<string>
}

const KEPT_MAX = 12
const LENGTH_MAX = 600

export const makeFindings = (): Findings => {
  const kept: string[] = []
  let count = 0
  return {
    add: (what) => {
      count++
      if (kept.length < KEPT_MAX) kept.push(what.slice(0, LENGTH_MAX))
    },
    count: () => count,
    lines: () => (count > kept.length ? [...kept, `… and ${count - kept.length} more`] : kept),
  }
}
