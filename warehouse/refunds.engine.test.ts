import { assert, layer } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { FailureReason, UsageEvent } from "./domain/usage-event.ts"
import { transactionsOf } from "./testing/refunded.ts"
import { wrongGroups } from "./testing/rollups.ts"
import { warehouseForTests, writeEvents } from "./testing/warehouse.ts"

const AT = Date.UTC(2026, 2, 5, 10, 40)

const spend = (account: string, id: string, credits = 2n): UsageEvent => ({
  account,
  id,
  type: "spend",
  operation: "keyframeGenerate",
  credits: credits * 1_000_000n,
  occurredAt: AT,
})
const refund = (account: string, id: string, refersTo: string, credits = 2n): UsageEvent => ({
  ...spend(account, id, credits),
  type: "refund",
  operation: "refund",
  refersTo,
  occurredAt: AT + 60_000,
})
const failure = (
  account: string,
  id: string,
  refersTo: string,
  reason: FailureReason = "timeout",
): UsageEvent => ({
  account,
  id,
  type: "failure",
  operation: "",
  credits: 0n,
  occurredAt: AT + 30_000,
  refersTo,
  reason,
})

/** Everything that any test sent, in order. */
const arrived: UsageEvent[] = []
const send = (...events: UsageEvent[]) => {
  arrived.push(...events)
  return writeEvents(events)
}

const Row = Schema.Struct({
  id: Schema.String,
  credits: Schema.String,
  refers_to: Schema.String,
  occurred_at: Schema.String,
  description: Schema.String,
  properties: Schema.Record(Schema.String, Schema.String),
})
const refundsIn = (account: string) =>
  ClickHouse.use((clickhouse) =>
    clickhouse.query(
      `SELECT id, toString(credits) AS credits, refers_to, toString(occurred_at) AS occurred_at,
         description, properties FROM transactions
       WHERE account = {account:String} AND type = 'refund' ORDER BY id`,
      { account },
      Row,
    ),
  )

const MADE = { fate: "accepted", refund: { id: "e1~refund", credits: "2" } } as const

