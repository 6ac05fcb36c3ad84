import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { type Arrival, type KnownOfSpend, refundIdOf, settleRefunds } from "./refunds.ts"
import type { UsageEvent } from "./usage-event.ts"

const SPEND = { account: "mana", id: "s" }
const NOTHING: KnownOfSpend = { named: null, refunds: [], failures: [] }
const AT = Date.UTC(2026, 2, 5)

const spend: UsageEvent = {
  ...{ ...SPEND, type: "spend", operation: "variation", credits: 2_000_000n, occurredAt: AT },
}
const failure = (id: string, late: number): UsageEvent => ({
  ...{ account: "mana", id, type: "failure", operation: "", credits: 0n, refersTo: "s" },
  ...{ occurredAt: AT + late, reason: "server_error" },
})
const byHand = (id: string, credits: bigint): UsageEvent => ({
  ...{ ...spend, id, type: "refund", operation: "refund", credits, refersTo: "s" },
})

const arrivalsOf = (events: ReadonlyArray<UsageEvent>): Arrival[] =>
  events.map((event, place) => ({ place, event }))
const settled = (events: ReadonlyArray<UsageEvent>, known = NOTHING) => {
  const outcomes = settleRefunds(SPEND, known, arrivalsOf(events))
  const made = [...outcomes.values()].flatMap((one) => (one.kind === "refund" ? [one.refund] : []))
  const hand = events.filter(
    ({ type }, place) => type === "refund" && outcomes.get(place)?.kind !== "rejected",
  )
  const refunded = [...made, ...hand].reduce((sum, { credits }) => sum + credits, 0n)
  return { outcomes, made, hand, refunded }
}

describe("the refund of a failed spend", () => {
  it("is the same in either order, and comes with the later of the two", () => {
    const [forth, back] = [
      settled([spend, failure("f", 500)]).made,
      settled([failure("f", 500), spend]).made,
    ]
    assert.deepStrictEqual(forth, back)
    assert.deepStrictEqual(forth, [
      {
        account: "mana",
        id: "s",
        type: "refund",
        operation: "refund",
        credits: 2_000_000n,
        occurredAt: AT + 500,
        description: "operation failed: server error",
        refersTo: "s",
        properties: { failure: "f" },
      },
    ])
    assert.strictEqual(settled([spend, failure("f", -500)]).made[0]?.occurredAt, AT)
  })

  it("comes once and whole with any failures, in any order; nothing else changes the balance", () => {
    const events = [spend, failure("f", 1), failure("g", 2), byHand("r", spend.credits)]
    fc.assert(
      fc.property(
        fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
        (shuffled) => {
          const { made, hand, refunded } = settled(shuffled)
          assert.strictEqual(refunded, spend.credits)
          assert.strictEqual(made.length + hand.length, 1)
        },
      ),
    )
  })

  it("never makes what is refunded exceed what was spent, once the spend is known", () => {
    const parts = fc.array(
      fc.oneof(
        fc.constant(failure("f", 1)),
        fc.bigInt({ min: 1n, max: 3_000_000n }).map((credits) => byHand("r", credits)),
      ),
    )
    fc.assert(
      fc.property(parts, (events) => {
        assert.isTrue(settled([spend, ...events]).refunded <= spend.credits)
      }),
    )
  })

  it("goes by what is stored like by what arrives", () => {
    const known: KnownOfSpend = { named: spend, refunds: [], failures: [] }
    assert.strictEqual(settled([failure("f", 1)], known).made.length, 1)
    const refunded = { ...known, refunds: [byHand("r", 1n)] }
    assert.deepStrictEqual(settled([failure("f", 1)], refunded).outcomes.get(0), {
      kind: "note",
      note: "no refund: 0.000001 of the 2 spent were refunded before, by r",
    })
  })
})

describe("the id of a refund", () => {
  it("is its spend's, marked, and a hash where that leaves no room", () => {
    assert.strictEqual(refundIdOf("e1", 0, "ff"), "e1~refund")
    assert.strictEqual(refundIdOf("e1", 1, "ff"), "e1~refund-2")
    assert.strictEqual(refundIdOf("x".repeat(122), 0, "ff"), "ff~refund")
    assert.strictEqual(refundIdOf("🌊".repeat(121), 0, "ff"), `${"🌊".repeat(121)}~refund`)
  })
})
