/** Reads what is stored about spends that refunds or failures name. */
import { Effect, Schema } from "effect"
import { identityOf } from "./batch-fates.ts"
import { ClickHouse } from "./clickhouse.ts"
import type { Failure, KnownOfSpend, Refund } from "./domain/refunds.ts"
import { TRANSACTION_TYPES } from "./domain/transaction-type.ts"
import { FAILURE_REASONS, type FailureReason } from "./domain/usage-event.ts"
import { hashOf } from "./event-hash.ts"
import { isOwn, type OwnStretch, storedPlace } from "./own-stretch.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"

export interface SpendName {
  readonly account: string
  readonly id: string
}

const namedEvents = sqlQuery("named-events")
const namingRefunds = sqlQuery("naming-refunds")
const namingFailures = sqlQuery("naming-failures")

const SPENDS_PER_LOOKUP = 1_000

const NamedRow = Schema.Struct({
  account: Schema.String,
  id: Schema.String,
  type: Schema.Literals(TRANSACTION_TYPES),
  credits: Schema.String,
  occurred_at: Schema.NumberFromString,
  ...storedPlace,
})
const RefundRow = Schema.Struct({
  account: Schema.String,
  id: Schema.String,
  refers_to: Schema.String,
  credits: Schema.String,
  received_at: Schema.NumberFromString,
  failure: Schema.String,
  ...storedPlace,
})
const FailureRow = Schema.Struct({
  account: Schema.String,
  id: Schema.String,
  refers_to: Schema.String,
  reason: Schema.Literals(Object.keys(FAILURE_REASONS) as ReadonlyArray<FailureReason>),
  occurred_at: Schema.NumberFromString,
  ...storedPlace,
})

interface Found {
  named: KnownOfSpend["named"]
  readonly refunds: Map<string, Refund>
  readonly failures: Map<string, Failure>
}

export const knownOf = (found: Found | undefined): KnownOfSpend => ({
  named: found?.named ?? null,
  refunds: [...(found?.refunds.values() ?? [])],
  failures: [...(found?.failures.values() ?? [])],
})

/** By identity; what stands in `own` is left out. */
export const lookUpLinks = Effect.fnUntraced(function* (
  spends: ReadonlyArray<SpendName>,
  own: OwnStretch | null,
) {
  const clickhouse = yield* ClickHouse
  const found = new Map<string, Found>(
    spends.map((spend) => [
      identityOf(spend),
      { named: null, refunds: new Map(), failures: new Map() },
    ]),
  )
  for (let from = 0; from < spends.length; from += SPENDS_PER_LOOKUP) {
    const chunk = spends.slice(from, from + SPENDS_PER_LOOKUP)
    const keys = chunk.map((spend) => hashOf(identityOf(spend)))
    const accounts = [...new Set(chunk.map(({ account }) => account))]
    const ids = chunk.map(({ id }) => id)
    const others = <A extends Parameters<typeof isOwn>[1]>(rows: ReadonlyArray<A>) =>
      rows.filter((row) => !isOwn(own, row))
    const named = others(yield* clickhouse.query(namedEvents, { keys }, NamedRow))
    const refunds = others(yield* clickhouse.query(namingRefunds, { accounts, ids }, RefundRow))
    const failures = others(yield* clickhouse.query(namingFailures, { keys }, FailureRow))
    for (const { type, credits, occurred_at: occurredAt, ...row } of named) {
      const of = found.get(identityOf(row))
      if (of !== undefined) of.named = { type, credits: storedDecimal(credits), occurredAt }
    }
    for (const { account, id, refers_to, credits, failure } of refunds.sort(byArrival))
      found.get(identityOf({ account, id: refers_to }))?.refunds.set(id, {
        id,
        credits: storedDecimal(credits),
        ...(failure !== "" && { properties: { failure } }),
      })
    for (const row of failures) {
      const { account, id, reason, occurred_at: occurredAt } = row
      const itself = found.get(identityOf(row))
      if (itself !== undefined) itself.named = { type: "failure", credits: 0n, occurredAt }
      found
        .get(identityOf({ account, id: row.refers_to }))
        ?.failures.set(id, { id, reason, occurredAt })
    }
  }
  return found
})

type Arrived = Pick<typeof RefundRow.Type, "id" | "received_at" | "offset">

const byArrival = (a: Arrived, b: Arrived): number =>
  a.received_at - b.received_at ||
  Number(BigInt(a.offset) - BigInt(b.offset)) ||
  (a.id < b.id ? -1 : 1)
