/** What people wrote down about days: of one account, or over all of them. */
import { Clock, Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { DAY_MS, type Day } from "./domain/calendar.ts"
import type { WarehouseError } from "./errors.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"

export interface DayNote {
  /** Null: over all accounts. */
  readonly account: string | null
  readonly day: Day
  readonly text: string
  /** Epoch milliseconds of the last change, and who made it. */
  readonly at: number
  readonly by: string
}

export interface DayNotesQuery {
  readonly days: { readonly first: Day; readonly last: Day }
  /** Of this account alone; null for all there are. */
  readonly account: string | null
  readonly limit: number
}

export class DayNotes extends Context.Service<
  DayNotes,
  {
    /** Newest day first. `count`: those that are not listed included. */
    readonly list: (
      query: DayNotesQuery,
    ) => Effect.Effect<
      { readonly notes: ReadonlyArray<DayNote>; readonly count: number },
      WarehouseError
    >
    /** In the place of what the day had. An empty text takes it off. Gives the instant of the change. */
    readonly put: (note: Omit<DayNote, "at">) => Effect.Effect<number, WarehouseError>
  }
>()("warehouse/DayNotes") {
  /** `folder`: where scratch files may stand for a moment. */
  static readonly layer = (folder: string) =>
    Layer.effect(
      DayNotes,
      Effect.gen(function* () {
        const clickhouse = yield* ClickHouse
        // Two changes within a millisecond would leave open which one holds.
        let latest = 0
        return DayNotes.of({
          list: Effect.fn("DayNotes.list")((query) => readNotes(clickhouse, query)),
          put: Effect.fn("DayNotes.put")(
            function* (note) {
              latest = Math.max(yield* Clock.currentTimeMillis, latest + 1)
              const at = latest
              yield* insertScratchRows({ folder, ...insert }, [{ ...note, at }], writeRow)
              return at
            },
            Effect.provideService(ClickHouse, clickhouse),
          ),
        })
      }),
    )
}

const question = sqlQuery("day-notes")

const NoteRow = Schema.Struct({
  account: Schema.String,
  on_day: Schema.String,
  version: Schema.NumberFromString,
  text: Schema.String,
  actor: Schema.String,
  in_all: Schema.NumberFromString,
})

const readNotes = Effect.fnUntraced(function* (
  clickhouse: typeof ClickHouse.Service,
  { days, account, limit }: DayNotesQuery,
) {
  const parameters = {
    first: epochDay(days.first),
    last: epochDay(days.last),
    everyone: account === null ? 1 : 0,
    account: account ?? "",
    limit,
  }
  const rows = yield* clickhouse.query(question, parameters, NoteRow)
  return {
    notes: rows.map(
      ({ account, on_day: day, version: at, text, actor: by }): DayNote => ({
        account: account === "" ? null : account,
        day,
        text,
        at,
        by,
      }),
    ),
    count: rows[0]?.in_all ?? 0,
  }
})

const insert = {
  statement: sqlQuery("insert-day-note"),
  structure: "account String, day Date, version UInt64, text String, actor String",
}

/** As the engine counts a Date: in days since 1970. */
const epochDay = (day: Day): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS)

const writeRow: Parameters<typeof insertScratchRows<DayNote>>[2] = (out, note) => {
  out.string(note.account ?? "")
  out.uint16(epochDay(note.day))
  out.uint64(BigInt(note.at))
  out.string(note.text)
  out.string(note.by)
}
