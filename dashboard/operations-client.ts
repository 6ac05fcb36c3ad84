/** What the Operations screen asks the API, over all accounts. */
import type { Rejection, Resolved } from "#api/rejection-contract.ts"
import { bodyOf, health, read, v1 } from "./api-call.ts"
import { filtersOf } from "./client.ts"
import type { Day } from "./days.ts"
import type { Filter } from "./filters.ts"
import type { Comparison, Match } from "./url-state.ts"

/** As the API's `range`; single accounts are judged over at most 92 days. */
export const operationsRanges = { "7d": 7, "30d": 30, "90d": 90 } as const
export type OperationsRange = keyof typeof operationsRanges

export interface DaysQuestion {
  readonly range: OperationsRange
  readonly tz: string
}
/** Which of the entries. */
export interface FilteredDays extends DaysQuestion {
  readonly filters: ReadonlyArray<Filter>
}
export interface ComparedDays extends FilteredDays {
  readonly compare: Comparison | undefined
  readonly match: Match
}

/** Decimals. */
export interface RuleQuestion {
  readonly tz: string
  readonly filters: ReadonlyArray<Filter>
  readonly deviations: string
  readonly ratio: string
  readonly floor: string
}

export type PreviewQuestion = Partial<Omit<RuleQuestion, "filters">> & Pick<RuleQuestion, "filters">

export type RejectionState = Rejection["state"]
export type RejectionReason = Rejection["reason"]

export interface RejectionsQuestion {
  readonly state: RejectionState | undefined
  readonly reason: RejectionReason | undefined
  readonly cursor: string | undefined
}

export type Decision =
  /** `event`: in the place of what arrived. */
  | { readonly action: "retry"; readonly event?: unknown }
  | { readonly action: "dismiss"; readonly note: string }

/** A month of the answer is bounded; what goes beyond it is counted. */
const NOTES_LIMIT = "500"
const FLAGGED_LIMIT = "50"
/** Accounts that are listed; the others are one sum. */
const ACCOUNTS_LIMIT = "8"
/** The year's newest unusual days that are named. */
const YEAR_LIMIT = "6"

const asJson = (body: object) => ({
  init: { body: JSON.stringify(body), headers: { "content-type": "application/json" } },
})

/** How many are asked for at a time: "50 or more" wait. */
export const REJECTIONS_LIMIT = 50

const given = <A extends Record<string, string | undefined>>(words: A) =>
  Object.fromEntries(Object.entries(words).filter(([, word]) => word !== undefined))

const wordsOf = <Q extends Pick<FilteredDays, "filters">>({ filters, ...days }: Q) => ({
  ...days,
  ...filtersOf(filters),
})

export const operationsClient = {
  days: (question: FilteredDays, signal: AbortSignal) =>
    read(
      v1()["high-usage-days"].$get(
        { query: { ...wordsOf(question), limit: FLAGGED_LIMIT } },
        { init: { signal } },
      ),
    ),
  /** The days of a year, and what made the newest unusual ones. */
  year: (question: Omit<FilteredDays, "range">, signal: AbortSignal) =>
    read(
      v1()["high-usage-days"].$get(
        {
          query: {
            ...wordsOf({ ...question, range: "12m" as const }),
            top: "1",
            limit: YEAR_LIMIT,
          },
        },
        { init: { signal } },
      ),
    ),
  weekHours: (question: FilteredDays, signal: AbortSignal) =>
    read(v1()["week-hours"].$get({ query: wordsOf(question) }, { init: { signal } })),
  /** Most credits first. */
  leaders: ({ compare, match, ...question }: ComparedDays, signal: AbortSignal) => {
    const compared = compare === undefined ? {} : { compare, match }
    const query = { ...wordsOf(question), by: "account", ...compared, limit: ACCOUNTS_LIMIT }
    return read(v1().breakdown.$get({ query }, { init: { signal } }))
  },
  pipeline: (query: DaysQuestion, signal: AbortSignal) =>
    read(v1().pipeline.$get({ query: { ...query } }, { init: { signal } })),
  /** Of all accounts together, and of single ones. */
  notes: (query: DaysQuestion, signal: AbortSignal) =>
    read(v1().notes.$get({ query: { ...query, limit: NOTES_LIMIT } }, { init: { signal } })),
  putNote: async (day: Day, text: string) => {
    await v1().notes[":day"].$put({ param: { day }, query: {} }, asJson({ text }))
  },
  removeNote: async (day: Day) => {
    await v1().notes[":day"].$delete({ param: { day }, query: {} })
  },
  putRule: async (rule: Omit<RuleQuestion, "tz" | "filters">) => {
    await v1()["high-usage-rule"].$put({ query: {} }, asJson(rule))
  },
  accountDays: (question: FilteredDays, signal: AbortSignal) =>
    read(v1()["high-usage-days"].accounts.$get({ query: wordsOf(question) }, { init: { signal } })),
  /** What is left out is as in the rule in force. */
  preview: ({ filters, ...rule }: PreviewQuestion, signal: AbortSignal) =>
    read(
      v1()["high-usage-days"].preview.$get(
        { query: { ...given(rule), ...filtersOf(filters) } },
        { init: { signal } },
      ),
    ),
  ready: (_: "ready", signal: AbortSignal) =>
    bodyOf(health().ready.$get({ query: {} }, { init: { signal } })),
  rejections: ({ state, reason, cursor }: RejectionsQuestion, signal: AbortSignal) =>
    read(
      v1().rejections.$get(
        { query: { ...given({ state, reason, cursor }), limit: String(REJECTIONS_LIMIT) } },
        { init: { signal } },
      ),
    ),
  integrity: (_: "integrity", signal: AbortSignal) =>
    read(v1().integrity.$get({ query: {} }, { init: { signal } })),
  gaps: (_: "gaps", signal: AbortSignal) =>
    bodyOf(v1().gaps.$get({ query: {} }, { init: { signal } })),
  backups: (_: "backups", signal: AbortSignal) =>
    read(v1().backups.$get({ query: {} }, { init: { signal } })),
  resolve: async (id: string, decision: Decision): Promise<Resolved> => {
    const { init } = asJson(decision)
    const answer = v1().rejections[":id"].resolve.$post({ param: { id } }, { init })
    return (await (await answer).json()) as Resolved
  },
  checkIntegrity: async () => {
    await v1().integrity.$post({ query: {} })
  },
  makeBackup: async () => {
    await v1().backups.$post({ query: {} })
  },
}

type Answer<A extends keyof typeof operationsClient> = Awaited<
  ReturnType<(typeof operationsClient)[A]>
>
export type HighUsageDays = Answer<"days">
export type HighUsageDay = HighUsageDays["high_usage_days"][number]
export type HighUsageAccounts = Answer<"accountDays">
export type DayNotes = Answer<"notes">
export type DayNote = DayNotes["notes"][number]
export type WeekHours = Answer<"weekHours">
export type Leaders = Answer<"leaders">
export type Pipeline = Answer<"pipeline">
export type HighUsagePreview = Answer<"preview">
export type Ready = Answer<"ready">
export type Integrity = Answer<"integrity">
export type Gaps = Answer<"gaps">
export type Backups = Answer<"backups">
export type EventResult = NonNullable<Resolved["result"]>
