/** One entry of a ledger, with the balance after it. */
import { Effect } from "effect"
import type { LedgerKey } from "./domain/ledger-order.ts"
import { netOf } from "./domain/transaction.ts"
import { readBehind } from "./ledger-behind.ts"
import { readLedgerRows, toEntry } from "./ledger-rows.ts"
import { ALL_TIME, readLifetime } from "./usage-sums.ts"

/**
 * For readers that are inside the snapshot gate already. The first entry before the place right behind it:
 * no id lies between two that differ by one U+0001.
 */
export const readLedgerEntry = Effect.fnUntraced(function* (
  account: string,
  { occurredAt, id }: LedgerKey,
) {
  const place = { occurredAt, id: `${id}\u0001`, credits: 0n }
  const [[row], lifetime, passed] = yield* Effect.all(
    [
      readLedgerRows({
        ...{ account, interval: ALL_TIME, filters: [], sort: "-occurred_at", limit: 1 },
        from: { direction: "next", place },
      }),
      readLifetime(account),
      readBehind(account, { occurredAt, id }, ALL_TIME),
    ],
    { concurrency: 3 },
  )
  if (row?.id !== id || Number(row.at) !== occurredAt) return null
  return toEntry(row, netOf(lifetime.totals) - passed.net)
})
