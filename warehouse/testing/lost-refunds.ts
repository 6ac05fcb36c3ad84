/** Failures as a version that lost their refunds left them, and what makes up for it, without a log. */
import { type Duration, Effect, Layer } from "effect"
import { ClickHouse } from "../clickhouse.ts"
import type { UsageEvent } from "../domain/usage-event.ts"
import { Integrity } from "../integrity.ts"
import { RefundRepair, RefundSink } from "../refund-repair.ts"
import { TransactionWriter } from "../transaction-writer.ts"
import { temporaryFolder } from "./warehouse.ts"

/** A failure of each spend of the ledger that has none, under its id with `~lost`: the events themselves. */
export const failureOf = (spend: UsageEvent): UsageEvent => ({
  ...{
    account: spend.account,
    id: `${spend.id}~lost`,
    type: "failure",
    operation: "",
    credits: 0n,
  },
  ...{ occurredAt: spend.occurredAt + 60_000, refersTo: spend.id, reason: "server_error" },
})

/** Stores the failures of these spends, as `failureOf` gives them, past everything that would refund them. */
export const plantFailures = (spends: ReadonlyArray<UsageEvent>) =>
  ClickHouse.use(({ command }) =>
    command(
      `INSERT INTO failures (account, id, refers_to, reason, occurred_at)
       SELECT account, concat(id, '~lost'), id, 'server_error', occurred_at + toIntervalMinute(1)
       FROM transactions WHERE type = 'spend' AND id IN {ids:Array(String)}`,
      { ids: spends.map(({ id }) => id) },
    ),
  )

/** Refunds go straight to the writer. */
export const sinkForTests = Layer.effect(
  RefundSink,
  Effect.map(TransactionWriter, ({ write }) => RefundSink.of({ send: write })),
)

/** `every`: as of `Integrity.layer`. */
export const integrityForTests = (every: Duration.Duration | null = null) =>
  Layer.unwrap(
    Effect.map(temporaryFolder, (folder) =>
      Integrity.layer({ every, folder }).pipe(
        Layer.provideMerge(RefundRepair.layer(folder)),
        Layer.provide(sinkForTests),
      ),
    ),
  )
