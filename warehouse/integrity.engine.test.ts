import { assert, layer } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer } from "effect"
import { AuditLog } from "./audit-log.ts"
import { ClickHouse } from "./clickhouse.ts"
import { unnamedAccount } from "./domain/account.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { driftingRollups, Integrity } from "./integrity.ts"
import { ProofReader } from "./proof-reader.ts"
import { ROLLUP_CHECKS } from "./rollup-checks.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { migrations } from "./sql-files.ts"
import { loadOf } from "./testing/load-events.ts"
import { failureOf, integrityForTests, plantFailures } from "./testing/lost-refunds.ts"
import {
  doubleKey,
  misfileKey,
  type PlantedKey,
  pickKeys,
  ROLLUP_SHAPES,
  removeKey,
} from "./testing/planted-faults.ts"
import { transactionsOf } from "./testing/refunded.ts"
import { wrongGroups } from "./testing/rollups.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"

const EVENTS = loadOf(20_000)
const NOW = Date.UTC(2026, 3, 10)

const services = integrityForTests().pipe(Layer.provideMerge(warehouseForTests))

/** Starts a run and waits for its end. */
const runNow = Effect.gen(function* () {
  const integrity = yield* Integrity
  const before = (yield* integrity.current).last
  yield* integrity.start
  while (true) {
    const { last, failure } = yield* integrity.current
    assert.isNull(failure)
    if (last !== null && last !== before) return last
    yield* Effect.sleep("20 millis")
  }
})

const textOf = (key: PlantedKey) =>
  Object.entries(key)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(" ")

const differingKeys = Effect.map(runNow, ({ rollups }) =>
  rollups.flatMap(({ rollup, keys }) => keys.map(({ key }) => `${rollup} ${textOf(key)}`)).sort(),
)

