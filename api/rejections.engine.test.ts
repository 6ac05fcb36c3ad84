import { assert, describe, it } from "@effect/vitest"
import type { Overview } from "./contract.ts"
import type { EventStory, Rejection, Rejections, Resolved } from "./rejection-contract.ts"
import { serverForTests } from "./testing/server-for-tests.ts"

const own = serverForTests()

const event = (id: string, more: object = {}) => ({
  id,
  account: "mana",
  type: "spend",
  operation: "variation",
  credits: "2",
  occurred_at: "2026-03-05T10:40:00Z",
  ...more,
})
const send = (...events: ReadonlyArray<unknown>) => own.client.sendEvents(JSON.stringify(events))
const list = async (query: string) =>
  (await own.client.get<Rejections>(`/v1/rejections?${query}`)).body.rejections
const resolve = (id: string, body: unknown) =>
  own.client.post<Resolved>(`/v1/rejections/${id}/resolve`, body)
const story = (account: string, id: string) =>
  own.client.get<EventStory>(`/v1/accounts/${account}/events/${encodeURIComponent(id)}`)
const spent = async (account: string) =>
  (await own.client.get<Overview>(`/v1/accounts/${account}/overview`)).body.lifetime.spent
const first = (rejections: ReadonlyArray<Rejection>) =>
  rejections[0] ?? assert.fail("nothing is listed")

describe("an event's story", () => {
  it("links a spend and its refund both ways, and has the conflict with its fields", async () => {
    const refund = { type: "refund", operation: "refund", refers_to: "s/1", note: undefined }
    await send(
      event("p", { type: "purchase", credits: "100", occurred_at: "2026-03-05T10:00:00Z" }),
    )
    await send(event("s/1"), event("r", { ...refund, occurred_at: "2026-03-05T10:41:00Z" }))
    await send(event("s/1"), event("s/1", { credits: "2.50" }))
    const { body } = await story("mana", "s/1")
    assert.strictEqual(body.fate, "accepted")
    assert.deepStrictEqual(
      [body.transaction?.credits, body.transaction?.balance_after],
      ["-2", "98"],
    )
    assert.deepStrictEqual(
      body.referred_by.map(({ id, type, credits }) => [id, type, credits]),
      [["r", "refund", "2"]],
    )
    assert.deepStrictEqual([body.conflict_count, body.rejection_count], [1, 0])
    assert.deepStrictEqual(body.conflicts[0]?.differs, [
      { field: "credits", stored: "2", sent: "2.5" },
    ])
    const back = (await story("mana", "r")).body
    assert.strictEqual(back.transaction?.refers_to, "s/1")
    assert.deepStrictEqual([back.refers_to?.id, back.refers_to?.credits], ["s/1", "-2"])
  })

  it("tells of an event that was only ever refused, also when nothing else is known of its account", async () => {
    await send(event("bad", { account: "refused", credits: "-1" }))
    const { body } = await story("refused", "bad")
    assert.deepStrictEqual(
      [body.fate, body.transaction, body.rejection_count],
      ["rejected", null, 1],
    )
    assert.strictEqual((await story("refused", "other")).status, 404)
    assert.strictEqual((await story("mana", "other")).status, 404)
  })
})

describe("a rejection", () => {
  it("is retried with its event corrected, and that counts once", async () => {
    const account = "correct"
    await send(event("a", { account, credits: "1.0000001" }))
    const rejection = first(await list(`account=${account}`))
    assert.deepStrictEqual([rejection.state, rejection.reason], ["open", "rejected"])
    assert.deepStrictEqual(JSON.parse(rejection.raw.data).credits, "1.0000001")
    // As it was, it is refused as it was.
    const same = await resolve(rejection.id, { action: "retry" })
    assert.deepStrictEqual([same.status, same.body.result?.fate], [200, "rejected"])
    const corrected = { action: "retry", event: event("a", { account, credits: "1.5" }) }
    const [one, two] = await Promise.all([
      resolve(rejection.id, corrected),
      resolve(rejection.id, { ...corrected, event: event("b", { account, credits: "1.5" }) }),
    ])
    // Two people correct it at the same time: only one of them is heard.
    assert.deepStrictEqual([one.status, two.status].sort(), [200, 409])
    assert.strictEqual(await spent(account), "1.5")
    const [resolved] = await list(`account=${account}&state=resolved`)
    assert.strictEqual(resolved?.id, rejection.id)
    assert.deepStrictEqual(await list(`account=${account}&state=open`), [])
    assert.strictEqual((await send(event("a", { account, credits: "1.5" }))).status, 200)
    assert.strictEqual(await spent(account), "1.5")
  })

  it("keeps its id when the same thing is sent again", async () => {
    const account = "replayed"
    const bad = event("a", { account, credits: "x" })
    await send(bad)
    const { id } = first(await list(`account=${account}`))
    await resolve(id, { action: "dismiss", note: "a test of ours" })
    await send(bad)
    const again = await list(`account=${account}`)
    assert.deepStrictEqual([again.length, again[0]?.id, again[0]?.state], [1, id, "resolved"])
  })

  it("of a conflict is resolved by saying what is stored", async () => {
    const account = "settled"
    await send(event("a", { account }), event("a", { account, credits: "3" }))
    const { id } = first(await list(`account=${account}&reason=conflict`))
    assert.strictEqual((await resolve(id, { action: "retry" })).body.result?.fate, "conflict")
    const { body } = await resolve(id, { action: "retry", event: event("a", { account }) })
    assert.deepStrictEqual([body.result?.fate, body.rejection.state], ["duplicate", "resolved"])
    assert.strictEqual(await spent(account), "2")
  })

  it("that was too long to be kept whole cannot be sent as it was", async () => {
    const line = JSON.stringify(event("a", { account: "long", description: "x".repeat(70_000) }))
    await own.client.sendEvents(line, "application/x-ndjson")
    const rejection = first(await list("account=long"))
    assert.deepStrictEqual([rejection.raw.whole, rejection.raw.kept], [false, 65_536])
    const { status } = await resolve(rejection.id, { action: "retry" })
    assert.strictEqual(status, 409)
  })

  it("of a line that is no text is listed with its bytes", async () => {
    await own.client.sendEvents(Buffer.from([0x22, 0xff, 0x22]), "application/x-ndjson")
    const unreadable = first(await list("reason=unreadable"))
    assert.deepStrictEqual([unreadable.raw.encoding, unreadable.raw.data], ["base64", "Iv8i"])
    assert.isNull(unreadable.account)
  })
})
