/**
 * Makes the refunds that are missing: failures whose spend is there and of which nothing came back. Each
 * goes the way of every event, to the one who writes its account, under the id that it would have had:
 * whoever sends it again, after a kill or from another process, sends a duplicate.
 */
import { Clock, Context, Effect, Layer, Metric, Semaphore } from "effect"
import { AuditLog } from "./audit-log.ts"
import { idOfRefund } from "./batch-refunds.ts"
import type { ClickHouse } from "./clickhouse.ts"
import { formatDecimal } from "./domain/decimal.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { encodeUsageEvent } from "./domain/usage-event-schema.ts"
import type { WarehouseError, WriterStopping } from "./errors.ts"
import { EventEncoder } from "./event-encoder.ts"
import type { EventRows } from "./event-rows.ts"
import { FatePreview } from "./fate-preview.ts"
import { FIRST_FAILURE, type LostRefunds, lostRefundsBehind } from "./lost-refunds.ts"
import { claimRefunds } from "./refund-claims.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import type { SpendName } from "./stored-links.ts"

export interface RefundsRepaired {
  /** Failures that were looked at. */
  readonly failures: number
  /** Refunds that were missing. */
  readonly missing: number
  /** Of these, those that were made, or are on the log to be made. */
  readonly made: number
}

/** Where refunds go to be stored: to whoever writes their accounts. */
export class RefundSink extends Context.Service<
  RefundSink,
  {
    /** What became of each row, in their order, as far as it is known. */
    readonly send: (
      rows: EventRows,
    ) => Effect.Effect<ReadonlyArray<{ readonly fate: string }>, WarehouseError | WriterStopping>
  }
>()("warehouse/RefundSink") {}

export class RefundRepair extends Context.Service<
  RefundRepair,
  {
    /** Looks at every failure, some at a time, and makes what is missing. One at a time. */
    readonly run: Effect.Effect<RefundsRepaired, WarehouseError | WriterStopping>
  }
>()("warehouse/RefundRepair") {
  /** `folder`: where scratch files may stand for a moment. Begins with a run, beside everything else. */
  static readonly layer = (folder: string) =>
    Layer.effect(
      RefundRepair,
      Effect.gen(function* () {
        yield* Metric.update(repaired, 0)
        const turn = yield* Semaphore.make(1)
        const services = yield* Effect.context<RepairServices>()
        const run = turn.withPermits(1)(Effect.provideContext(repair(folder), services))
        yield* run.pipe(
          Effect.catch((error) =>
            Effect.logWarning(`missing refunds were not looked for: ${error.message}`),
          ),
          Effect.forkScoped,
        )
        return RefundRepair.of({ run })
      }),
    )
}

type RepairServices = AuditLog | ClickHouse | EventEncoder | FatePreview | RefundSink | SnapshotGate

const repaired = Metric.counter("tidemark_refunds_repaired_total", {
  description: "Refunds of failures that were missing and were made afterwards",
  incremental: true,
})

// After each piece the engine is left to others four times as long as it took.
const PAUSE_RATIO = 4
const PAUSE_MS_MAX = 5_000
/** Ids that are tried for one refund: each may be held by another event. */
const IDS_MAX = 10
const ACT = { actor: "tidemark", act: "refund.repair", requestId: "" }
/** Of an account's refunds that were made at once, those that its entry names. */
const NAMED_MAX = 100

const repair = Effect.fnUntraced(function* (folder: string) {
  const gate = yield* SnapshotGate
  let sum: RefundsRepaired = { failures: 0, missing: 0, made: 0 }
  let after: SpendName | null = FIRST_FAILURE
  while (after !== null) {
    const began = yield* Clock.currentTimeMillis
    const found: LostRefunds = yield* gate.reading(lostRefundsBehind(after))
    const { failures, refunds } = found
    const made = refunds.length === 0 ? 0 : yield* makeRefunds(folder, refunds)
    sum = {
      failures: sum.failures + failures,
      missing: sum.missing + refunds.length,
      made: sum.made + made,
    }
    after = found.last
    const took = (yield* Clock.currentTimeMillis) - began
    if (after !== null) yield* Effect.sleep(Math.min(took * PAUSE_RATIO, PAUSE_MS_MAX))
  }
  return sum
})

const makeRefunds = Effect.fnUntraced(function* (folder: string, lost: ReadonlyArray<UsageEvent>) {
  const claimed = new Set(yield* claimRefunds(folder, lost))
  const refunds = yield* withIds(lost.filter((refund) => claimed.has(refund)))
  if (refunds.length === 0) return 0
  yield* recordActs(refunds)
  const fates = yield* (yield* RefundSink).send(yield* rowsOf(refunds))
  const made = refunds.filter((_, i) => isTaken(fates[i]?.fate))
  yield* Metric.update(repaired, made.length)
  yield* Effect.logWarning(
    `${lost.length} refunds of failures were missing, ${made.length} are made now`,
    made.slice(0, NAMED_MAX).map(({ account, id }) => ({ account, refund: id })),
  )
  return made.length
})

const isTaken = (fate: string | undefined) => fate === "accepted" || fate === "queued"

const rowsOf = Effect.fnUntraced(function* (refunds: ReadonlyArray<UsageEvent>) {
  const rows = (yield* EventEncoder).rows({
    receivedAt: yield* Clock.currentTimeMillis,
    log: null,
  })
  for (const refund of refunds)
    rows.add(refund, () => Buffer.from(JSON.stringify(encodeUsageEvent(refund))))
  return rows
})

/**
 * Each under the first of its ids that nobody holds. Those that would not be counted are left out: somebody
 * refunded the spend meanwhile.
 */
const withIds = Effect.fnUntraced(function* (lost: ReadonlyArray<UsageEvent>) {
  const preview = yield* FatePreview
  const free: UsageEvent[] = []
  let left = lost
  for (let attempt = 0; attempt < IDS_MAX && left.length > 0; attempt++) {
    const tried = left.map((refund) => {
      const spend = { account: refund.account, id: refund.refersTo ?? "" }
      return { ...refund, id: idOfRefund(spend, attempt) }
    })
    const fates = yield* preview.preview(yield* rowsOf(tried))
    free.push(...tried.filter((_, i) => fates[i]?.fate.fate === "accepted"))
    left = left.filter((_, i) => fates[i]?.fate.fate === "conflict")
  }
  return free
})

/** On record before they are made, in one entry for each account. */
const recordActs = Effect.fnUntraced(function* (refunds: ReadonlyArray<UsageEvent>) {
  const audit = yield* AuditLog
  for (const [account, own] of Map.groupBy(refunds, ({ account }) => account)) {
    const credits = formatDecimal(own.reduce((sum, refund) => sum + refund.credits, 0n))
    const named = own.slice(0, NAMED_MAX).map(({ id }) => id)
    const details = { count: own.length, credits, refunds: named }
    yield* audit.record({ ...ACT, target: account, details })
  }
})
