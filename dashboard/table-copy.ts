/** Rows as text to take along. What they hold is exact: nothing is rounded or grouped for reading. */

export const tableFormats = ["tsv", "csv", "markdown", "json"] as const
export type TableFormat = (typeof tableFormats)[number]

export interface CopiedColumn {
  readonly title: string
  /** Ends at the right where the form knows how. */
  readonly figure: boolean
}

/** A leading formula would be run by whatever it is pasted into. */
const harmless = (text: string): string =>
  /^[=+@\t\r]/.test(text) || /^-(?!\d+(\.\d+)?$)/.test(text) ? `'${text}` : text

// A line break or a tab would start another row or cell.
const tsvCell = (text: string) => harmless(text.replaceAll(/[\t\r\n]+/g, " "))

const csvCell = (text: string) => {
  const safe = harmless(text)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const markdownCell = (text: string) =>
  text.replaceAll(/\s+/g, " ").replaceAll("\\", "\\\\").replaceAll("|", "\\|")

/** `cells`: of each row, one for each column. */
export const tableText = (
  columns: ReadonlyArray<CopiedColumn>,
  cells: ReadonlyArray<ReadonlyArray<string>>,
  format: Exclude<TableFormat, "json">,
): string => {
  const lines = [columns.map(({ title }) => title), ...cells]
  if (format === "tsv") return lines.map((line) => `${line.map(tsvCell).join("\t")}\n`).join("")
  if (format === "csv") return lines.map((line) => `${line.map(csvCell).join(",")}\r\n`).join("")
  const line = (texts: ReadonlyArray<string>) => `| ${texts.map(markdownCell).join(" | ")} |\n`
  const rule = columns.map(({ figure }) => (figure ? "---:" : "---"))
  const [heads = [], ...rows] = lines
  return `${line(heads)}| ${rule.join(" | ")} |\n${rows.map(line).join("")}`
}
