import { randomUUID } from "node:crypto"
import { join } from "node:path"
import { afterAll, assert, describe, inject, it, vi } from "vitest"
import { missingIn } from "../scripts/testing/monitoring.ts"
import type { Accounts, Transactions } from "./contract.ts"
import {
  type Client,
  clientOf,
  killSpawned,
  spawnServer,
  temporaryFolder,
} from "./testing/spawned-server.ts"

const folder = temporaryFolder()
afterAll(() => {
  killSpawned()
  folder.remove()
})

const environment = (name: string) => ({
  TIDEMARK_DATA: join(folder.path, name),
  KAFKA_BROKERS: inject("kafkaBrokers"),
  KAFKA_TOPIC: `api-${randomUUID()}`,
  KAFKA_GROUP: `api-${randomUUID()}`,
})
const event = (id: string, type: string, credits: string) => ({
  id,
  account: "mana",
  type,
  operation: "variation",
  credits,
  occurred_at: `2026-03-05T10:0${id}:00Z`,
})
const EVENTS = JSON.stringify([event("1", "purchase", "1000"), event("2", "spend", "1.5")])

/** Asks until the ledger holds so many entries, for as long as the test may take. */
const ledgerOf = async (client: Client, count: number): Promise<Transactions> => {
  for (;;) {
    const answer = await client.get<Transactions>("/v1/accounts/mana/transactions")
    if (answer.status === 200 && answer.body.count >= count) return answer.body
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const WAIT = { timeout: 20_000, interval: 200 }

const metaOf = async (client: Client) => (await client.get<Accounts>("/v1/accounts")).body.meta
/** Longer than the freshness of the log takes to follow. */
const FRESHNESS_MS = 2_500

describe("the process with a log", () => {
  it("queues events, consumes them, counts a repetition once, and has every figure that is watched", async () => {
    const env = environment("both")
    const server = spawnServer(env)
    const client = await clientOf(server, env.TIDEMARK_DATA)
    for (let time = 0; time < 2; time++) {
      const { status, body } = await client.sendEvents(EVENTS)
      assert.deepStrictEqual([status, body.queued], [202, 2])
    }
    await client.sendEvents(JSON.stringify(event("3", "spend", "2")))
    const { transactions, count } = await ledgerOf(client, 3)
    assert.strictEqual(count, 3)
    assert.deepStrictEqual(
      transactions.map(({ balance_after }) => balance_after),
      ["996.5", "998.5", "1000"],
    )
    // Another integrity run is under way, or this one begins: either way there is one in a moment.
    await client.post("/v1/integrity", {})
    const metricsText = async () => {
      const headers = { authorization: `Bearer ${client.key}` }
      return (await fetch(`${client.address}/metrics`, { headers })).text()
    }
    await vi.waitUntil(async () => (await metricsText()).includes("tidemark_integrity_keys"), WAIT)
    assert.deepStrictEqual(missingIn(await metricsText()), [])
    const { code, errors, milliseconds } = await server.stop()
    assert.strictEqual(code, 0, errors)
    assert.isBelow(milliseconds, 5_000)
  })

  it("tells final fates to who waits for them", async () => {
    const env = environment("wait")
    const server = spawnServer(env)
    const client = await clientOf(server, env.TIDEMARK_DATA)
    const send = (seconds: number, ...events: ReadonlyArray<unknown>) =>
      client.sendEvents(JSON.stringify(events), "application/json", { prefer: `wait=${seconds}` })
    const [purchase, spend] = [event("1", "purchase", "1000"), event("2", "spend", "1.5")]
    const first = await send(20, purchase, spend, spend, { ...spend, credits: "2" }, {})
    assert.strictEqual(first.status, 200)
    assert.deepStrictEqual(
      first.body.results.map(({ fate }) => fate),
      ["accepted", "accepted", "duplicate", "conflict", "rejected"],
    )
    assert.deepStrictEqual(first.body.results[3]?.differs, [
      { field: "credits", stored: "1.5", sent: "2" },
    ])
    const again = await send(20, spend, event("3", "spend", "2"))
    assert.deepStrictEqual([again.status, again.body.duplicate, again.body.accepted], [200, 1, 1])
    assert.strictEqual((await send(0, event("4", "spend", "2"))).body.queued, 1)
    assert.strictEqual((await ledgerOf(client, 4)).count, 4)
    assert.strictEqual((await server.stop()).code, 0)
  })

  it("answers queued to who waits for a log that nobody reads", async () => {
    const env = environment("unread")
    const server = spawnServer(env, ["--no-consume"])
    const client = await clientOf(server, env.TIDEMARK_DATA)
    const headers = { prefer: "wait=1" }
    const { status, body } = await client.sendEvents(EVENTS, "application/json", headers)
    assert.deepStrictEqual([status, body.queued], [202, 2])
    assert.strictEqual((await server.stop()).code, 0)
  })

  it("with --no-consume leaves the log to others, and says how far figures are complete", async () => {
    const env = environment("no-consume")
    const server = spawnServer(env, ["--no-consume"])
    const client = await clientOf(server, env.TIDEMARK_DATA)
    assert.strictEqual((await client.sendEvents(EVENTS)).status, 202)
    assert.strictEqual((await client.get("/v1/accounts/mana")).status, 404)
    const queuedAt = (await metaOf(client)).generated_at
    let meta = await metaOf(client)
    while (Date.parse(meta.generated_at) < Date.parse(queuedAt) + FRESHNESS_MS)
      meta = await metaOf(client)
    assert.isBelow(Date.parse(meta.complete_to), Date.parse(queuedAt))
    assert.strictEqual((await server.stop()).code, 0)
    // The same folder and group later: what was left in the log comes in.
    const again = spawnServer(env)
    const { count } = await ledgerOf(await clientOf(again, env.TIDEMARK_DATA), 2)
    assert.strictEqual(count, 2)
    assert.strictEqual((await again.stop()).code, 0)
  })

  it("refuses to start without its brokers, in one sentence", async () => {
    const { code, errors } = await spawnServer({
      ...environment("none"),
      KAFKA_BROKERS: "127.0.0.1:1",
    }).ended
    assert.strictEqual(code, 1)
    assert.match(errors, /^[^{\n]*127\.0\.0\.1:1[^\n]*KAFKA_BROKERS/m)
  })
})
