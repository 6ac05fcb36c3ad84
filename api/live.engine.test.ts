/** Live streams over HTTP, on a real engine: in order, since the last test stops the server. */
import { assert, describe, it } from "@effect/vitest"
import type { Overview, Usage } from "./contract.ts"
import type { LiveBalance, LiveDay, LiveEntry, LiveWatermark } from "./live-contract.ts"
import { followLive, type LiveEvent } from "./testing/live-events.ts"
import { serverForTests } from "./testing/server-for-tests.ts"

const own = serverForTests()

const follow = (path: string, { key = own.client.key, since = null as string | null } = {}) =>
  followLive(`${own.client.address}${path}`, {
    authorization: `Bearer ${key}`,
    ...(since !== null && { "last-event-id": since }),
  })

let sent = 0
const send = async (account: string, count = 1, credits = "1.5") => {
  const events = Array.from({ length: count }, () => ({
    ...{ account, id: `e${++sent}`, type: "spend", operation: "detection", credits },
    occurred_at: new Date().toISOString(),
  }))
  const { body } = await own.client.sendEvents(JSON.stringify(events))
  assert.strictEqual(body.accepted, count)
}

const makeKey = async (accounts: ReadonlyArray<string> | null) => {
  const body = { name: "follows", scopes: ["read"], accounts }
  const made = await own.client.post<{ id: string; key: string }>("/v1/keys", body)
  assert.strictEqual(made.status, 201)
  return made.body
}
const revoke = ({ id }: { readonly id: string }) =>
  fetch(`${own.client.address}/v1/keys/${id}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${own.client.key}` },
  })

const is = (name: string) => (event: LiveEvent) => event.event === name
const overviewOf = async (account: string) =>
  (await own.client.get<Overview>(`/v1/accounts/${account}/overview`)).body

/** Without what differs from one moment to the next. */
const lasting = ({ meta: { tz, from, to }, ...overview }: Overview) => ({
  ...overview,
  ...{ pace: null, period: { ...overview.period, elapsed: 0 }, meta: { tz, from, to } },
})

describe("a live stream", { timeout: 60_000 }, () => {
  it("begins with the overview, then tells of each entry with the figures that it made", async () => {
    await send("mana", 2)
    const stream = await follow("/v1/live?account=mana")
    const first = (await stream.next(is("balance"))).data as Overview
    assert.deepStrictEqual(lasting(first), lasting(await overviewOf("mana")))
    assert.strictEqual(((await stream.next(is("day"))).data as LiveDay).count, 2)
    await stream.next(is("watermark"))
    await send("mana", 3, "0.000001")
    const entry = (await stream.next(is("entry"))).data as LiveEntry
    const { transactions, ...counts } = entry
    assert.deepStrictEqual(counts, { account: "mana", added: 3, count: 5, gap: null })
    assert.deepStrictEqual(
      transactions.map(({ id, balance_after }) => [id, balance_after]),
      [
        ["e5", "-3.000003"],
        ["e4", "-3.000002"],
        ["e3", "-3.000001"],
      ],
    )
    const balance = (await stream.next(is("balance"))).data as Overview
    assert.strictEqual(balance.balance, "-3.000003")
    assert.deepStrictEqual(lasting(balance), lasting(await overviewOf("mana")))
    const { account, tz, ...today } = (await stream.next(is("day"))).data as LiveDay
    const { body } = await own.client.get<Usage>("/v1/accounts/mana/usage?range=7d&grain=day")
    const bucket = body.series.at(-1)
    assert.deepStrictEqual([account, tz], ["mana", body.meta.tz])
    assert.deepStrictEqual({ ...bucket, ...today }, { ...bucket } as typeof today & typeof bucket)
    const told = (await stream.next(is("watermark"))).data as LiveWatermark
    assert.isTrue(told.complete_to >= balance.meta.complete_to)
    stream.close()
  })

  it("tells of settings that change, by the account's own path too", async () => {
    const stream = await follow("/v1/accounts/mana/live")
    await stream.next(is("watermark"))
    await fetch(`${own.client.address}/v1/accounts/mana`, {
      method: "PUT",
      headers: { authorization: `Bearer ${own.client.key}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "Mana", allowance: "10" }),
    })
    const balance = (await stream.next(is("balance"))).data as Overview
    assert.strictEqual(balance.allowance, "10")
    stream.close()
  })

  it("goes on where it broke off, and says when it cannot", async () => {
    const before = await follow("/v1/live?account=mana")
    const since = (await before.next(is("watermark"))).id ?? ""
    before.close()
    await send("mana", 2)
    const after = await follow("/v1/live?account=mana", { since })
    const entry = (await after.next(is("entry"))).data as LiveEntry
    assert.deepStrictEqual([entry.added, entry.count, entry.gap], [2, 7, null])
    assert.deepStrictEqual(
      entry.transactions.map(({ id }) => id),
      [`e${sent}`, `e${sent - 1}`],
    )
    after.close()
    const lost = await follow("/v1/live?account=mana", { since: "5.abcdef.abcdefgh" })
    const gap = (await lost.next(is("entry"))).data as LiveEntry
    assert.deepStrictEqual([gap.added, gap.gap?.reason], [null, "unknown_id"])
    assert.strictEqual(((await lost.next(is("balance"))).data as Overview).lifetime.count, 7)
    lost.close()
  })

  it("is about everything that the credential may read, together, and nothing else", async () => {
    await send("other", 4)
    const { key } = await makeKey(["mana", "third"])
    const [some, all] = [await follow("/v1/live", { key }), await follow("/v1/live")]
    const balances = async () =>
      Promise.all(
        [some, all].map(async (stream) => {
          const { balance, lifetime } = (await stream.next(is("balance"))).data as LiveBalance
          return [balance, lifetime.count]
        }),
      )
    assert.deepStrictEqual(await balances(), [
      ["-6.000003", 7],
      ["-12.000003", 11],
    ])
    await send("third", 1, "1")
    assert.deepStrictEqual(await balances(), [
      ["-7.000003", 8],
      ["-13.000003", 12],
    ])
    for (const account of ["other", "nobody"])
      assert.strictEqual((await follow(`/v1/live?account=${account}`, { key })).status, 404)
    some.close()
    all.close()
  })

  it("ends within a second when its key is revoked", async () => {
    const made = await makeKey(["mana"])
    const stream = await follow("/v1/live?account=mana", { key: made.key })
    await stream.next(is("watermark"))
    assert.strictEqual((await revoke(made)).status, 204)
    const start = performance.now()
    const { data } = await stream.next(is("end"))
    assert.isBelow(performance.now() - start, 1_000)
    assert.strictEqual((data as { reason: string }).reason, "credential_over")
    await stream.ended
    assert.strictEqual((await follow("/v1/live?account=mana", { key: made.key })).status, 401)
  })

  it("ends with a notice when the server stops, which does not wait for it", async () => {
    const stream = await follow("/v1/live?account=mana")
    await stream.next(is("watermark"))
    const stopped = own.server.stop()
    const { data } = await stream.next(is("end"))
    assert.strictEqual((data as { reason: string }).reason, "stopping")
    await stream.ended
    const { code, milliseconds } = await stopped
    assert.strictEqual(code, 0)
    assert.isBelow(milliseconds, 2_000)
  })
})
