/**
 * What a reader pays: every page of the product on a ledger of some millions of entries, asked for a
 * heavy, an ordinary and a small account. Each question is asked once per round, about other days, so
 * that no cache of the engine has seen it before.
 */
import { Console, Effect } from "effect"
import { AccountStore } from "#warehouse/account-store.ts"
import { ClickHouse } from "#warehouse/clickhouse.ts"
import { type Account, unnamedAccount } from "#warehouse/domain/account.ts"
import { addDays, type Day, intervalOfDays } from "#warehouse/domain/calendar.ts"
import type { WarehouseError } from "#warehouse/errors.ts"
import { LedgerReader } from "#warehouse/ledger-reader.ts"
import { OverviewReader } from "#warehouse/overview-reader.ts"
import { sqlQuery } from "#warehouse/sql-files.ts"
import { BY_CATEGORY, plainly } from "#warehouse/testing/usage-questions.ts"
import { warehouseForTests } from "#warehouse/testing/warehouse.ts"
import { UsageReader } from "#warehouse/usage-reader.ts"
import type { TooManyRows } from "#warehouse/usage-sources.ts"
import { spread, timed } from "./measure.ts"

const ROUNDS = 7
const ROWS = 3_000_000
const ROWS_PER_INSERT = 100_000
const DAYS = 400
const LAST_DAY = "2026-09-30"
const ZONE = "Asia/Kathmandu"
/** Holds one entry in ten; the others get fewer the higher their number is. */
const WHO = { heavy: "account-0", ordinary: "account-40", small: "account-19000" }

const skewed = sqlQuery("bench-skewed-ledger")

const fill = ClickHouse.use((clickhouse) =>
  Effect.forEach(
    Array.from({ length: ROWS / ROWS_PER_INSERT }, (_, i) => i * ROWS_PER_INSERT),
    (from) =>
      clickhouse.command(skewed, {
        token: `bench-${from}`,
        first_at: intervalOfDays(addDays(LAST_DAY, -DAYS), LAST_DAY, "UTC").from,
        days: DAYS,
        from,
        count: ROWS_PER_INSERT,
      }),
  ),
)

type Question = (
  account: Account,
  last: Day,
) => Effect.Effect<unknown, WarehouseError | TooManyRows>

const questions = Effect.gen(function* () {
  const usage = yield* UsageReader
  const ledger = yield* LedgerReader
  const overview = yield* OverviewReader
  const store = yield* AccountStore
  const nowOn = (day: Day) => intervalOfDays(day, day, ZONE).to - 3_600_000
  const series = (account: Account, last: Day, days: number, grain: "day" | "month") =>
    usage.series({
      ...plainly(account.account),
      timeZone: ZONE,
      grain,
      days: { first: addDays(last, 1 - days), last },
      split: BY_CATEGORY,
      now: nowOn(last),
    })
  const page = (account: Account, last: Day, daysBack: number) => {
    const query = { account: account.account, timeZone: ZONE, interval: null, limit: 50 }
    const occurredAt = nowOn(addDays(last, -daysBack))
    const place = { occurredAt, id: "", credits: 0n }
    const cursor = { ...place, direction: "next", offset: 0 } as const
    return ledger.page({ ...query, cursor: daysBack === 0 ? null : cursor })
  }
  const inRange = (account: Account, last: Day, days: number) => {
    const interval = intervalOfDays(addDays(last, 1 - days), last, ZONE)
    const query = { account: account.account, timeZone: ZONE, limit: 50, cursor: null }
    return ledger.page({ ...query, interval })
  }
  const asked: Readonly<Record<string, Question>> = {
    "overview cards": (account, last) => overview.overview(account, nowOn(last)),
    "30 days by category": (account, last) => series(account, last, 30, "day"),
    "396 days by category": (account, last) => series(account, last, 396, "day"),
    "13 months by category": (account, last) => series(account, last, 396, "month"),
    "breakdown of 396 days": (account, last) =>
      usage.breakdown({
        ...plainly(account.account),
        timeZone: ZONE,
        days: { first: addDays(last, -395), last },
        split: BY_CATEGORY,
      }),
    "ledger, page 1": (account, last) => page(account, last, 0),
    "ledger, page 1 of 30 days": (account, last) => inRange(account, last, 30),
    "ledger, 30 days back": (account, last) => page(account, last, 30),
    "ledger, 390 days back": (account, last) => page(account, last, 390),
    "list of 100 accounts": (account, last) =>
      store.list({ text: "", only: null, after: account.account, limit: 100, now: nowOn(last) }),
  }
  return asked
})

export const readers = Effect.gen(function* () {
  yield* fill
  yield* Console.log(`${ROWS} entries over ${DAYS} days, zone ${ZONE}; ms min / median / max`)
  const asked = Object.entries(yield* questions)
  for (const [who, id] of Object.entries(WHO)) {
    const account: Account = { ...unnamedAccount(id), timeZone: ZONE }
    const times = new Map(asked.map(([name]) => [name, [] as number[]]))
    // The first round warms up and is not counted.
    for (let round = 0; round <= ROUNDS; round++)
      for (const [name, ask] of asked) {
        const time = yield* timed(ask(account, addDays(LAST_DAY, -round)))
        if (round > 0) times.get(name)?.push(time)
      }
    for (const [name, list] of times) yield* Console.log(`${who}: ${name}: ${spread(list)}`)
  }
}).pipe(Effect.provide(warehouseForTests))
