/** `GET /v1/pipeline`: what became of the events that arrived, and how far each partition is stored. */
import { Effect } from "effect"
import { Hono } from "hono"
import { ArrivalCounts } from "#warehouse/arrival-counts.ts"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { Watermark } from "#warehouse/watermark.ts"
import { answer, withMeta } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import type { Pipeline } from "./operations-contract.ts"
import { OPERATIONS_QUERIES } from "./operations-words.ts"
import { query } from "./query.ts"
import type { Query } from "./query-words.ts"
import { everyoneReadable, subjectScopeOf } from "./scope.ts"

const readPipeline = Effect.fnUntraced(function* (
  subject: Parameters<typeof subjectScopeOf>[0],
  words: Query<typeof OPERATIONS_QUERIES.pipeline>,
) {
  const scope = yield* subjectScopeOf(subject, words, "30d")
  const figures = Effect.gen(function* () {
    const { counts, countedSince } = yield* (yield* ArrivalCounts).within(scope.interval)
    const partitions = yield* (yield* Watermark).partitions
    const body: Omit<Pipeline, "meta"> = {
      first_day: scope.days.first,
      last_day: scope.days.last,
      fates: counts,
      arrived: Object.values(counts).reduce((sum, count) => sum + count, 0),
      counted_since: countedSince === null ? null : formatInstant(countedSince),
      partitions: partitions
        .toSorted((a, b) => a.partition - b.partition)
        .map(({ partition, completeTo, lag }) => ({
          partition,
          complete_to: formatInstant(completeTo),
          lag,
        })),
    }
    return body
  })
  return yield* withMeta(scope, figures)
})

export const pipeline = new Hono<ApiEnv>().get("/", query(OPERATIONS_QUERIES.pipeline), (c) =>
  answer<Pipeline>(c, readPipeline(everyoneReadable(c.var.credential), c.req.valid("query"))),
)
