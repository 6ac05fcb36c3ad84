import { Clock, Context, Effect, Layer, Schema } from "effect"
import { rememberedAccounts } from "./account-memory.ts"
import { ClickHouse } from "./clickhouse.ts"
import { type Account, unnamedAccount } from "./domain/account.ts"
import { addDays, dayOf, intervalOfDays } from "./domain/calendar.ts"
import type { WarehouseError } from "./errors.ts"
import type { RowBinaryWriter } from "./row-binary.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sharedReads } from "./shared-reads.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { sqlQuery } from "./sql-files.ts"
import { storedDecimal } from "./stored-decimal.ts"

export interface AccountSummary extends Account {
  readonly balance: bigint
  /** Spend of the last 30 days, today included, in the account's zone. */
  readonly used30d: bigint
  readonly lastActivity: number | null
}

export interface AccountListQuery {
  /** Part of the account's id or name, case-insensitive; `""` for all. */
  readonly text: string
  /** Only these accounts; null for all. */
  readonly only: ReadonlyArray<string> | null
  /** The list goes on behind this account id; `""` from the start. Sorted by account id. */
  readonly after: string
  readonly limit: number
  readonly now: number
}

export class AccountStore extends Context.Service<
  AccountStore,
  {
    /** Asks the engine for something small, and waits for nothing else. */
    readonly reach: Effect.Effect<void, WarehouseError>
    /** Null when neither an event that was answered nor a `PUT` has named the account. */
    readonly get: (account: string) => Effect.Effect<Account | null, WarehouseError>
    readonly list: (
      query: AccountListQuery,
    ) => Effect.Effect<ReadonlyArray<AccountSummary>, WarehouseError>
    readonly put: (account: Account) => Effect.Effect<void, WarehouseError>
  }
>()("warehouse/AccountStore") {
  /** `folder`: where scratch files may stand for a moment. */
  static readonly layer = (folder: string) =>
    Layer.effect(
      AccountStore,
      Effect.gen(function* () {
        const clickhouse = yield* ClickHouse
        const gate = yield* SnapshotGate
        const here = Effect.provideService(ClickHouse, clickhouse)
        const insert = { folder, statement: sqlQuery("insert-account"), structure: STRUCTURE }
        const remembered = rememberedAccounts(clickhouse.exclusive ? REMEMBERED_MAX : 0)
        const lookedUp = yield* sharedReads((_, accounts) => here(readAccounts(accounts)))
        const read = (account: string) => lookedUp("account", account)
        return AccountStore.of({
          reach: Effect.asVoid(readAccounts([NO_ACCOUNT])).pipe(here),
          get: Effect.fn("AccountStore.get")((account) =>
            remembered.get(account, lookFor(read(account), gate.promised)),
          ),
          list: Effect.fn("AccountStore.list")((query) => gate.reading(readList(query)), here),
          put: Effect.fn("AccountStore.put")(function* (account: Account) {
            const version = yield* Clock.currentTimeMillis
            yield* remembered.changing(
              account.account,
              insertScratchRows(insert, [account], writeRow(version)),
            )
          }, here),
        })
      }),
    )
}

/** None has it: looking for it reads next to nothing. */
const NO_ACCOUNT = ""
/** Every question about an account begins with it: without this, two queries of the few that a page takes. */
const REMEMBERED_MAX = 10_000

const lookFor = Effect.fnUntraced(function* (
  read: Effect.Effect<Account | null, WarehouseError>,
  promised: Effect.Effect<void>,
) {
  const found = yield* read
  if (found !== null) return found
  // Its first events may have been answered, and be on their way into the tables.
  yield* promised
  return yield* read
})

const names = sqlQuery("account-names")
const settings = sqlQuery("account-settings")
const activity = sqlQuery("account-activity")
const spend = sqlQuery("account-spend")

const SettingsRow = Schema.Struct({
  account: Schema.String,
  name: Schema.String,
  time_zone: Schema.String,
  plan: Schema.NullOr(Schema.String),
  allowance: Schema.NullOr(Schema.String),
  period_anchor_day: Schema.Int,
  low_balance_mark: Schema.NullOr(Schema.String),
  about: Schema.NullOr(Schema.String),
})
const NameRow = Schema.Struct({ account: Schema.String })
const ActivityRow = Schema.Struct({
  account: Schema.String,
  balance: Schema.String,
  last_at: Schema.String,
})
const SpendRow = Schema.Struct({ account: Schema.String, spend: Schema.String })

