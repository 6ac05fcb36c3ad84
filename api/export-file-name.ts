/** What a file is called: `usage_studio-north_2026-10-23_2026-11-21_Europe-Berlin`, without its ending. */
import { dayOf } from "#warehouse/domain/calendar.ts"

export interface Named {
  readonly report: string
  /** Null: all accounts. */
  readonly account: string | null
  readonly tz: string
  /** Epoch milliseconds, the end not in it. Null: from the first entry, or to the last. */
  readonly interval: { readonly from: number; readonly to: number } | null
}

/** What is no part of a name on one of the systems people have, or parts the pieces of this one. */
const UNFIT = /[\p{C}/\\:*?"<>|_]+/gu

const piece = (text: string): string => text.replaceAll(UNFIT, "-").replace(/^\.+/, "-")

/** The days of the zone, both included. */
export const exportFileName = ({ report, account, tz, interval }: Named): string =>
  [
    report,
    account ?? "all-accounts",
    ...(interval === null ? [] : [dayOf(interval.from, tz), dayOf(interval.to - 1, tz)]),
    tz,
  ]
    .map(piece)
    .join("_")
