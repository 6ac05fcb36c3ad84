/** What readers of high-usage days are asked and answer. */
import type { Day, Interval } from "./domain/calendar.ts"
import type { Causes } from "./domain/day-causes.ts"
import type { Filters } from "./domain/filters.ts"
import type { DaySpend, Expectation, HighUsageRule } from "./domain/high-usage.ts"

export interface KnownDaysQuery {
  /** One account, some, or all of them (null), taken together. */
  readonly accounts: ReadonlyArray<string> | null
  readonly timeZone: string
  readonly days: { readonly first: Day; readonly last: Day }
  /** Which transactions; none: everything that was used. */
  readonly filters: Filters
  /** They say how far back to look. */
  readonly rules: ReadonlyArray<HighUsageRule>
  readonly now: number
}

export interface HighUsageQuery extends Omit<KnownDaysQuery, "rules"> {
  readonly rule: HighUsageRule
  /** Values per dimension of a day's causes; the others are one sum. */
  readonly top: number
  /** The newest high-usage days that are told with their causes. */
  readonly limit: number
}

/** A day and all that the rule knows of it. */
export interface KnownDay extends DaySpend, Interval {
  /** Of every type, whatever the filters. */
  readonly entries: number
}
export interface WatchedDay extends KnownDay {
  readonly expectation: Expectation | null
  readonly flagged: boolean
}

export const CAUSE_DIMENSIONS = ["account", "operation", "category", "actor"] as const
export type CauseDimension = (typeof CAUSE_DIMENSIONS)[number]

export interface HighUsageDay extends WatchedDay {
  readonly expectation: Expectation
  /** What it is measured by, oldest first. */
  readonly history: ReadonlyArray<KnownDay>
  /**
   * Null where reading them would take more than `CAUSE_ROWS_MAX` rows with the newer days, and where no
   * rollup over all accounts has what the filters ask for.
   */
  readonly causes: Readonly<Partial<Record<CauseDimension, Causes>>> | null
}

export interface HighUsage {
  /** From the first entry's day on, oldest first. */
  readonly days: ReadonlyArray<WatchedDay>
  /** Newest first. */
  readonly flagged: ReadonlyArray<HighUsageDay>
  /** How many there are, those that are not told included. */
  readonly count: number
}

/** The days of a query and those before them that a rule may look at, judged by no rule yet. */
export interface KnownDays {
  readonly history: ReadonlyArray<KnownDay>
  readonly days: ReadonlyArray<KnownDay>
}
