/** Answers of the API for tests, with figures that can be checked by hand. */
import type {
  Overview,
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
