/** What was given up of the log: the one reason why figures may lack an event, so it can be asked for. */
import { Effect, Schema } from "effect"
import { Hono } from "hono"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { LogGaps } from "#warehouse/log-gaps.ts"
import { answer } from "./answer.ts"
import { Instant } from "./contract.ts"
import type { ApiEnv } from "./environment.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"

export const Gaps = Schema.Struct({
  gaps: Schema.Array(
    Schema.Struct({
      topic: Schema.String,
      partition: Schema.Int,
      first: Schema.String.annotate({ description: "An offset; it has 64 bits" }),
      last: Schema.NullOr(Schema.String).annotate({
        description: "Inclusive; null where nobody knows how many messages were lost",
      }),
      given_up_at: Instant,
    }),
  ),
}).annotate({ identifier: "Gaps" })
export type Gaps = typeof Gaps.Type

const listGaps = Effect.map(
  LogGaps.use(({ list }) => list),
  (gaps): Gaps => ({
    gaps: gaps.map(({ topic, partition, first, last, givenUpAt }) => ({
      topic,
      partition,
      first: `${first}`,
      last: last === null ? null : `${last}`,
      given_up_at: formatInstant(givenUpAt),
    })),
  }),
)

export const gaps = new Hono<ApiEnv>().get("/", query(QUERIES.none), (c) =>
  answer<Gaps>(c, listGaps),
)