layer(warehouseForTests)("a failure", (it) => {
  it.effect("makes one refund of exactly its spend, linked both ways", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* send(spend("after", "e1")), [{ fate: "accepted" }])
      const event = failure("after", "f1", "e1")
      assert.deepStrictEqual(yield* send(event), [MADE])
      assert.deepStrictEqual(yield* send(event), [{ fate: "duplicate" }])
      assert.deepStrictEqual(yield* refundsIn("after"), [
        {
          id: "e1~refund",
          credits: "2",
          refers_to: "e1",
          occurred_at: "2026-03-05 10:40:30.000",
          description: "operation failed: timeout",
          properties: { failure: "f1" },
        },
      ])
      assert.deepStrictEqual(yield* wrongGroups(transactionsOf(arrived)), [])
    }),
  )

  it.effect("that comes before its spend waits for it", () =>
    Effect.gen(function* () {
      const [first] = yield* send(failure("before", "f1", "e1", "server_error"))
      assert.strictEqual(first?.fate === "accepted" && first.note?.includes("waits"), true)
      assert.deepStrictEqual(yield* send(spend("before", "e1")), [MADE])
      assert.deepStrictEqual(yield* send(spend("before", "e1")), [{ fate: "duplicate" }])
      const [made] = yield* refundsIn("before")
      assert.strictEqual(made?.description, "operation failed: server error")
      assert.deepStrictEqual(yield* wrongGroups(transactionsOf(arrived)), [])
    }),
  )

  it.effect("may share a batch with its spend, in either order", () =>
    Effect.gen(function* () {
      const forth = yield* send(spend("batch", "e1"), failure("batch", "f1", "e1"))
      assert.deepStrictEqual(forth, [{ fate: "accepted" }, MADE])
      const [back, made] = yield* send(failure("back", "f1", "e1"), spend("back", "e1"))
      assert.strictEqual(back?.fate === "accepted" && back.note?.includes("waits"), true)
      assert.deepStrictEqual(made, MADE)
      assert.deepStrictEqual(yield* wrongGroups(transactionsOf(arrived)), [])
    }),
  )

  it.effect("that is the second of its spend makes none, and says which one there is", () =>
    Effect.gen(function* () {
      yield* send(spend("second", "e1"), failure("second", "f1", "e1"))
      const note = "no refund: 2 of the 2 spent were refunded before, by e1~refund"
      assert.deepStrictEqual(yield* send(failure("second", "f2", "e1")), [
        { fate: "accepted", note },
      ])
      assert.strictEqual((yield* refundsIn("second")).length, 1)
      assert.deepStrictEqual(yield* wrongGroups(transactionsOf(arrived)), [])
    }),
  )

  it.effect("of a spend that was refunded by hand makes none, however little came back", () =>
    Effect.gen(function* () {
      yield* send(spend("hand", "e1"), refund("hand", "r1", "e1", 1n))
      const note = "no refund: 1 of the 2 spent were refunded before, by r1"
      assert.deepStrictEqual(yield* send(failure("hand", "f1", "e1")), [{ fate: "accepted", note }])
      // The refund may come before the spend, too.
      yield* send(refund("early", "r1", "e1"), failure("early", "f1", "e1"))
      const [fate] = yield* send(spend("early", "e1"))
      assert.strictEqual(fate?.fate === "accepted" && fate.note?.includes("by r1"), true)
      assert.deepStrictEqual(yield* wrongGroups(transactionsOf(arrived)), [])
    }),
  )

  it.effect("of what is no spend, or of another account's, makes none", () =>
    Effect.gen(function* () {
      yield* send({ ...spend("other", "p1"), type: "purchase" }, spend("others", "e1"))
      const [bought] = yield* send(failure("other", "f1", "p1"))
      assert.deepStrictEqual(bought, {
        fate: "accepted",
        note: "no refund: p1 is a purchase, no spend",
      })
      const [elsewhere, itself] = yield* send(
        failure("other", "f2", "e1"),
        failure("other", "f3", "f3"),
      )
      assert.strictEqual(elsewhere?.fate === "accepted" && elsewhere.note?.includes("waits"), true)
      assert.strictEqual(itself?.fate === "accepted" && itself.note?.includes("a failure"), true)
      assert.deepStrictEqual(yield* wrongGroups(transactionsOf(arrived)), [])
    }),
  )

  it.effect("shares its ids with the transactions of its account", () =>
    Effect.gen(function* () {
      yield* send(spend("ids", "e1"), failure("ids", "f1", "e0"))
      const [taken] = yield* send(failure("ids", "e1", "e0"))
      assert.strictEqual(taken?.fate, "conflict")
      const [too] = yield* send(spend("ids", "f1"))
      assert.strictEqual(too?.fate, "conflict")
      const [other] = yield* send(failure("ids", "f1", "e0", "server_error"))
      assert.deepStrictEqual(other, {
        fate: "conflict",
        differs: [{ field: "reason", stored: "timeout", sent: "server_error" }],
      })
      assert.deepStrictEqual(yield* wrongGroups(transactionsOf(arrived)), [])
    }),
  )
})

layer(warehouseForTests)("a refund", (it) => {
  it.effect("by hand is refused where it would give back more than was spent", () =>
    Effect.gen(function* () {
      yield* send(spend("more", "e1"), failure("more", "f1", "e1"))
      const [late] = yield* send(refund("more", "r1", "e1"))
      assert.deepStrictEqual(late, {
        fate: "rejected",
        errors: [
          {
            pointer: "/credits",
            code: "refund_exceeds_spend",
            message:
              "refunds of a spend never exceed it: 2 were spent, and 2 of it refunded before",
          },
        ],
      })
      const one = refund("parts", "r1", "e1", 1n)
      const fates = yield* send(
        spend("parts", "e1"),
        one,
        refund("parts", "r2", "e1", 2n),
        refund("parts", "r2", "e1", 2n),
        refund("parts", "r3", "e1", 1n),
      )
      assert.deepStrictEqual(
        fates.map(({ fate }) => fate),
        ["accepted", "accepted", "rejected", "rejected", "accepted"],
      )
    }),
  )

  it.effect("never takes an id that is held, and its own is held from then on", () =>
    Effect.gen(function* () {
      yield* send(spend("held", "e1~refund"), spend("held", "e1"))
      const [made] = yield* send(failure("held", "f1", "e1"))
      assert.deepStrictEqual(made, {
        fate: "accepted",
        refund: { id: "e1~refund-2", credits: "2" },
      })
      const [conflict] = yield* send(spend("held", "e1~refund-2"))
      assert.strictEqual(conflict?.fate, "conflict")
      const long = "x".repeat(128)
      const [short] = yield* send(failure("held", "f2", long), spend("held", long)).pipe(
        Effect.map((fates) => fates.slice(1)),
      )
      const id = short?.fate === "accepted" ? short.refund?.id : ""
      assert.match(id ?? "", /^[0-9a-f]{16}~refund$/)
    }),
  )
})
