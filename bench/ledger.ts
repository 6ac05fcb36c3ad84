/**
 * A ledger page costs much the same at any depth: page 1 against page 1,000 of the same accounts, in
 * turn. Page 1 needs no sum of what lies behind it, and every other page one.
 * Each account is asked once per depth, so no cache of the engine has seen the question before.
 */
import { Console, Effect } from "effect"
import { ClickHouse } from "#warehouse/clickhouse.ts"
import { LedgerReader } from "#warehouse/ledger-reader.ts"
import { sqlQuery } from "#warehouse/sql-files.ts"
import { balancesAfter, inLedgerOrder } from "#warehouse/testing/recount.ts"
import { warehouseForTests } from "#warehouse/testing/warehouse.ts"
import { benchEvents, FIRST_AT } from "./events.ts"
import { median, spread, timed } from "./measure.ts"

const ACCOUNTS = 30
const ROWS = 1_800_000
const ROWS_PER_INSERT = 100_000
const PAGE_SIZE = 50
const PAGES_DEEP = 1_000

const engineLimit = sqlQuery("bench-engine-limit")

const fill = ClickHouse.use((clickhouse) =>
  Effect.forEach(
    Array.from({ length: ROWS / ROWS_PER_INSERT }, (_, i) => i * ROWS_PER_INSERT),
    (from) =>
      clickhouse.command(engineLimit, {
        token: `bench-${from}`,
        accounts: ACCOUNTS,
        first_at: FIRST_AT,
        batch: 1,
        from,
        count: ROWS_PER_INSERT,
      }),
  ),
)

export const ledger = Effect.gen(function* () {
  const reader = yield* LedgerReader
  yield* fill
  const events = Map.groupBy(benchEvents(0, ROWS, ACCOUNTS), ({ account }) => account)
  const times = { first: [] as number[], deep: [] as number[] }
  for (const [account, own] of events) {
    const newestFirst = inLedgerOrder(own).reverse()
    const balances = balancesAfter(own).reverse()
    const before = newestFirst[PAGES_DEEP * PAGE_SIZE - 1] as (typeof newestFirst)[number]
    const { occurredAt, id } = before
    const deep = { occurredAt, id, credits: 0n, direction: "next", offset: 0 } as const
    for (const [name, cursor, from] of [
      ["first", null, 0],
      ["deep", deep, PAGES_DEEP * PAGE_SIZE],
    ] as const) {
      const query = { account, timeZone: "UTC", interval: null, cursor, limit: PAGE_SIZE }
      const read = Effect.tap(reader.page(query), ({ entries, offset }) => {
        const right = entries.every(
          ({ id, balanceAfter }, i) =>
            id === newestFirst[from + i]?.id && balanceAfter === balances[from + i],
        )
        return right && entries.length === PAGE_SIZE && offset === from
          ? Effect.void
          : Effect.fail(new Error(`page ${name} of ${account} differs from the recount`))
      })
      times[name].push(yield* timed(read))
    }
  }
  yield* Console.log(
    `${ROWS} entries in ${ACCOUNTS} accounts, pages of ${PAGE_SIZE}; ms min / median / max`,
  )
  yield* Console.log(`page 1:      ${spread(times.first)}`)
  yield* Console.log(`page ${PAGES_DEEP}:   ${spread(times.deep)}`)
  yield* Console.log(
    `ratio page ${PAGES_DEEP} : page 1 = ${(median(times.deep) / median(times.first)).toFixed(2)}`,
  )
  yield* Console.log("every balance on every page equals a recount")
}).pipe(Effect.provide(warehouseForTests))
