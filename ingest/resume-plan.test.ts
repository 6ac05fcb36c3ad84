import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { type Intent, OPEN_END } from "#warehouse/intent.ts"
import { gapSentence, isNamed, nameOf, readGapNames } from "./accepted-gaps.ts"
import { madeAnew, type PartitionRecord, type Plan, planOf } from "./resume-plan.ts"

const intent = (over: Partial<Intent> = {}): Intent => ({
  kind: "batch",
  topic: "usage",
  partition: 3,
  sequence: 7n,
  first: 70n,
  last: 79n,
  receivedAt: 1,
  partitions: 6,
  cluster: "here",
  epoch: "e1",
  fingerprint: "f",
  ...over,
})

const record = (over: Partial<PartitionRecord> = {}): PartitionRecord => ({
  topic: "usage",
  partition: 3,
  committed: null,
  claimed: null,
  stored: null,
  reached: null,
  warehouseHolds: true,
  low: 0n,
  high: 100n,
  cluster: "here",
  ...over,
})

const both = (one: Intent, over: Partial<PartitionRecord> = {}) =>
  planOf(record({ claimed: one, stored: one, ...over }))

const missing = (plan: Plan) => {
  assert.strictEqual(plan.go, "refuse")
  return plan.go === "refuse" ? nameOf(plan.gap) : ""
}

describe("a partition of which nothing was ever intended", () => {
  it("begins where the group stands", () => {
    const plan = planOf(record({ committed: 40n, reached: 39n }))
    assert.deepInclude(plan, { go: "on", next: 40n, sequence: 0n, epoch: null })
  })

  it("begins behind what is stored when the group has no offset", () => {
    assert.deepInclude(planOf(record({ reached: 39n })), { go: "on", next: 40n })
  })

  it("begins with the log in a warehouse that is new, wherever the group stands", () => {
    const plan = planOf(record({ committed: 40n, warehouseHolds: false, low: 5n }))
    assert.deepInclude(plan, { go: "on", next: 5n })
  })

  it("refuses when what comes next was removed, or the log is another one", () => {
    assert.strictEqual(missing(planOf(record({ committed: 40n, low: 60n }))), "usage/3:40-59")
    assert.strictEqual(missing(planOf(record({ committed: 40n, high: 30n }))), "usage/3:40-")
  })
})

describe("a partition with a last intent", () => {
  it("repeats it, whether the warehouse has it on record yet or not", () => {
    const before = intent({ sequence: 6n, first: 60n, last: 69n })
    assert.deepStrictEqual(both(intent()), { go: "repeat", intent: intent() })
    const plan = planOf(record({ claimed: intent(), stored: before, committed: 70n }))
    assert.deepStrictEqual(plan, { go: "repeat", intent: intent() })
    const first = intent({ sequence: 1n })
    assert.deepStrictEqual(planOf(record({ claimed: first })), { go: "repeat", intent: first })
  })

  it("repeats the warehouse's when the brokers have forgotten it", () => {
    assert.deepStrictEqual(planOf(record({ stored: intent() })), {
      go: "repeat",
      intent: intent(),
    })
  })

  it("only looks at its last message when it is stored", () => {
    assert.deepStrictEqual(both(intent(), { committed: 80n }), { go: "verify", intent: intent() })
    assert.deepInclude(both(intent(), { committed: 80n, low: 80n }), {
      go: "on",
      next: 80n,
      sequence: 7n,
      epoch: "e1",
    })
  })

  it("refuses when a part of it, or of what follows, was removed", () => {
    assert.strictEqual(missing(both(intent(), { low: 75n })), "usage/3:70-74")
    assert.strictEqual(missing(both(intent(), { committed: 80n, low: 90n })), "usage/3:80-89")
  })

  it("refuses when the log is another one: shorter, of another cluster, other messages", () => {
    assert.strictEqual(missing(both(intent(), { high: 79n })), "usage/3:70-")
    assert.strictEqual(missing(both(intent(), { committed: 80n, high: 20n })), "usage/3:80-")
    assert.strictEqual(missing(both(intent(), { cluster: "there" })), "usage/3:70-")
    assert.strictEqual(nameOf(madeAnew(record(), intent())), "usage/3:70-")
  })
})

describe("a warehouse that is behind the group", () => {
  const old = intent({ sequence: 3n, first: 30n, last: 39n })

  it("is given again what the log still holds, from its last batch on, in a new epoch", () => {
    const plan = planOf(record({ claimed: intent(), stored: old, committed: 80n }))
    assert.deepInclude(plan, { go: "on", next: 30n, sequence: 7n, epoch: null })
    const fresh = planOf(record({ claimed: intent(), warehouseHolds: false }))
    assert.deepInclude(fresh, { go: "on", next: 0n, sequence: 7n, epoch: null })
  })

  it("is refused when a part of that was removed", () => {
    const plan = planOf(record({ claimed: intent(), stored: old, low: 50n }))
    assert.strictEqual(missing(plan), "usage/3:40-49")
    assert.strictEqual(missing(planOf(record({ claimed: intent(), low: 9n }))), "usage/3:0-8")
  })

  it("repeats the first batch of the new epoch, which begins before its last one ended", () => {
    const again = intent({ sequence: 8n, first: 30n, last: 60n, epoch: "e2" })
    const plan = planOf(record({ claimed: again, stored: old }))
    assert.deepStrictEqual(plan, { go: "repeat", intent: again })
  })
})

describe("a partition with an accepted gap", () => {
  it("goes on behind it in the gap's epoch", () => {
    const gap = intent({ kind: "gap", sequence: 8n, first: 70n, last: 74n, epoch: "e2" })
    assert.deepInclude(both(gap, { low: 75n }), {
      go: "on",
      next: 75n,
      sequence: 8n,
      epoch: "e2",
    })
    assert.strictEqual(missing(both(gap, { low: 77n })), "usage/3:75-76")
  })

  it("goes on at the beginning of the log that came after", () => {
    const gap = intent({ kind: "gap", first: 70n, last: OPEN_END })
    assert.deepInclude(both(gap, { low: 2n, high: 5n }), { go: "on", next: 2n })
    const first = intent({ sequence: 8n, first: 2n, last: 4n })
    const plan = planOf(record({ claimed: first, stored: gap, high: 5n }))
    assert.deepStrictEqual(plan, { go: "repeat", intent: first })
  })
})

describe("the name of a gap", () => {
  const gap = { topic: "usage.events", partition: 3, first: 120n, last: 199n, why: "gone" }
  const open = { ...gap, partition: 4, last: OPEN_END }

  it("is what the sentence tells, and what is read again", () => {
    const sentence = gapSentence([gap, open])
    assert.include(sentence, "usage.events partition 3 lacks offsets 120 to 199 (gone)")
    const [, names = ""] = sentence.split("--accept-gap ")
    const read = Result.getOrThrow(readGapNames(names))
    assert.isTrue(isNamed(gap, read) && isNamed(open, read))
    assert.isFalse(isNamed({ ...gap, last: 200n }, read))
    assert.isFalse(isNamed({ ...open, last: 120n }, read))
  })

  it.each(["", "usage.events", "usage.events/3", "usage.events/3:-5", "a/1:1-2,b"])(
    "cannot be %j",
    (text) => {
      assert.isTrue(Result.isFailure(readGapNames(text)))
    },
  )
})
