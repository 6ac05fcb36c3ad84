/** What the Operations screen asks the API, over all accounts. */
import type { Rejection, Resolved } from "#api/rejection-contract.ts"
import { bodyOf, health, read, v1 } from "./api-call.ts"

/** As the API's `range`; single accounts are judged over at most 92 days. */
export const operationsRanges = { "7d": 7, "30d": 30, "90d": 90 } as const
export type OperationsRange = keyof typeof operationsRanges

export interface DaysQuestion {
  readonly range: OperationsRange
  readonly tz: string
}

/** Decimals. */
export interface RuleQuestion {
  readonly tz: string
  readonly deviations: string
  readonly ratio: string
}

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

/** How many are asked for at a time: "50 or more" wait. */
export const REJECTIONS_LIMIT = 50

const given = <A extends Record<string, string | undefined>>(words: A) =>
  Object.fromEntries(Object.entries(words).filter(([, word]) => word !== undefined))

export const operationsClient = {
  days: (query: DaysQuestion, signal: AbortSignal) =>
    read(v1()["high-usage-days"].$get({ query: { ...query } }, { init: { signal } })),
  accountDays: (query: DaysQuestion, signal: AbortSignal) =>
    read(v1()["high-usage-days"].accounts.$get({ query: { ...query } }, { init: { signal } })),
  preview: (query: RuleQuestion, signal: AbortSignal) =>
    read(v1()["high-usage-days"].preview.$get({ query: { ...query } }, { init: { signal } })),
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
    const init = {
      body: JSON.stringify(decision),
      headers: { "content-type": "application/json" },
    }
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
export type HighUsagePreview = Answer<"preview">
export type Ready = Answer<"ready">
export type Integrity = Answer<"integrity">
export type Gaps = Answer<"gaps">
export type EventResult = NonNullable<Resolved["result"]>
