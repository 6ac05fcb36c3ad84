/** The endpoints that sum up over time. */
import type { Schema } from "effect"
import { LEDGER_ROWS_MAX } from "#warehouse/usage-sources.ts"
import { accountRead, type Endpoint, ok, okOrFile, READ_PROBLEMS } from "./endpoint.ts"
import { QUERIES, type QueryWords } from "./query-words.ts"
import {
  Balance,
  BalanceHistory,
  BalanceOfAll,
  Breakdown,
  JointTransactions,
  Statement,
  Usage,
} from "./usage-contract.ts"
import { USAGE_QUERIES } from "./usage-words.ts"

const SOURCES = `\`meta.source\` names the tables that served. What no rollup has is counted in the ledger, up to ${LEDGER_ROWS_MAX} transactions; a question about more is refused with the number.`

const readOfAll = (
  path: string,
  summary: string,
  query: QueryWords,
  schema: Endpoint["answers"][number]["schema"],
): Endpoint => ({
  method: "get",
  path: `/v1${path}`,
  summary,
  description:
    "Over all accounts that the credential may read. Days are UTC's unless `tz` says otherwise.",
  credential: "read",
  query,
  answers: [ok(schema)],
  problems: READ_PROBLEMS,
})

/** The same figures as a file of rows. */
const orFile = (endpoint: Endpoint, schema: Schema.Top): Endpoint => ({
  ...endpoint,
  description: [endpoint.description, ROWS].filter((text) => text !== undefined).join(" "),
  answers: [okOrFile(schema)],
  problems: [...endpoint.problems, "tooManyRows"],
})
const ROWS =
  "As a file, by `Accept`: a row a bucket, group or span; split, a row for each bucket and group, and a value of null for all groups that are not listed."

export const USAGE_ENDPOINTS: ReadonlyArray<Endpoint> = [
  orFile(
    {
      ...accountRead("/usage", "A zero-filled series of buckets", USAGE_QUERIES.usage, Usage),
      description: `Split with \`by\`, beside an earlier stretch with \`compare\`. ${SOURCES}`,
    },
    Usage,
  ),
  orFile(
    {
      ...accountRead(
        "/breakdown",
        "What usage is made of, by one or two dimensions",
        USAGE_QUERIES.breakdown,
        Breakdown,
      ),
      description: `By category unless \`by\` says otherwise. ${SOURCES}`,
    },
    Breakdown,
  ),
  orFile(
    accountRead(
      "/statement",
      "A row a month or billing period: opening, what was added and spent, closing",
      USAGE_QUERIES.statement,
      Statement,
    ),
    Statement,
  ),
  accountRead(
    "/balance-history",
    "The balance at the end of each bucket",
    USAGE_QUERIES.balanceHistory,
    BalanceHistory,
  ),
  accountRead("/balance", "The balance at an instant", USAGE_QUERIES.balance, Balance),
  orFile(
    readOfAll("/usage", "A series of buckets over all accounts", USAGE_QUERIES.usageOfAll, Usage),
    Usage,
  ),
  orFile(
    readOfAll(
      "/breakdown",
      "What the usage of all accounts is made of",
      USAGE_QUERIES.breakdownOfAll,
      Breakdown,
    ),
    Breakdown,
  ),
  orFile(
    readOfAll(
      "/statement",
      "A row a month over all accounts",
      USAGE_QUERIES.statementOfAll,
      Statement,
    ),
    Statement,
  ),
  readOfAll(
    "/balance-history",
    "The balance of all accounts together at the end of each bucket",
    USAGE_QUERIES.balanceHistory,
    BalanceHistory,
  ),
  readOfAll(
    "/balance",
    "The balance of all accounts together at an instant",
    USAGE_QUERIES.balance,
    BalanceOfAll,
  ),
  {
    ...readOfAll(
      "/transactions",
      "A page of the transactions of all accounts, filtered and in any order",
      QUERIES.jointTransactions,
      JointTransactions,
    ),
    description: `Over all accounts that the credential may read, without balances: these run in one account each. Days are UTC's unless \`tz\` says otherwise. By time, filtered by type, category or account, it may be about any number of transactions (over all accounts by operation, too); another filter or order about at most ${LEDGER_ROWS_MAX}, and a question about more is refused with the number.`,
  },
]
