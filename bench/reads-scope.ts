/** Whom and which days the bench of reads asks about, in the forms that its contenders take. */
import { type Account, unnamedAccount } from "#warehouse/domain/account.ts"
import {
  addDays,
  type Day,
  formatInstant,
  type Interval,
  intervalOfDays,
} from "#warehouse/domain/calendar.ts"
import type { Rows } from "./contender.ts"

export const ZONE = "UTC"
/** Behind every entry. */
export const FAR = Date.UTC(2099, 0, 1)

export interface Asked {
  readonly account: Account
  /** The day that is today. */
  readonly last: Day
}
export const nowOn = (day: Day) => intervalOfDays(day, day, ZONE).to - 3_600_000
export const stamp = (instant: number) => formatInstant(instant).replace("T", " ").replace("Z", "")
export const back = (last: Day, days: number) => intervalOfDays(addDays(last, 1 - days), last, ZONE)
export const stretch = ({ from, to }: Interval) => ({
  from: stamp(from),
  to: stamp(to),
})
export const seconds = ({ from, to }: Interval) => ({
  from: from / 1000,
  to: to / 1000,
})
export const byText = (rows: Rows): Rows => [...rows].sort((a, b) => (a.join() < b.join() ? -1 : 1))

/** Six in a hundred entries are the heavy one's; the others have about as many as an ordinary customer. */
export const WHO: Readonly<Record<string, (round: number) => Account>> = {
  heavy: () => unnamedAccount("account-0"),
  ordinary: (round) => unnamedAccount(`account-${1_000 + round * 37}`),
}