layer(services, { excludeTestServices: true, timeout: "60 seconds" })("the integrity run", (it) => {
  it.effect("compares every rollup that the migrations know", () =>
    Effect.sync(() => {
      const targets = migrations()
        .flatMap(({ statements }) => statements)
        .flatMap((text) => / TO (\w+) AS\n/.exec(text)?.[1] ?? [])
      const checked = ROLLUP_CHECKS.map(({ rollup }) => rollup)
      assert.deepStrictEqual([...checked].sort(), [...new Set(targets)].sort())
      assert.deepStrictEqual(Object.keys(ROLLUP_SHAPES).sort(), [...checked].sort())
    }),
  )

  it.effect("finds nothing, and compares every group, while nothing is wrong", () =>
    Effect.gen(function* () {
      yield* writeEvents(EVENTS)
      const { rollups } = yield* runNow
      for (const { rollup, groups, differing, drift } of rollups) {
        const keys = yield* pickKeys(rollup, 1_000_000)
        assert.deepStrictEqual(
          { rollup, groups, differing, drift },
          {
            rollup,
            groups: keys.length,
            differing: 0,
            drift: 0n,
          },
        )
      }
    }),
  )

  it.effect("makes refunds that are missing, of all failures, once, and says so", () =>
    Effect.gen(function* () {
      const spends = EVENTS.filter(({ type }) => type === "spend").slice(0, 300)
      // Refunded by hand; its id held by another event.
      const [byHand, held] = spends.slice(-2)
      assert.isDefined(byHand)
      assert.isDefined(held)
      const before: UsageEvent[] = [
        { ...byHand, id: "by hand", type: "refund", operation: "refund", refersTo: byHand.id },
        { ...held, id: `${held.id}~refund`, type: "bonus", operation: "gift" },
      ]
      yield* writeEvents(before)
      yield* plantFailures(spends)
      EVENTS.push(...before, ...spends.map(failureOf))
      const expected = transactionsOf(EVENTS)
      assert.isNotEmpty(yield* wrongGroups(expected))
      const count = spends.length
      const { refunds } = yield* runNow
      assert.deepStrictEqual(refunds, { failures: count, missing: count - 1, made: count - 1 })
      yield* (yield* SnapshotGate).settled
      assert.deepStrictEqual(yield* wrongGroups(expected), [])
      const again = yield* runNow
      assert.deepStrictEqual(again.refunds, { failures: count, missing: 0, made: 0 })
      const { entries } = yield* AuditLog.use(({ page }) => page({ after: null, limit: 500 }))
      const told = entries.map(({ act, details }) => [act, Number(details.count)] as const)
      assert.isTrue(told.every(([act]) => act === "refund.repair"))
      assert.strictEqual(
        told.reduce((sum, [, made]) => sum + made, 0),
        count - 1,
      )
    }),
  )

  it.effect("finds nothing while events come in between its slices", () =>
    Effect.gen(function* () {
      const more = loadOf(24_000).slice(20_000)
      const pouring = yield* Effect.forkChild(
        Effect.forEach(
          Array.from({ length: 40 }, (_, i) => more.slice(i * 100, (i + 1) * 100)),
          (batch) => writeEvents(batch),
        ),
      )
      let runs = 0
      while (pouring.pollUnsafe() === undefined || runs === 0) {
        assert.deepStrictEqual(yield* differingKeys, [])
        runs++
      }
      yield* Fiber.join(pouring)
    }),
  )

  it.effect("names exactly the keys of rows that are removed, doubled or misfiled", () =>
    Effect.gen(function* () {
      const wrong: string[] = []
      const plant = (rollup: string, keys: ReadonlyArray<PlantedKey>) => {
        for (const key of keys) wrong.push(`${rollup} ${textOf(key)}`)
      }
      for (const rollup of Object.keys(ROLLUP_SHAPES)) {
        const [removed = {}, doubled = {}, misfiled = {}] = yield* pickKeys(rollup, 3)
        yield* removeKey(rollup, removed)
        plant(rollup, [removed])
        yield* doubleKey(rollup, doubled)
        plant(rollup, [doubled])
        if ("category" in misfiled)
          plant(rollup, yield* misfileKey(rollup, misfiled, "Never Heard Of"))
      }
      assert.deepStrictEqual(yield* differingKeys, wrong.sort())
      const last = yield* runNow
      for (const { rollup, drift } of last.rollups) assert.isTrue(drift > 0n, rollup)
      // Whoever starts behind it tells the same, key by key.
      const told = yield* Integrity.use(({ current }) => current).pipe(
        Effect.provide(integrityForTests()),
      )
      assert.deepStrictEqual(told.last, last)
      assert.deepStrictEqual([...driftingRollups(told)].sort(), Object.keys(ROLLUP_SHAPES).sort())
    }),
  )

  it.effect("proves an account by its own keys, and names those that differ", () =>
    Effect.gen(function* () {
      const { query } = yield* ClickHouse
      void query
      const reader = yield* ProofReader
      const accounts = [...new Set(EVENTS.map(({ account }) => account))]
      const run = yield* runNow
      const named = run.rollups.flatMap(({ rollup, keys }) =>
        keys.map((key) => ({ rollup, ...key })),
      )
      let found = 0
      for (const account of accounts) {
        const proof = yield* reader.proof(unnamedAccount(account), NOW)
        const own = named.filter(({ key }) => key.account === account)
        assert.deepStrictEqual(proof.keys, own)
        assert.strictEqual(proof.differing, own.length)
        if (own.length > 0) found++
        else {
          assert.strictEqual(proof.drift, 0n)
          assert.deepStrictEqual(proof.lifetime, proof.ledger)
          assert.deepStrictEqual(proof.daily, proof.ledger)
          assert.deepStrictEqual(proof.quarterHours, proof.ledger)
          const { purchase, refund, bonus, spend } = proof.ledger
          assert.strictEqual(proof.balance, purchase + refund + bonus - spend)
        }
      }
      assert.isAbove(found, 1)
      assert.isBelow(found, accounts.length)
    }),
  )
})

layer(integrityForTests(Duration.millis(50)).pipe(Layer.provideMerge(warehouseForTests)), {
  excludeTestServices: true,
})("an integrity run at set times", (it) => {
  it.effect("begins by itself, again and again, over an empty warehouse too", () =>
    Effect.gen(function* () {
      const integrity = yield* Integrity
      const seen = new Set<number>()
      while (seen.size < 3) {
        const { last } = yield* integrity.current
        if (last !== null) {
          seen.add(last.startedAt)
          assert.deepStrictEqual(
            last.rollups.map(({ groups, differing }) => [groups, differing]),
            ROLLUP_CHECKS.map(() => [0, 0]),
          )
        }
        yield* Effect.sleep("10 millis")
      }
    }),
  )
})
