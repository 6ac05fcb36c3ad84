import { Effect } from "effect"
import { Hono } from "hono"
import { EventStoryReader } from "#warehouse/event-story-reader.ts"
import { answer, withMeta } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { wireLinks } from "./event-story.ts"
import { refused } from "./problem.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import type { TransactionAnswer } from "./rejection-contract.ts"
import { readableAccount } from "./scope.ts"
import { wireEntry } from "./wire.ts"

export const transaction = new Hono<ApiEnv>().get(
  "/:account/transactions/:id",
  query(QUERIES.transaction),
  (c) =>
    answer<TransactionAnswer>(
      c,
      Effect.gen(function* () {
        const { account: name, id } = c.req.param()
        const account = yield* readableAccount(c.var.credential, name)
        const tz = c.req.valid("query").tz ?? account.timeZone
        const reader = yield* EventStoryReader
        const told = Effect.flatMap(reader.stored(account.account, id), (story) =>
          story === null
            ? refused("notFound", "No transaction of that id is stored in this account.")
            : Effect.succeed({
                transaction: wireEntry(story.entry, tz),
                ...wireLinks(story),
              }),
        )
        return yield* withMeta({ tz, interval: null }, told)
      }),
    ),
)
