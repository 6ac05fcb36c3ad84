/** `/v1/notes`: what people wrote down about days, of one account or over all of them. */
import { Effect } from "effect"
import { type Context, Hono, type TypedResponse } from "hono"
import { DayNotes } from "#warehouse/day-notes.ts"
import { formatInstant, isDay } from "#warehouse/domain/calendar.ts"
import { answer, run, withMeta } from "./answer.ts"
import { nameOf } from "./credential.ts"
import type { ApiEnv } from "./environment.ts"
import { jsonBody } from "./json-body.ts"
import { NoteBody } from "./operations-bodies.ts"
import type { DayNoteAnswer, DayNotes as DayNotesAnswer } from "./operations-contract.ts"
import { OPERATIONS_QUERIES } from "./operations-words.ts"
import { fieldsRefused } from "./problem.ts"
import { query } from "./query.ts"
import { EARLIEST_DAY, LATEST_DAY, LIMIT_DEFAULT, type Query } from "./query-words.ts"
import { recordAct } from "./record-act.ts"
import { everyoneReadable, readableAccount, subjectScopeOf } from "./scope.ts"

const readBody = jsonBody("A note", NoteBody)

const listNotes = Effect.fnUntraced(function* (
  c: Context<ApiEnv>,
  words: Query<typeof OPERATIONS_QUERIES.notes>,
) {
  const scope = yield* subjectScopeOf(everyoneReadable(c.var.credential), words, "30d")
  const listed = (yield* DayNotes).list({
    days: scope.days,
    account: words.account ?? null,
    limit: Number(words.limit ?? LIMIT_DEFAULT),
  })
  return yield* withMeta(
    scope,
    Effect.map(
      listed,
      ({ notes, count }): Omit<DayNotesAnswer, "meta"> => ({
        notes: notes.map((note) => ({ ...note, at: formatInstant(note.at) })),
        count,
        first_day: scope.days.first,
        last_day: scope.days.last,
      }),
    ),
  )
})

/** Of an account that there is, or over all of them (null), and on a day that there is. */
const placeOf = Effect.fnUntraced(function* (
  c: Context<ApiEnv>,
  { account }: Query<typeof OPERATIONS_QUERIES.note>,
) {
  const day = c.req.param("day") ?? ""
  if (!isDay(day) || day < EARLIEST_DAY || day > LATEST_DAY)
    return yield* fieldsRefused("invalidBody", [
      {
        pointer: "/day",
        code: "invalid_value",
        message: `must be a day, YYYY-MM-DD, from ${EARLIEST_DAY} to ${LATEST_DAY}`,
      },
    ])
  if (account !== undefined) yield* readableAccount(c.var.credential, account)
  return { account: account ?? null, day, by: nameOf(c.var.credential) }
})

const targetOf = ({ account, day }: { readonly account: string | null; readonly day: string }) =>
  account === null ? day : `${account} ${day}`

const putNote = Effect.fnUntraced(function* (
  c: Context<ApiEnv>,
  words: Query<typeof OPERATIONS_QUERIES.note>,
) {
  const place = yield* placeOf(c, words)
  const { text } = yield* readBody(c.req.raw)
  yield* recordAct(c, targetOf(place), { text })
  const at = yield* (yield* DayNotes).put({ ...place, text })
  const body: Omit<DayNoteAnswer, "meta"> = { ...place, text, at: formatInstant(at) }
  return yield* withMeta({ tz: "UTC", interval: null }, Effect.succeed(body))
})

const removeNote = Effect.fnUntraced(function* (
  c: Context<ApiEnv>,
  words: Query<typeof OPERATIONS_QUERIES.note>,
) {
  const place = yield* placeOf(c, words)
  yield* recordAct(c, targetOf(place))
  yield* (yield* DayNotes).put({ ...place, text: "" })
})

export const notes = new Hono<ApiEnv>()
  .get("/", query(OPERATIONS_QUERIES.notes), (c) =>
    answer<DayNotesAnswer>(c, listNotes(c, c.req.valid("query"))),
  )
  .put("/:day", query(OPERATIONS_QUERIES.note), (c) =>
    answer<DayNoteAnswer>(c, putNote(c, c.req.valid("query"))),
  )
  .delete(
    "/:day",
    query(OPERATIONS_QUERIES.note),
    async (c): Promise<TypedResponse<null, 204, "body">> => {
      await run(c, removeNote(c, c.req.valid("query")))
      return c.body(null, 204)
    },
  )