const decimalOrNull = (text: string | null) => (text === null ? null : storedDecimal(text))

const toAccount = (row: typeof SettingsRow.Type): Account => ({
  account: row.account,
  name: row.name,
  timeZone: row.time_zone,
  plan: row.plan,
  allowance: decimalOrNull(row.allowance),
  periodAnchorDay: row.period_anchor_day,
  lowBalanceMark: decimalOrNull(row.low_balance_mark),
  about: row.about,
})

/** The settings of those among these accounts that have any. */
export const readSettings = Effect.fnUntraced(function* (accounts: ReadonlyArray<string>) {
  const clickhouse = yield* ClickHouse
  const rows = yield* clickhouse.query(settings, { accounts }, SettingsRow)
  return new Map(rows.map((row) => [row.account, toAccount(row)]))
})

/** Those that there are: with settings, or with entries. */
const readAccounts = Effect.fnUntraced(function* (accounts: ReadonlyArray<string>) {
  const clickhouse = yield* ClickHouse
  const found = yield* readSettings(accounts)
  const others = accounts.filter((account) => !found.has(account))
  if (others.length === 0) return found
  const active = yield* clickhouse.query(activity, { accounts: others }, ActivityRow)
  for (const { account } of active) found.set(account, unnamedAccount(account))
  return found
})

const readList = Effect.fnUntraced(function* (query: AccountListQuery) {
  const clickhouse = yield* ClickHouse
  const { text, after, limit, only, now } = query
  const filter = { text, after, limit, everyone: only === null ? 1 : 0, only: only ?? [] }
  const named = yield* clickhouse.query(names, filter, NameRow)
  if (named.length === 0) return []
  const accounts = named.map(({ account }) => account)
  const set = yield* readSettings(accounts)
  const listed = accounts.map((account) => set.get(account) ?? unnamedAccount(account))

  const active = yield* clickhouse.query(activity, { accounts }, ActivityRow)
  const activityOf = new Map(active.map((row) => [row.account, row]))
  const spends = yield* clickhouse.query(spend, lastThirtyDays(listed, now), SpendRow)
  const spendOf = new Map(spends.map((row) => [row.account, storedDecimal(row.spend)]))
  return listed.map((account): AccountSummary => {
    const row = activityOf.get(account.account)
    return {
      ...account,
      balance: row === undefined ? 0n : storedDecimal(row.balance),
      used30d: spendOf.get(account.account) ?? 0n,
      lastActivity: row === undefined ? null : Number(row.last_at),
    }
  })
})

const lastThirtyDays = (accounts: ReadonlyArray<Account>, now: number) => {
  const intervals = accounts.map(({ timeZone }) => {
    const today = dayOf(now, timeZone)
    return intervalOfDays(addDays(today, -29), today, timeZone)
  })
  const froms = intervals.map(({ from }) => from / 1000)
  return {
    accounts: accounts.map(({ account }) => account),
    froms,
    tos: intervals.map(({ to }) => to / 1000),
    earliest: Math.min(...froms),
  }
}

const STRUCTURE = [
  "account String",
  "version UInt64",
  "name String",
  "time_zone String",
  "plan Nullable(String)",
  "allowance Nullable(Decimal(18, 6))",
  "period_anchor_day UInt8",
  "low_balance_mark Nullable(Decimal(18, 6))",
  "about Nullable(String)",
].join(", ")

const writeRow = (version: number) => (out: RowBinaryWriter, account: Account) => {
  out.string(account.account)
  out.uint64(BigInt(version))
  out.string(account.name)
  out.string(account.timeZone)
  out.nullableString(account.plan)
  out.nullableInt64(account.allowance ?? undefined)
  out.uint8(account.periodAnchorDay)
  out.nullableInt64(account.lowBalanceMark ?? undefined)
  out.nullableString(account.about)
}
