import { assert, describe, it } from "@effect/vitest"
import type { Transactions } from "./contract.ts"
import type { EventResults } from "./event-contract.ts"
import type { RefundCheck } from "./refund-contract.ts"
import type { EventStory, TransactionAnswer } from "./rejection-contract.ts"
import { serverForTests } from "./testing/server-for-tests.ts"

const own = serverForTests()

const DAY = "from=2026-03-05&to=2026-03-05"
const at = (time: string) => `2026-03-05T${time}Z`
const moved = (id: string, type: string, credits: string, time: string) => ({
  id,
  account: "mana",
  type,
  operation: type === "spend" ? "variation" : type,
  credits,
  occurred_at: at(time),
})
const failed = {
  id: "f1",
  account: "mana",
  type: "failure",
  refers_to: "e1",
  reason: "generation_failure",
  operation: "variation",
  occurred_at: at("10:40:20"),
}
const send = (body: unknown, query = "") =>
  query === ""
    ? own.client.sendEvents(JSON.stringify(body))
    : own.client.post<EventResults>(`/v1/events${query}`, body)
const told = async (id: string) =>
  (await own.client.get<EventStory>(`/v1/accounts/mana/events/${id}`)).body

describe("a failed operation", () => {
  it("gives back in the same minute what it took, and the balance is as before", async () => {
    await send([
      moved("e0", "purchase", "1000.0", "10:00:00"),
      moved("e1", "spend", "2.0", "10:40:00"),
    ])
    const foreseen = await send(failed, "?dry_run=true")
    const refund = { id: "e1~refund", credits: "2" }
    assert.deepStrictEqual(foreseen.body.results[0]?.refund, refund)
    assert.isNotEmpty(foreseen.body.results[0]?.changes ?? [])
    assert.isTrue(
      foreseen.body.results[0]?.changes?.every(
        (cell) => cell.type === "refund" && cell.credits === "2",
      ),
    )
    assert.deepStrictEqual((await send(failed)).body.results[0]?.refund, refund)
    assert.strictEqual((await send(failed)).body.duplicate, 1)
    const { transactions } = (await own.client.get<Transactions>("/v1/accounts/mana/transactions"))
      .body
    assert.deepStrictEqual(
      transactions.map(({ type, credits, balance_after, occurred_at }) =>
        [type, credits, balance_after, occurred_at].join(" "),
      ),
      [
        "refund 2 1000 2026-03-05T10:40:20.000Z",
        "spend -2 998 2026-03-05T10:40:00.000Z",
        "purchase 1000 1000 2026-03-05T10:00:00.000Z",
      ],
    )
    assert.strictEqual(transactions[0]?.description, "operation failed: generation failure")
  })

  it("is told from every side", async () => {
    const failure = await told("f1")
    assert.strictEqual(failure.fate, "accepted")
    assert.isNull(failure.transaction)
    assert.deepStrictEqual(failure.failure, {
      refers_to: "e1",
      reason: "generation_failure",
      operation: "variation",
      description: null,
      occurred_at: "2026-03-05T10:40:20.000Z",
      state: "refunded",
      refund: { id: "e1~refund", credits: "2" },
      note: null,
    })
    const spend = await told("e1")
    assert.deepStrictEqual(
      spend.referred_by.map(({ id }) => id),
      ["e1~refund"],
    )
    assert.deepStrictEqual(
      spend.failures.map(({ id }) => id),
      ["f1"],
    )
    const refund = await told("e1~refund")
    assert.strictEqual(refund.refers_to?.id, "e1")
    assert.deepStrictEqual(refund.transaction?.properties, { failure: "f1" })
    const path = "/v1/accounts/mana/transactions/e1~refund"
    const { transaction, refers_to, failures } = (await own.client.get<TransactionAnswer>(path))
      .body
    assert.deepStrictEqual(
      [transaction.balance_after, refers_to?.id, failures.map(({ id }) => id)],
      ["1000", "e1", ["f1"]],
    )
  })

  it("waits for a spend that is not there, and says so", async () => {
    await send({ ...failed, id: "f2", refers_to: "e2" })
    assert.strictEqual((await told("f2")).failure?.state, "waiting")
    const { body } = await send(moved("e2", "spend", "3", "11:00:00"))
    assert.deepStrictEqual(body.results[0]?.refund, { id: "e2~refund", credits: "3" })
    assert.strictEqual((await told("f2")).failure?.state, "refunded")
    await send({ ...failed, id: "f3", refers_to: "e2" })
    const third = (await told("f3")).failure
    assert.strictEqual(third?.state, "none")
    assert.include(third?.note ?? "", "by e2~refund")
  })

  it("is not refunded by hand once more, and the attempt is kept for review", async () => {
    const { body } = await send({ ...moved("r1", "refund", "2", "12:00:00"), refers_to: "e1" })
    assert.strictEqual(body.results[0]?.errors?.[0]?.code, "refund_exceeds_spend")
    const story = await told("r1")
    assert.strictEqual(story.fate, "rejected")
    assert.strictEqual(story.rejections[0]?.errors[0]?.pointer, "/credits")
  })

  it("is counted by the refund check, with what came back and how soon", async () => {
    const check = async (words = "") =>
      (await own.client.get<RefundCheck>(`/v1/accounts/mana/refund-check?${DAY}${words}`)).body
    const before = await check()
    assert.deepInclude(before.failures, { count: 3, refunded: 3, missing: 0, waiting: 0 })
    assert.deepInclude(before.refunds, { count: 2, credits: "5" })
    assert.deepInclude(before.spends, { count: 2, refunded: 2, spent: "5", credits: "5" })
    assert.deepStrictEqual(before.time_to_refund, { median_seconds: 10, longest_seconds: 20 })
    await send([
      { ...failed, id: "f4", refers_to: "e4" },
      moved("e5", "spend", "4", "13:00:00"),
      { ...moved("r5", "refund", "1.5", "13:00:30"), refers_to: "e5" },
      { ...failed, id: "f5", refers_to: "e5" },
      moved("r6", "refund", "0.25", "13:01:00"),
    ])
    const { failures, refunds, open, settled } = await check("&limit=1")
    assert.deepInclude(failures, { count: 5, refunded: 3, partly: 1, waiting: 1, missing: 0 })
    assert.deepInclude(refunds, { count: 4, credits: "6.75" })
    assert.deepStrictEqual(refunds.unlinked, { count: 1, credits: "0.25" })
    assert.deepStrictEqual([open.count, open.cases[0]?.id], [1, "e4"])
    assert.deepStrictEqual([open.cases[0]?.state, open.cases[0]?.spend], ["waiting", null])
    assert.strictEqual(settled.count, 3)
    assert.lengthOf(settled.cases, 1)
    assert.deepInclude(settled.cases[0], { id: "e5", state: "partly", refunded: "1.5" })
    // A day of which nothing is asked has no part in it.
    const { body } = await own.client.get<RefundCheck>(
      "/v1/accounts/mana/refund-check?from=2026-03-06&to=2026-03-06",
    )
    assert.deepInclude(body.failures, { count: 0 })
    assert.deepStrictEqual(body.settled.cases, [])
  })

  it.each([
    [{ refers_to: undefined }, "/refers_to", "required"],
    [{ reason: "tired" }, "/reason", "enum"],
    [{ credits: "2" }, "/credits", "not_with_failure"],
  ])("with %j is rejected with its field", async (change, pointer, code) => {
    const { body } = await send({ ...failed, id: "bad", ...change })
    const [error] = body.results[0]?.errors ?? []
    assert.deepStrictEqual([error?.pointer, error?.code], [pointer, code])
  })
})
