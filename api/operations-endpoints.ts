/** The part of the endpoint table about what operations look at, and what they set. */
import { accountRead, type Endpoint, ok, READ_PROBLEMS, WRITE_PROBLEMS } from "./endpoint.ts"
import { NoteBody, RuleBody } from "./operations-bodies.ts"
import { DayNoteAnswer, DayNotes, Pipeline, RuleInForce, WeekHours } from "./operations-contract.ts"
import { OPERATIONS_QUERIES } from "./operations-words.ts"
import { QUERIES } from "./query-words.ts"

const weekHours = {
  ...accountRead(
    "/week-hours",
    "When in the week credits go: the days' hours by weekday and hour",
    OPERATIONS_QUERIES.weekHours,
    WeekHours,
  ),
  description:
    "Hours by the clock of `tz`. They add up to the same days' usage, to the millionth. At most 92 days.",
}

export const OPERATIONS_ENDPOINTS: ReadonlyArray<Endpoint> = [
  {
    method: "get",
    path: "/v1/high-usage-rule",
    summary: "The rule in force: by which days count as high unless a question brings its own",
    credential: "read",
    query: QUERIES.none,
    answers: [ok(RuleInForce)],
    problems: READ_PROBLEMS,
  },
  {
    method: "put",
    path: "/v1/high-usage-rule",
    summary: "Sets the rule in force; what is left out takes the program's own value",
    description:
      "For flags in every series, list and chart, in every process within a second. Earlier rules stay on record.",
    credential: "admin",
    act: "rule.put",
    query: QUERIES.none,
    body: { "application/json": RuleBody },
    answers: [ok(RuleInForce)],
    problems: [...WRITE_PROBLEMS, "invalidBody"],
  },
  {
    method: "get",
    path: "/v1/notes",
    summary: "Notes pinned to days, newest day first",
    description:
      "They may be about any account, so they are for credentials that may read all of them.",
    credential: "readAll",
    query: OPERATIONS_QUERIES.notes,
    answers: [ok(DayNotes)],
    problems: READ_PROBLEMS,
  },
  {
    method: "put",
    path: "/v1/notes/:day",
    summary: "Pins a note to a day, in the place of the one it has",
    credential: "admin",
    act: "note.put",
    query: OPERATIONS_QUERIES.note,
    body: { "application/json": NoteBody },
    answers: [ok(DayNoteAnswer)],
    problems: [...WRITE_PROBLEMS, "invalidBody", "notFound"],
  },
  {
    method: "delete",
    path: "/v1/notes/:day",
    summary: "Takes a day's note off",
    credential: "admin",
    act: "note.delete",
    query: OPERATIONS_QUERIES.note,
    answers: [{ status: 204, description: "The day has no note", schema: null }],
    problems: [...READ_PROBLEMS, "crossOrigin", "invalidBody", "notFound"],
  },
  weekHours,
  {
    ...weekHours,
    path: "/v1/week-hours",
    query: OPERATIONS_QUERIES.weekHoursOfAll,
    summary: `${weekHours.summary}, over all accounts that may be read`,
    problems: READ_PROBLEMS,
  },
  {
    method: "get",
    path: "/v1/pipeline",
    summary: "What became of the events that arrived, and how far each partition is stored",
    description:
      "Counted by the processes as events arrive and written down every 15 seconds: what a process had not written down when it was killed is missing here, and nowhere else. `arrived` is the sum of the fates. Days are whole quarter hours of `tz`.",
    credential: "readAll",
    query: OPERATIONS_QUERIES.pipeline,
    answers: [ok(Pipeline)],
    problems: READ_PROBLEMS,
  },
]
