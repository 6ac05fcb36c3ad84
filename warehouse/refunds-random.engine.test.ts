import { assert, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import fc from "fast-check"
import { ClickHouse } from "./clickhouse.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { EventEncoder } from "./event-encoder.ts"
import { warehouseEmbedded } from "./live.ts"
import { LogWriter } from "./log-writer.ts"
import { SnapshotGate } from "./snapshot-gate.ts"
import { transactionsOf } from "./testing/refunded.ts"
import { wrongGroups } from "./testing/rollups.ts"
import { temporaryFolder } from "./testing/warehouse.ts"
import { TransactionWriter } from "./transaction-writer.ts"

const AT = Date.UTC(2026, 2, 5, 10)
const ACCOUNTS = 80
const STARTS = 3
const STEPS = 4

type Sent = Omit<UsageEvent, "account">

const moved = (type: "spend" | "refund" | "purchase", id: string, credits: number): Sent => ({
  id,
  type,
  operation: type === "refund" ? "refund" : "keyframeGenerate",
  credits: BigInt(credits) * 1_000_000n,
  occurredAt: AT + credits * 60_000,
})

const SPENDS = ["s0", "s1", "s2"]
const spendIds = fc.constantFrom(...SPENDS)
/** Few ids, so that events meet: repeats and conflicts are among them. */
const sent: fc.Arbitrary<Sent> = fc.oneof(
  fc
    .tuple(spendIds, fc.integer({ min: 1, max: 2 }))
    .map(([id, credits]) => moved("spend", id, credits)),
  fc.tuple(fc.constantFrom("f0", "f1", "f2", "s1"), spendIds, fc.nat(1)).map(
    ([id, refersTo, late]): Sent => ({
      id,
      type: "failure",
      operation: "",
      credits: 0n,
      occurredAt: AT + late * 3_600_000,
      refersTo,
      reason: "timeout",
    }),
  ),
  fc.tuple(spendIds, fc.integer({ min: 1, max: 3 })).map(
    ([refersTo, credits]): Sent => ({
      ...moved("refund", `r-${refersTo}-${credits}`, credits),
      refersTo,
    }),
  ),
  fc.constant(moved("purchase", "s2", 1)),
)
const first = fc.subarray(SPENDS.map((id) => moved("purchase", `${id}~refund`, 1)))
/** Some ids that refunds would get are taken before anything else comes. */
const batches = (length: number) =>
  fc
    .tuple(
      first,
      fc.array(fc.array(sent, { maxLength: 4 }), { minLength: length, maxLength: length }),
    )
    .map(([taken, others]) => [taken, ...others.slice(1)])

const plan = fc.record({
  /** By account, in batches; the first half comes without a log, the other through it. */
  accounts: fc.array(batches(STARTS * STEPS), { minLength: ACCOUNTS, maxLength: ACCOUNTS }),
  /** How often each batch of the log is stored. */
  repeats: fc.array(fc.integer({ min: 1, max: 3 }), {
    minLength: STARTS * STEPS,
    maxLength: STARTS * STEPS,
  }),
})

const inAccount = (account: number, events: ReadonlyArray<Sent>): UsageEvent[] =>
  events.map((event) => ({ ...event, account: `account-${account}` }))

const viaHttp = Effect.fnUntraced(function* (events: ReadonlyArray<UsageEvent>) {
  const rows = (yield* EventEncoder).rows({ receivedAt: AT, log: null })
  for (const event of events) rows.add(event, Buffer.from(event.id))
  return yield* (yield* TransactionWriter).write(rows)
})

const viaLog = Effect.fnUntraced(function* (
  events: ReadonlyArray<UsageEvent>,
  { first, sequence }: { readonly first: number; readonly sequence: number },
) {
  const log = { topic: "usage.events", partition: 0 }
  const rows = (yield* EventEncoder).rows({ receivedAt: AT + sequence, log })
  events.forEach((event, i) => {
    rows.add(event, Buffer.from(event.id), first + i)
  })
  const intent = {
    kind: "batch" as const,
    ...log,
    sequence: BigInt(sequence),
    first: BigInt(first),
    last: BigInt(first + events.length - 1),
    receivedAt: AT + sequence,
    partitions: 1,
    cluster: "c",
    epoch: "one",
    fingerprint: "f",
  }
  yield* (yield* LogWriter).store(intent, rows)
})

const Row = Schema.Struct({ line: Schema.String })
const stored = Effect.gen(function* () {
  const clickhouse = yield* ClickHouse
  const rows = yield* clickhouse.query(
    `SELECT concat(account, ' ', id, ' ', toString(type), ' ', toString(toInt64(credits)), ' ',
       toString(toUnixTimestamp(occurred_at)), ' ', refers_to, ' ', properties['failure']) AS line
     FROM transactions`,
    {},
    Row,
  )
  return rows.map(({ line }) => line).sort()
})
const lineOf = (event: UsageEvent) =>
  [
    event.account,
    event.id,
    event.type,
    event.credits / 1_000_000n,
    event.occurredAt / 1000,
    event.refersTo ?? "",
    event.properties?.failure ?? "",
  ].join(" ")

const seed = Date.now() & 0x7fffffff

it.live(
  `refunds are those of a plain recount, whatever meets, repeats and restarts (seed ${seed})`,
  () =>
    Effect.gen(function* () {
      const [{ accounts, repeats } = { accounts: [], repeats: [] }] = fc.sample(plan, {
        numRuns: 1,
        seed,
      })
      const folder = yield* temporaryFolder
      const arrived = accounts.map((): UsageEvent[] => [])
      let offset = 0
      const step = Effect.fnUntraced(function* (number: number) {
        const batch = accounts.map((own, i) => inAccount(i, own[number] ?? []))
        const direct = batch.filter((events, i) => i < ACCOUNTS / 2 && events.length > 0)
        const logged = batch.filter((_, i) => i >= ACCOUNTS / 2).flat()
        yield* Effect.forEach(direct, viaHttp, { concurrency: "unbounded" })
        const place = { first: offset, sequence: number + 1 }
        for (let i = 0; i < (repeats[number] ?? 1); i++) yield* viaLog(logged, place)
        offset += logged.length
        batch.forEach((events, i) => {
          arrived[i]?.push(...events)
        })
        return Effect.suspend(() => viaLog(logged, place))
      })
      let again: Effect.Effect<void, unknown, EventEncoder | LogWriter> = Effect.void
      for (let start = 0; start < STARTS; start++)
        yield* Effect.gen(function* () {
          // The last batch of the log, as a start does that does not know how far it got.
          yield* again
          for (let i = 0; i < STEPS; i++) again = yield* step(start * STEPS + i)
          yield* (yield* SnapshotGate).settled
        }).pipe(Effect.provide(warehouseEmbedded(folder)))
      const expected = arrived.flatMap(transactionsOf)
      const found = yield* Effect.all({ stored, wrong: wrongGroups(expected) }).pipe(
        Effect.provide(warehouseEmbedded(folder)),
      )
      assert.deepStrictEqual(found, { stored: expected.map(lineOf).sort(), wrong: [] })
      assert.isTrue(expected.some(({ id }) => id.endsWith("~refund-2")))
    }),
  { timeout: 120_000 },
)
