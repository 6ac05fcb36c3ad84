/** From the words of a query to a question about usage, of one account or of all that may be read. */
import { Effect } from "effect"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { comparedStretch } from "#warehouse/domain/comparison.ts"
import { type Dimension, readDimensions } from "#warehouse/domain/dimensions.ts"
import type { Provenance, UsageQuestion } from "#warehouse/usage-reader.ts"
import type { TooManyRows } from "#warehouse/usage-sources.ts"
import { withMeta } from "./answer.ts"
import type { FieldError } from "./contract.ts"
import { fieldsRefused } from "./problem.ts"
import { EARLIEST_DAY, LIMIT_DEFAULT, type Query } from "./query-words.ts"
import { type Scope, type Subject, subjectScopeOf } from "./scope.ts"
import type { Asked } from "./usage-wire.ts"
import type { USAGE_QUERIES } from "./usage-words.ts"

type Words = Query<typeof USAGE_QUERIES.breakdownOfAll>

export interface Question {
  readonly scope: Scope
  readonly asked: Asked
  readonly usage: UsageQuestion
  readonly split: {
    readonly by: ReadonlyArray<Dimension>
    readonly measure: Asked["measure"]
    readonly sort: NonNullable<Words["sort"]>
    readonly limit: number
  }
}

/** `by`: what it is split by where the words do not say. */
export const questionOf = Effect.fnUntraced(function* (
  subject: Subject,
  words: Words,
  otherwise: ReadonlyArray<Dimension>,
) {
  const by = words.by === undefined ? otherwise : (readDimensions(words.by) ?? [])
  const errors = togetherErrors(words, by)
  if (errors.length > 0) return yield* fieldsRefused("invalidQuery", errors)
  const scope = yield* subjectScopeOf(subject, words, "30d")
  const comparison = yield* comparisonOf(subject, words, scope)
  const measure = words.measure ?? (by.includes("type") ? "credits" : "spend")
  const question: Question = {
    scope,
    asked: { by, measure, days: scope.days, comparison },
    usage: {
      scope: subject.accounts,
      timeZone: scope.tz,
      days: scope.days,
      compared: comparison?.days ?? null,
      filters: words.filter ?? [],
    },
    split: {
      by,
      measure,
      sort: words.sort ?? "-credits",
      limit: Number(words.limit ?? LIMIT_DEFAULT),
    },
  }
  return question
})

/** What single words cannot tell. */
const togetherErrors = (words: Words, by: ReadonlyArray<Dimension>): ReadonlyArray<FieldError> => {
  const errors: FieldError[] = []
  const needs = (name: keyof Words, other: keyof Words) =>
    errors.push({
      pointer: `/${name}`,
      code: "missing",
      message: `means something only together with ${other}`,
    })
  if (words.match !== undefined && words.compare === undefined) needs("match", "compare")
  if (words.sort?.endsWith("change") && words.compare === undefined) needs("sort", "compare")
  if (by.length === 0) {
    if (words.limit !== undefined) needs("limit", "by")
    if (words.sort !== undefined) needs("sort", "by")
  }
  return errors
}

const comparisonOf = Effect.fnUntraced(function* (subject: Subject, words: Words, scope: Scope) {
  const { compare, match = "weekday" } = words
  if (compare === undefined) return null
  const range = words.from === undefined ? (words.range ?? "30d") : null
  const { periodAnchorDay } = subject
  const days = comparedStretch({
    ...{ compare, match, range, periodAnchorDay },
    ...{ days: scope.days, timeZone: scope.tz, now: scope.now },
  })
  if (days.first < EARLIEST_DAY) {
    const message = `would compare with days from ${days.first} on, and there is nothing before ${EARLIEST_DAY}: ask for later days`
    return yield* fieldsRefused("invalidQuery", [
      { pointer: "/compare", code: "out_of_range", message },
    ])
  }
  return { compare, match, days }
})

/** A question that no rollup serves is refused beyond a number of rows: with it, and with what to do. */
export const refuseTooManyRows = ({ rows, rowsMax }: TooManyRows) =>
  Effect.fail(
    fieldsRefused("invalidQuery", [
      {
        pointer: "/by",
        code: "too_many_rows",
        message: `no rollup has what by and filter ask for, so ${rows} transactions would have to be counted through, and at most ${rowsMax} are: ask for fewer days or for one account, or split and filter by category or type only`,
      },
    ]),
  )

/** An answer with its `meta`, and in that where its figures came from. */
export const withSource = <A extends object, E, R>(
  scope: Pick<Scope, "tz"> & { readonly interval: Scope["interval"] | null },
  figures: Effect.Effect<{ readonly body: A; readonly from: Provenance }, E, R>,
) =>
  Effect.map(withMeta(scope, figures), ({ body, from, meta }) => ({
    ...body,
    meta: { ...meta, source: from.sources, ledger_rows: from.ledgerRows },
  }))

/** The same, and where what it is compared with ends early. */
export const withComparison = <A extends object, E, R>(
  scope: Scope,
  { comparison }: Asked,
  figures: Effect.Effect<{ readonly body: A; readonly from: Provenance }, E, R>,
) =>
  Effect.map(withSource(scope, figures), (answer) => {
    const cutAt = comparison?.days.isCut ? formatInstant(comparison.days.to) : null
    return { ...answer, meta: { ...answer.meta, compared_until: cutAt } }
  })
