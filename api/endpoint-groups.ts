/** What belongs together in the reference: OpenAPI calls it a tag. */

const GROUPS: ReadonlyArray<readonly [name: string, paths: RegExp]> = [
  ["Events", /^\/v1\/(accounts\/:account\/)?events\b/],
  ["Live", /^\/v1\/(accounts\/:account\/)?live$/],
  ["Insights", /\/(high-usage-(days|rule)|week-hours|notes|forecast|refund-check)\b/],
  ["Ledger", /\/transactions\b/],
  ["Figures", /\/(overview|usage|breakdown|statement|balance|balance-history)$/],
  ["Exports", /\/exports?\b/],
  ["Proof", /\/(proof|integrity|rollups|backups)\b/],
  ["Not counted", /\/(rejections|gaps|pipeline)\b/],
  ["Access", /\/(keys|tokens|session|views|audit|sign-in)\b/],
  ["Accounts", /^\/v1\/accounts\b/],
  ["Operation", /^\/(health|metrics|openapi\.json|docs)\b/],
]

export const GROUP_NAMES = GROUPS.map(([name]) => name)

/** Endpoints that no group has words for stand together. */
export const groupOf = (path: string): string =>
  GROUPS.find(([, paths]) => paths.test(path))?.[0] ?? "Other"
