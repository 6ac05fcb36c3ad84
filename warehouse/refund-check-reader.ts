/** Reads failures, refunds and the spends they name, and says what became of each. */
import { Context, Effect, Layer, Schema } from "effect"
import { identityOf } from "./batch-fates.ts"
import { ClickHouse } from "./clickhouse.ts"
import type { Interval } from "./domain/calendar.ts"
import {
  type CheckedFailure,
  type CheckedRefund,
  type CheckedSpend,
  type RefundCheck,
  refundCheck,
} from "./domain/refund-check.ts"
import { TRANSACTION_TYPES } from "./domain/transaction-type.ts"
import { FAILURE_REASONS, type FailureReason } from "./domain/usage-event.ts"
import type { WarehouseError } from "./errors.ts"
import { hashOf } from "./event-hash.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"

/** Failures, and refunds, of one check: more would be held in memory at once. */
export const REFUND_ROWS_MAX = 10_000
const SPENDS_PER_LOOKUP = 1_000

export class RefundCheckReader extends Context.Service<
  RefundCheckReader,
  {
    /** Null when there are more than `REFUND_ROWS_MAX` failures or refunds. */
    readonly check: (
      account: string,
      interval: Interval,
    ) => Effect.Effect<RefundCheck | null, WarehouseError>
  }
>()("warehouse/RefundCheckReader") {
  static readonly layer = Layer.effect(
    RefundCheckReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      return RefundCheckReader.of({
        check: Effect.fn("RefundCheckReader.check")(
          (account, interval) => gate.reading(readCheck(account, interval)),
          Effect.provideService(ClickHouse, clickhouse),
        ),
      })
    }),
  )
}

const failuresQuery = sqlQuery("refund-check-failures")
const refundsQuery = sqlQuery("refund-check-refunds")
const spendsQuery = sqlQuery("refund-check-spends")

const FailureRow = Schema.Struct({
  id: Schema.String,
  refers_to: Schema.String,
  reason: Schema.Literals(Object.keys(FAILURE_REASONS) as ReadonlyArray<FailureReason>),
  at: Schema.NumberFromString,
})
const RefundRow = Schema.Struct({
  id: Schema.String,
  refers_to: Schema.String,
  credits: Schema.String,
  at: Schema.NumberFromString,
  within: Schema.Finite,
})
const SpendRow = Schema.Struct({
  id: Schema.String,
  type: Schema.Literals(TRANSACTION_TYPES),
  operation: Schema.String,
  credits: Schema.String,
  at: Schema.NumberFromString,
})

const readCheck = Effect.fnUntraced(function* (account: string, { from, to }: Interval) {
  const clickhouse = yield* ClickHouse
  // One more than are served says that there are too many.
  const asked = { account, from, to, limit: REFUND_ROWS_MAX + 1 }
  const failed = yield* clickhouse.query(failuresQuery, asked, FailureRow)
  if (failed.length > REFUND_ROWS_MAX) return null
  const ids = [...new Set(failed.map(({ refers_to }) => refers_to))]
  const refunded = yield* clickhouse.query(refundsQuery, { ...asked, ids }, RefundRow)
  if (refunded.length > REFUND_ROWS_MAX) return null
  const refunds = refunded.map(toRefund)
  const named = new Set([...ids, ...refunds.flatMap(({ refersTo }) => refersTo ?? [])])
  return refundCheck({
    failures: failed.map(toFailure),
    refunds,
    spends: yield* readSpends(account, [...named]),
  })
})

const readSpends = Effect.fnUntraced(function* (account: string, ids: ReadonlyArray<string>) {
  const clickhouse = yield* ClickHouse
  const spends: CheckedSpend[] = []
  for (let at = 0; at < ids.length; at += SPENDS_PER_LOOKUP) {
    const keys = ids
      .slice(at, at + SPENDS_PER_LOOKUP)
      .map((id) => hashOf(identityOf({ account, id })))
    const rows = yield* clickhouse.query(spendsQuery, { account, keys }, SpendRow)
    spends.push(...rows.map(toSpend))
  }
  return spends
})

const toFailure = ({ id, refers_to, reason, at }: typeof FailureRow.Type): CheckedFailure => ({
  id,
  refersTo: refers_to,
  reason,
  occurredAt: at,
})

const toRefund = (row: typeof RefundRow.Type): CheckedRefund => ({
  id: row.id,
  refersTo: row.refers_to === "" ? null : row.refers_to,
  credits: storedDecimal(row.credits),
  occurredAt: row.at,
  within: row.within === 1,
})

const toSpend = ({ id, type, operation, credits, at }: typeof SpendRow.Type): CheckedSpend => ({
  id,
  type,
  operation,
  credits: storedDecimal(credits),
  occurredAt: at,
})
