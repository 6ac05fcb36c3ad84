/** Answers of the API for tests, with figures that can be checked by hand. */
import type {
  Forecast,
  Overview,
  RefundCheck,
  Statement,
  Transaction,
  Transactions,
  Usage,
  UsageBucket,
} from "#api/contract.ts"
import { addDays } from "../days.ts"
import type { StatementRow } from "../statement.ts"

export const meta = {
  complete_to: "2026-11-21T14:05:00.000Z",
  lag: { messages: 0, seconds: 0 },
  generated_at: "2026-11-21T14:05:02.000Z",
  tz: "UTC",
  from: null,
  to: null,
  source: [],
  ledger_rows: null,
  compared_until: null,
}

export const overview = (change: Partial<Overview> = {}): Overview => ({
  account: "studio-north",
  balance: "12480",
  available: "12480",
  period: {
    from: "2026-11-01T00:00:00.000Z",
    to: "2026-12-01T00:00:00.000Z",
    first_day: "2026-11-01",
    last_day: "2026-11-30",
    today: "2026-11-21",
    days: 30,
    days_elapsed: 21,
    elapsed: 0.7,
  },
  used: "11160",
  refunded: "0",
  previous: {
    from: "2026-10-01T00:00:00.000Z",
    to: "2026-10-22T00:00:00.000Z",
    first_day: "2026-10-01",
    last_day: "2026-10-21",
    used: "8584.615385",
  },
  average_per_day: "531.428571",
  allowance: "18000",
  allowance_from: "plan",
  usage_rate: 62,
  pace: -8,
  lifetime: {
    spent: "184206.5",
    purchased: "190000",
    refunded: "2086.5",
    bonus: "4600",
    count: 14551,
    first_at: "2025-03-03T09:00:00.000Z",
    last_at: "2026-11-21T13:32:00.000Z",
  },
  runway_days: 23,
  low: false,
  meta,
  ...change,
})

export const bucket = (day: string, change: Partial<UsageBucket> = {}): UsageBucket => ({
  bucket: day,
  from: `${day}T00:00:00.000Z`,
  to: `${addDays(day, 1)}T00:00:00.000Z`,
  spend: "0",
  purchase: "0",
  refund: "0",
  bonus: "0",
  count: 0,
  balance: "0",
  complete: true,
  usual: null,
  flagged: false,
  ...change,
})

export const usage = (series: ReadonlyArray<UsageBucket>, change: Partial<Usage> = {}): Usage => ({
  grain: "day",
  first_day: series[0]?.from.slice(0, 10) ?? "2026-11-01",
  last_day: series.at(-1)?.from.slice(0, 10) ?? "2026-11-01",
  days: series.length,
  opening_balance: "0",
  series,
  total: { spend: "0", purchase: "0", refund: "0", bonus: "0", count: 0 },
  average_per_day: "0",
  highest: null,
  measure: "spend",
  by: [],
  comparison: null,
  meta,
  ...change,
})

export const transaction = (change: Partial<Transaction> = {}): Transaction => ({
  id: "t1",
  type: "spend",
  operation: "keyframeGenerate",
  description: "Tool: keyframeGenerate",
  category: "Image Generation",
  credits: "-20",
  balance_after: "12480",
  occurred_at: "2026-11-21T13:32:00.000Z",
  day: "2026-11-21",
  quantity: null,
  unit: null,
  reference: null,
  refers_to: null,
  amount: null,
  currency: null,
  actor: null,
  properties: {},
  ...change,
})

export const transactions = (
  list: ReadonlyArray<Transaction>,
  change: Partial<Transactions> = {},
): Transactions => ({
  transactions: list,
  days: [],
  next: null,
  prev: null,
  offset: 0,
  count_is: "exact",
  count: list.length,
  sum: { spend: "0", purchase: "0", refund: "0", bonus: "0", count: list.length },
  meta,
  ...change,
})

export const statementRow = (month: string, change: Partial<StatementRow> = {}): StatementRow => ({
  bucket: month,
  first_day: `${month}-01`,
  last_day: `${month}-28`,
  from: `${month}-01T00:00:00.000Z`,
  to: `${month}-28T00:00:00.000Z`,
  opening: "0",
  purchased: "0",
  bonus: "0",
  refunded: "0",
  spent: "0",
  closing: "0",
  count: 0,
  complete: true,
  ...change,
})

export const statement = (rows: ReadonlyArray<StatementRow>): Statement => ({
  per: "month",
  first_day: rows[0]?.first_day ?? "2026-01-01",
  last_day: rows.at(-1)?.last_day ?? "2026-01-01",
  statement: rows,
  total: statementRow("2026-01"),
  meta,
})

export const forecast = (change: Partial<Forecast> = {}): Forecast => ({
  status: "ok",
  detail: "From complete days only, as if nothing were added.",
  history: { days: 730, needed: 56 },
  band: 0.8,
  balance: "12480",
  expected_per_day: "520",
  run_out: {
    earliest: "2026-12-09",
    expected: "2026-12-14",
    latest: "2027-01-02",
    within_days: 365,
  },
  period: {
    first_day: "2026-11-01",
    last_day: "2026-11-30",
    days_left: 10,
    used: "11160",
    rest: { low: "4000", expected: "4800.5", high: "5600" },
    total: { low: "15160", expected: "15960.5", high: "16760" },
  },
  estimate: null,
  meta,
  ...change,
})

const noFailures = {
  count: 0,
  refunded: 0,
  partly: 0,
  over: 0,
  missing: 0,
  waiting: 0,
  not_a_spend: 0,
}

export const refundCheck = (
  failures: Partial<RefundCheck["failures"]> = {},
  refunds: { readonly count: number; readonly credits: string } = { count: 0, credits: "0" },
): RefundCheck => ({
  failures: { ...noFailures, ...failures },
  refunds: { ...refunds, unlinked: { count: 0, credits: "0" } },
  spends: { count: 0, refunded: 0, partly: 0, over: 0, spent: "0", credits: "0" },
  time_to_refund: refunds.count === 0 ? null : { median_seconds: 1320, longest_seconds: 4000 },
  open: { count: 0, cases: [] },
  settled: { count: 0, cases: [] },
  meta,
})
