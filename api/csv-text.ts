/** Lines of CSV (RFC 4180), in which no text is a formula to a spreadsheet. */

/** What a spreadsheet takes for the beginning of a formula; and what marks that it is none. */
const FORMULA = /^['=+@\t\r-]/
const QUOTED = /[",\r\n]/

/** With an apostrophe before what would be a formula, or begins with one, so that it can be taken away again. */
export const safeText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

const cell = (text: string): string =>
  QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text

export const csvLine = (cells: ReadonlyArray<string>): string => `${cells.map(cell).join(",")}\r\n`
