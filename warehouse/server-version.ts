/** Which servers are too old: before these, a deduplicated insert could fail or lose rows. */

// ClickHouse pull requests 112649 and 111049, by the release they reached.
const FIXED_RELEASES = [
  [26, 5, 7, 20],
  [26, 6, 3, 19],
  [26, 7, 3, 9],
] as const

export const FIXED = FIXED_RELEASES.map((release) => release.join(".")).join(", ")

/** `version` as the server says it: `26.7.3.9`, with a name behind it for other builds. */
export const isFaulty = (version: string): boolean => {
  const [year = 0, month = 0, ...patch] = version
    .split(".")
    .map((part) => Number.parseInt(part, 10))
  const fixed = FIXED_RELEASES.find(([y, m]) => y === year && m === month)
  if (fixed === undefined) return year < 26 || (year === 26 && month < 5)
  const [, , major, minor] = fixed
  const [ours = 0, build = 0] = patch
  return ours < major || (ours === major && build < minor)
}
