/** The entries of a page as text to take along, and the question that gives them. */
import type { Transaction } from "#api/contract.ts"
import type { ColumnId } from "./ledger-columns.ts"
import { m } from "./messages.ts"
import { tableText } from "./table-copy.ts"

export const copyFormats = ["tsv", "markdown", "json"] as const
export type CopyFormat = (typeof copyFormats)[number]

/** Raw values: exact decimals with their sign, times as RFC 3339. */
const rawValue = (t: Transaction, id: ColumnId): string => {
  if (id === "amount") return t.amount === null ? "" : `${t.amount} ${t.currency ?? ""}`.trim()
  return t[id] ?? ""
}

export const copyRows = (
  rows: ReadonlyArray<Transaction>,
  columns: ReadonlyArray<ColumnId>,
  format: CopyFormat,
): string => {
  if (format === "json") return `${JSON.stringify(rows, null, 2)}\n`
  const heads = columns.map((id) => ({
    title: m().ledger.columns[id],
    figure: id === "credits" || id === "balance_after",
  }))
  const cells = rows.map((row) => columns.map((id) => rawValue(row, id)))
  return tableText(heads, cells, format)
}

/** A request for the same entries, by path and query. The key is the reader's own. */
export const curlCommand = (address: string): string =>
  `curl -H "Authorization: Bearer $TIDEMARK_KEY" ${quoted(address)}`

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** The same through Hono's typed client, as this page asks. */
export const typedCall = (
  origin: string,
  account: string,
  query: Record<string, string | string[]>,
) =>
  [
    `import { hc } from "hono/client"`,
    `import type { App } from "./api/app.ts"`,
    ``,
    `const { v1 } = hc<App>(${JSON.stringify(origin)}, {`,
    `  headers: { authorization: \`Bearer \${key}\` },`,
    `})`,
    `const answer = await v1.accounts[":account"].transactions.$get({`,
    `  param: { account: ${JSON.stringify(encodeURIComponent(account))} },`,
    `  query: ${JSON.stringify(query)},`,
    `})`,
    ``,
  ].join("\n")
