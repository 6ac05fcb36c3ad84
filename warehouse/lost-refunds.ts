/** Looks for failures whose refund is due and was never made: a version of long ago could lose one. */
import { Effect, Schema } from "effect"
import { identityOf } from "./batch-fates.ts"
import { ClickHouse } from "./clickhouse.ts"
import { dueRefund } from "./domain/refunds.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { sqlQuery } from "./sql-files.ts"
import { knownOf, lookUpLinks, type SpendName } from "./stored-links.ts"

/** Failures that are looked at in one go. */
const FAILURES_AT_ONCE = 1_000

export const FIRST_FAILURE = { account: "", id: "" }

/** Of the failures that were looked at. */
export interface LostRefunds {
  readonly failures: number
  /** Each with the id of its spend in the place of its own. */
  readonly refunds: ReadonlyArray<UsageEvent>
  /** The failure that was looked at last; null when there are no more. */
  readonly last: SpendName | null
}

const failuresBehind = sqlQuery("failures-behind")

const FailureRow = Schema.Struct({
  account: Schema.String,
  id: Schema.String,
  refers_to: Schema.String,
})

/**
 * The refunds that the failures behind this one call for and have not got. None that was made seems to be
 * missing: it is stored before its failure, and in one piece with a spend that came behind that, and it
 * is read after both.
 */
export const lostRefundsBehind = Effect.fnUntraced(function* (after: SpendName) {
  const clickhouse = yield* ClickHouse
  const asked = { ...after, limit: FAILURES_AT_ONCE }
  const failures = yield* clickhouse.query(failuresBehind, asked, FailureRow)
  const spends = new Map(
    failures.map(({ account, refers_to: id }) => [identityOf({ account, id }), { account, id }]),
  )
  const found = yield* lookUpLinks([...spends.values()], null)
  const refunds = Array.from(spends, ([identity, spend]): UsageEvent | null =>
    dueRefund(spend, knownOf(found.get(identity))),
  )
  return {
    failures: failures.length,
    refunds: refunds.filter((refund) => refund !== null),
    last: failures.length < FAILURES_AT_ONCE ? null : (failures.at(-1) ?? null),
  } satisfies LostRefunds
})
