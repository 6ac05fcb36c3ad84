/** The transactions of all accounts that the credential may read, in one list. */
import { createHash } from "node:crypto"
import { Effect, Option, Schema } from "effect"
import { Hono } from "hono"
import {
  type JointEntry,
  JointLedgerReader,
  type JointPage,
} from "#warehouse/joint-ledger-reader.ts"
import type { TooManyRows } from "#warehouse/usage-sources.ts"
import type { Credential } from "./access.ts"
import { answer } from "./answer.ts"
import { Cursors, cursorRefused, JointPlace } from "./cursors.ts"
import type { ApiEnv } from "./environment.ts"
import { printFilters } from "./filters.ts"
import { intervalOfInstants } from "./moments.ts"
import { fieldsRefused } from "./problem.ts"
import { query } from "./query.ts"
import { LIMIT_DEFAULT, QUERIES, type Query } from "./query-words.ts"
import { everyoneReadable, type Subject, subjectScopeOf } from "./scope.ts"
import type { JointTransactions } from "./usage-contract.ts"
import { withSource } from "./usage-question.ts"
import { wireFacts, wireTotals } from "./wire.ts"

type Words = Query<typeof QUERIES.jointTransactions>

const decodePlace = Schema.decodeUnknownOption(JointPlace)
const encodePlace = Schema.encodeSync(JointPlace)

const rangeText = ({ range, from, to }: Words) =>
  range ?? (from === undefined ? "" : `${from}/${to}`)

/** Without words for days or instants it is everything there is. */
const intervalOf = Effect.fnUntraced(function* (subject: Subject, words: Words) {
  const instants = intervalOfInstants(words.from, words.to)
  if (instants !== null || rangeText(words) === "") return instants
  return (yield* subjectScopeOf(subject, words, "all")).interval
})

/** What is asked, and where in it. A cursor goes on in the interval that its list began with. */
const questionOf = Effect.fnUntraced(function* (subject: Subject, words: Words) {
  const { filter: filters = [], sort = "-occurred_at" } = words
  const tz = words.tz ?? subject.timeZone
  const asked = [subject.accounts, tz, rangeText(words), printFilters(filters), sort]
  const digest = createHash("sha256").update(JSON.stringify(asked)).digest("base64url")
  let place: typeof JointPlace.Type | null = null
  if (words.cursor !== undefined) {
    const opened = decodePlace((yield* Cursors).open(words.cursor))
    if (Option.isNone(opened) || opened.value.question !== digest) return yield* cursorRefused()
    place = opened.value
  }
  const interval = place === null ? yield* intervalOf(subject, words) : place.interval
  return { tz, interval, filters, sort, digest, place }
})
type Question = Effect.Success<ReturnType<typeof questionOf>>

const wirePage = (page: JointPage, question: Question, seal: (place: unknown) => string) => {
  const { entries, offset, totals } = page
  const at = (direction: "next" | "prev", entry: JointEntry | undefined, place: number) =>
    entry === undefined
      ? null
      : seal(
          encodePlace({
            ...{ list: "joint", question: question.digest, interval: question.interval },
            ...{ direction, offset: place, occurredAt: entry.occurredAt, account: entry.account },
            ...{ id: entry.id, credits: entry.credits },
          }),
        )
  return {
    transactions: entries.map((entry) => ({
      account: entry.account,
      ...wireFacts(entry, question.tz),
    })),
    next: page.hasNext ? at("next", entries.at(-1), offset + entries.length - 1) : null,
    prev: page.hasPrevious ? at("prev", entries[0], offset) : null,
    offset,
    count: totals.count,
    sum: wireTotals(totals),
  }
}

const refuseTooManyRows = ({ rows, rowsMax }: TooManyRows) =>
  Effect.fail(
    fieldsRefused("invalidQuery", [
      {
        pointer: "/filter",
        code: "too_many_rows",
        message: `this filter or order would have ${rows} transactions counted through, and at most ${rowsMax} are: ask for fewer days or for some accounts, or by time and filtered by category, type or account only`,
      },
    ]),
  )

const pageOf = Effect.fnUntraced(function* (credential: Credential, words: Words) {
  const subject = everyoneReadable(credential)
  const question = yield* questionOf(subject, words)
  const reader = yield* JointLedgerReader
  const { seal } = yield* Cursors
  const page = reader.page({
    ...{ scope: subject.accounts, interval: question.interval, filters: question.filters },
    ...{ sort: question.sort, cursor: question.place },
    limit: Number(words.limit ?? LIMIT_DEFAULT),
  })
  const figures = page.pipe(
    Effect.map((found) => ({ body: wirePage(found, question, seal), from: found })),
    Effect.catchTag("TooManyRows", refuseTooManyRows),
  )
  const body: JointTransactions = yield* withSource(question, figures)
  return body
})

export const jointTransactions = new Hono<ApiEnv>().get(
  "/transactions",
  query(QUERIES.jointTransactions),
  (c) => answer<JointTransactions>(c, pageOf(c.var.credential, c.req.valid("query"))),
)
