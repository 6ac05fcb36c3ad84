/** `GET`, `PUT /v1/high-usage-rule`: by which rule days count as high, wherever nobody asks by another. */
import { Effect } from "effect"
import { Hono } from "hono"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { HIGH_USAGE_RULE } from "#warehouse/domain/high-usage.ts"
import { HighUsageRules } from "#warehouse/high-usage-rules.ts"
import { answer, withMeta } from "./answer.ts"
import { nameOf } from "./credential.ts"
import type { ApiEnv } from "./environment.ts"
import { wireRule } from "./high-usage-wire.ts"
import { ruleOf, wordsOfRule } from "./insight-words.ts"
import { jsonBody } from "./json-body.ts"
import { RuleBody } from "./operations-bodies.ts"
import type { RuleInForce } from "./operations-contract.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { recordAct } from "./record-act.ts"

const readBody = jsonBody("A rule", RuleBody)

const readRule = Effect.gen(function* () {
  const { rule, set } = yield* (yield* HighUsageRules).current
  const body: Omit<RuleInForce, "meta"> = {
    rule: wireRule(rule),
    set: set === null ? null : { at: formatInstant(set.at), by: set.by },
    default: wireRule(HIGH_USAGE_RULE),
  }
  return body
})
const inForce = withMeta({ tz: "UTC", interval: null }, readRule)

export const highUsageRule = new Hono<ApiEnv>()
  .get("/", query(QUERIES.none), (c) => answer<RuleInForce>(c, inForce))
  .put("/", query(QUERIES.none), (c) =>
    answer<RuleInForce>(
      c,
      Effect.gen(function* () {
        const rule = ruleOf(wordsOfRule(yield* readBody(c.req.raw)), HIGH_USAGE_RULE)
        yield* recordAct(c, "high-usage-rule", wireRule(rule))
        yield* (yield* HighUsageRules).put(rule, nameOf(c.var.credential))
        return yield* inForce
      }),
    ),
  )
