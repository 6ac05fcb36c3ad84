/** From what the warehouse reads for live streams to what their events say. */
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { netOf, type Totals } from "#warehouse/domain/transaction.ts"
import type { LiveAccount, LiveScope, Today } from "#warehouse/live-reader.ts"
import type { LiveDay, LiveWatermark } from "./live-contract.ts"
import type { FeedUpdate } from "./live-feed.ts"
import { orNull, wireEntry, wireOverview, wireTotals } from "./wire.ts"

const metaOf = (watermark: LiveWatermark, tz: string) => ({
  ...watermark,
  tz,
  from: null,
  to: null,
})

const dayOf = (account: string | null, tz: string, { day, from, to, totals }: Today): LiveDay => ({
  ...{ account, tz, bucket: day },
  ...{ from: formatInstant(from), to: formatInstant(to) },
  ...wireTotals(totals),
})

const sumsOf = ({ spend, purchase, refund, bonus }: Totals) =>
  [spend, purchase, refund, bonus].map(formatDecimal).join()

export const accountUpdate = (
  { mark, account, overview, today, newest }: LiveAccount,
  watermark: LiveWatermark,
): FeedUpdate => {
  const { account: name, timeZone } = account
  const { totals } = overview.lifetime
  return {
    mark,
    sums: sumsOf(totals),
    count: totals.count,
    balance: { ...wireOverview(name, overview), meta: metaOf(watermark, timeZone) },
    day: dayOf(name, timeZone, today),
    newest: newest?.map((entry) => wireEntry(entry, timeZone)) ?? null,
  }
}

export const scopeUpdate = (
  { mark, lifetime, today }: LiveScope,
  watermark: LiveWatermark,
): FeedUpdate => {
  const { totals, firstAt, lastAt } = lifetime
  return {
    mark,
    sums: sumsOf(totals),
    count: totals.count,
    balance: {
      account: null,
      balance: formatDecimal(netOf(totals)),
      lifetime: {
        spent: formatDecimal(totals.spend),
        purchased: formatDecimal(totals.purchase),
        refunded: formatDecimal(totals.refund),
        bonus: formatDecimal(totals.bonus),
        count: totals.count,
        first_at: orNull(firstAt, formatInstant),
        last_at: orNull(lastAt, formatInstant),
      },
      meta: metaOf(watermark, "UTC"),
    },
    day: dayOf(null, "UTC", today),
    newest: null,
  }
}
