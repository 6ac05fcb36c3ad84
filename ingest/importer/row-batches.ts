/** Rows mapped and gathered into batches that fit a request, whatever the file's size. */

import type { ImportMapping } from "./mapping.ts"
import { columnsOf, makeRowMapper, type RowCredits, type WireEvent } from "./row-mapper.ts"
import { readCsv, readJsonLines, type UnreadableRow } from "./row-reader.ts"

export interface Batch {
  rows: number
  readonly events: Array<{
    readonly line: number
    readonly event: WireEvent
    readonly credits: RowCredits | null
  }>
  readonly skipped: Array<{ readonly reason: string; readonly credits: RowCredits | null }>
  readonly unreadable: Array<UnreadableRow>
}

const ROWS_MAX = 5000
/** At three bytes a character, and with one more row of a mebibyte, still below the 10 MiB of a request. */
const CHARACTERS_MAX = 2_000_000

const readers = { csv: readCsv, jsonl: readJsonLines }
const emptyBatch = (): Batch => ({ rows: 0, events: [], skipped: [], unreadable: [] })

export async function* readBatches(path: string, mapping: ImportMapping): AsyncGenerator<Batch> {
  const nullValues = new Set(mapping.null_values ?? [""])
  const mapRow = makeRowMapper(mapping)
  let batch = emptyBatch()
  let characters = 0
  for await (const row of readers[mapping.format]({
    path,
    nullValues,
    columns: columnsOf(mapping),
    protectedTexts: mapping.protected_texts ?? false,
  })) {
    batch.rows++
    if (row.kind === "unreadable") batch.unreadable.push(row)
    else {
      const mapped = mapRow(row.cells)
      if (mapped.kind === "skipped") batch.skipped.push(mapped)
      else {
        characters += JSON.stringify(mapped.event).length
        batch.events.push({ line: row.line, event: mapped.event, credits: mapped.credits })
      }
    }
    if (batch.rows >= ROWS_MAX || characters >= CHARACTERS_MAX) {
      yield batch
      batch = emptyBatch()
      characters = 0
    }
  }
  if (batch.rows > 0) yield batch
}
