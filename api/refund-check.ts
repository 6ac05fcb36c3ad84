import { Effect } from "effect"
import { Hono } from "hono"
import { REFUND_ROWS_MAX, RefundCheckReader } from "#warehouse/refund-check-reader.ts"
import { answer, withMeta } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { INSIGHT_QUERIES } from "./insight-words.ts"
import { fieldsRefused } from "./problem.ts"
import { query } from "./query.ts"
import { LIMIT_DEFAULT } from "./query-words.ts"
import type { RefundCheck } from "./refund-contract.ts"
import { wireRefundCheck } from "./refund-wire.ts"
import { readableAccount, scopeOf } from "./scope.ts"

export const refundCheck = new Hono<ApiEnv>().get(
  "/:account/refund-check",
  query(INSIGHT_QUERIES.refundCheck),
  (c) =>
    answer<RefundCheck>(
      c,
      Effect.gen(function* () {
        const words = c.req.valid("query")
        const account = yield* readableAccount(c.var.credential, c.req.param("account"))
        const scope = yield* scopeOf(account, words, "30d")
        const reader = yield* RefundCheckReader
        const figures = Effect.gen(function* () {
          const found = yield* reader.check(account.account, scope.interval)
          if (found !== null) return wireRefundCheck(found, Number(words.limit ?? LIMIT_DEFAULT))
          return yield* fieldsRefused("invalidQuery", [
            {
              pointer: words.from === undefined ? "/range" : "/from",
              code: "too_many_refunds",
              message: `there are more than ${REFUND_ROWS_MAX} failures or refunds in these days: ask for fewer days`,
            },
          ])
        })
        return yield* withMeta(scope, figures)
      }),
    ),
)
