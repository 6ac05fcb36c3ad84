/** One account's figures from each place that they are kept in, beside each other. */
import { Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { Account } from "./domain/account.ts"
import { addDays, dayOf, startOfDay } from "./domain/calendar.ts"
import { addTotals, NO_TOTALS, type Totals } from "./domain/transaction.ts"
import type { WarehouseError } from "./errors.ts"
import { sliceOfAccount } from "./integrity-slices.ts"
import { readOverview } from "./overview-reader.ts"
import {
  addComparisons,
  compareSlice,
  type DifferingKey,
  KEYS_MAX,
  ROLLUP_CHECKS,
} from "./rollup-checks.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { sqlQuery } from "./sql-files.ts"
import { readSegments, toTotals, totalsColumns } from "./usage-sums.ts"

export interface Proof {
  /** As the Usage page shows it. */
  readonly balance: bigint
  readonly lifetime: Totals
  /** Sums of whole days in the account's zone, added up. */
  readonly daily: Totals
  readonly days: number
  readonly quarterHours: Totals
  /** From the entries themselves. */
  readonly ledger: Totals
  /** Keys of the account's rollups that were compared. */
  readonly groups: number
  readonly differing: number
  /** Credits by which they differ, without signs. */
  readonly drift: bigint
  /** The first of them, at most `KEYS_MAX`. */
  readonly keys: ReadonlyArray<DifferingKey & { readonly rollup: string }>
}

export class ProofReader extends Context.Service<
  ProofReader,
  {
    /** All of it from one state. Reads every entry of the account. */
    readonly proof: (account: Account, now: number) => Effect.Effect<Proof, WarehouseError>
  }
>()("warehouse/ProofReader") {
  static readonly layer = Layer.effect(
    ProofReader,
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      const gate = yield* SnapshotGate
      return ProofReader.of({
        proof: Effect.fn("ProofReader.proof")(
          (account, now) => settled(gate.reading(readProof(account, now))),
          Effect.provideService(ClickHouse, clickhouse),
        ),
      })
    }),
  )
}

// With several writing processes another one's insert may be half in: it is not for long.
const LOOKS_MAX = 5
const PAUSE = "200 millis"

const settled = Effect.fnUntraced(function* <E, R>(read: Effect.Effect<Proof, E, R>) {
  const { exclusive } = yield* ClickHouse
  let proof = yield* read
  for (let look = 1; !exclusive && proof.differing > 0 && look < LOOKS_MAX; look++) {
    yield* Effect.sleep(PAUSE)
    proof = yield* read
  }
  return proof
})

const ledgerSums = sqlQuery("proof-ledger")
const quarterHourSums = sqlQuery("proof-quarter-hours")
const LedgerSums = Schema.Struct(totalsColumns)
const QuarterHourSums = Schema.Struct({
  ...totalsColumns,
  first_at: Schema.Number,
  last_at: Schema.Number,
})

const readProof = Effect.fnUntraced(function* (account: Account, now: number) {
  const clickhouse = yield* ClickHouse
  const { balance, lifetime } = yield* readOverview(account, now)
  const parameters = { account: account.account }
  const [ledger] = yield* clickhouse.query(ledgerSums, parameters, LedgerSums)
  const [quarterHours] = yield* clickhouse.query(quarterHourSums, parameters, QuarterHourSums)
  const daily =
    quarterHours === undefined || quarterHours.entries === "0"
      ? { totals: NO_TOTALS, days: 0 }
      : yield* readDays(account, quarterHours.first_at * 1000, quarterHours.last_at * 1000)
  return {
    balance,
    lifetime: lifetime.totals,
    daily: daily.totals,
    days: daily.days,
    quarterHours: quarterHours === undefined ? NO_TOTALS : toTotals(quarterHours),
    ledger: ledger === undefined ? NO_TOTALS : toTotals(ledger),
    ...(yield* compareRollups(account.account)),
  } satisfies Proof
})

/** A statement holds no more edges: an account's days may be those of a lifetime. */
const DAYS_AT_ONCE = 1_000

const readDays = Effect.fnUntraced(function* (
  { account, timeZone }: Account,
  firstAt: number,
  lastAt: number,
) {
  const last = dayOf(lastAt, timeZone)
  let day = dayOf(firstAt, timeZone)
  let totals = NO_TOTALS
  let days = 0
  while (day <= last) {
    const edges = [startOfDay(day, timeZone)]
    for (; day <= last && edges.length <= DAYS_AT_ONCE; day = addDays(day, 1), days++)
      edges.push(startOfDay(addDays(day, 1), timeZone))
    // A zone that left out a day has two that begin together.
    const segments = yield* readSegments(account, [...new Set(edges)])
    for (const segment of segments.values()) totals = addTotals(totals, segment)
  }
  return { totals, days }
})

/** Of the rollups that are kept by account. */
const compareRollups = Effect.fnUntraced(function* (account: string) {
  const slice = sliceOfAccount(account)
  const found = yield* Effect.forEach(
    ROLLUP_CHECKS.filter(({ by }) => by !== "time"),
    (check) => Effect.map(compareSlice(check, slice), (of) => ({ rollup: check.rollup, of })),
  )
  const { groups, differing, drift } = found.map(({ of }) => of).reduce(addComparisons)
  const keys = found.flatMap(({ rollup, of }) => of.keys.map((key) => ({ rollup, ...key })))
  return { groups, differing, drift, keys: keys.slice(0, KEYS_MAX) }
})
