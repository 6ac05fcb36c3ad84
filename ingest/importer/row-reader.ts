/** CSV and JSON Lines files as rows of texts, streamed: memory holds one row and one chunk. */
import { createReadStream } from "node:fs"
import { pipeline, Readable } from "node:stream"
import { type CsvError, parse } from "csv-parse"
import type { FieldError } from "#warehouse/domain/usage-event.ts"

/** Cells by column name; a column without a value is not in it. `line`, from 1, is where the row ends. */
export interface Row {
  readonly kind: "row"
  readonly line: number
  readonly cells: ReadonlyMap<string, string>
}

/** A row that is there and has no cells: its neighbours are read all the same. */
export interface UnreadableRow {
  readonly kind: "unreadable"
  readonly line: number
  readonly errors: ReadonlyArray<FieldError>
}

export interface ReadOptions {
  readonly path: string
  /** Texts that mean "no value". */
  readonly nullValues: ReadonlySet<string>
  /** Columns that the mapping uses: a CSV file without one of them is refused before its first row. */
  readonly columns: ReadonlySet<string>
  /** Texts have an apostrophe before what a spreadsheet would take for a formula; it is taken away. */
  readonly protectedTexts: boolean
}

/** The file as a whole cannot be read on from here. */
export class UnreadableFile extends Error {}

const LINE_CHARACTERS_MAX = 1_048_576
const CHUNK_BYTES = 262_144

async function* readText(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true })
  let offset = 0
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      throw new UnreadableFile(`not UTF-8: a bad byte after byte ${offset}`)
    }
  }
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    yield decode(chunk)
    offset += chunk.length
  }
  yield decode()
}

interface CsvRecord {
  readonly record: ReadonlyArray<string>
  readonly info: { readonly lines: number }
}

export async function* readCsv(options: ReadOptions): AsyncGenerator<Row | UnreadableRow> {
  const parser = parse({
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LINE_CHARACTERS_MAX,
  })
  // The callback has nothing to do: an error of the source reaches the loop below through the parser.
  pipeline(Readable.from(readText(options.path)), parser, () => {})
  let header: ReadonlyArray<string> | undefined
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      if (header === undefined) header = checkHeader(record, options.columns)
      else yield csvRow(record, info.lines, header, options)
    }
  } catch (error) {
    throw isCsvError(error) ? new UnreadableFile(error.message) : error
  }
  if (header === undefined) throw new UnreadableFile("no header: the file is empty")
}

const isCsvError = (error: unknown): error is CsvError =>
  error instanceof Error && "code" in error && String(error.code).startsWith("CSV_")

const checkHeader = (header: ReadonlyArray<string>, columns: ReadonlySet<string>) => {
  const missing = [...columns].filter((column) => !header.includes(column))
  if (missing.length > 0)
    throw new UnreadableFile(
      `no column ${quoted(missing)}, which the mapping names; its columns are ${quoted(header)}`,
    )
  const repeated = [...columns].filter(
    (column) => header.indexOf(column) !== header.lastIndexOf(column),
  )
  if (repeated.length > 0)
    throw new UnreadableFile(`more than one column is named ${quoted(repeated)}`)
  return header
}

const quoted = (names: ReadonlyArray<string>): string =>
  names
    .slice(0, 60)
    .map((name) => `"${name.slice(0, 60)}"`)
    .join(", ")

const PROTECTED = /^'(?=['=+@\t\r-])/

const csvRow = (
  record: ReadonlyArray<string>,
  line: number,
  header: ReadonlyArray<string>,
  { nullValues, protectedTexts }: ReadOptions,
): Row | UnreadableRow => {
  if (record.length !== header.length) {
    const message = `${header.length} columns expected, got ${record.length}`
    return { kind: "unreadable", line, errors: [{ pointer: "", code: "columns", message }] }
  }
  const cells = new Map<string, string>()
  for (const [index, name] of header.entries()) {
    const text = record[index] ?? ""
    if (!nullValues.has(text)) cells.set(name, protectedTexts ? text.replace(PROTECTED, "") : text)
  }
  return { kind: "row", line, cells }
}

export async function* readJsonLines(options: ReadOptions): AsyncGenerator<Row | UnreadableRow> {
  let rest = ""
  let line = 0
  for await (const chunk of readText(options.path)) {
    const lines = (rest + chunk).split("\n")
    rest = lines.pop() ?? ""
    for (const text of lines) {
      line++
      if (text.trim() !== "") yield jsonRow(text, line, options.nullValues)
    }
    if (rest.length > LINE_CHARACTERS_MAX)
      throw new UnreadableFile(`line ${line + 1} is longer than ${LINE_CHARACTERS_MAX} characters`)
  }
  if (rest.trim() !== "") yield jsonRow(rest, line + 1, options.nullValues)
}

/** Hands numbers over as they are written, so that no digit passes through binary floating point. */
const keepDigits = (_key: string, value: unknown, context?: { readonly source?: string }) =>
  typeof value === "number" ? (context?.source ?? String(value)) : value

const jsonRow = (
  text: string,
  line: number,
  nullValues: ReadonlySet<string>,
): Row | UnreadableRow => {
  const unreadable = (code: string, message: string): UnreadableRow => ({
    kind: "unreadable",
    line,
    errors: [{ pointer: "", code, message }],
  })
  let value: unknown
  try {
    value = JSON.parse(text, keepDigits)
  } catch {
    return unreadable("malformed_json", "the line is not one JSON document")
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return unreadable("type", "expected a JSON object")
  const cells = new Map<string, string>()
  addCells(cells, "", value)
  for (const [name, cell] of cells) if (nullValues.has(cell)) cells.delete(name)
  return { kind: "row", line, cells }
}

/** A value inside an object is the column `outer.inner`; lists are no columns. */
const addCells = (cells: Map<string, string>, prefix: string, object: object): void => {
  for (const [key, value] of Object.entries(object)) {
    const name = `${prefix}${key}`
    if (typeof value === "string" || typeof value === "boolean") cells.set(name, String(value))
    else if (typeof value === "object" && value !== null && !Array.isArray(value))
      addCells(cells, `${name}.`, value)
  }
}
