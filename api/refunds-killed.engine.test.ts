import { afterAll, afterEach, assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import type { UsageEvent } from "#warehouse/domain/usage-event.ts"
import { warehouseEmbedded } from "#warehouse/live.ts"
import { transactionsOf } from "#warehouse/testing/refunded.ts"
import { storedIds, wrongGroups } from "#warehouse/testing/rollups.ts"
import {
  type Client,
  clientOf,
  killSpawned,
  spawnServer,
  temporaryFolder,
} from "./testing/spawned-server.ts"

const SPENDS = 12_000
const EVENTS_PER_BODY = 500
const SENDERS = 4
const KILLS = [1, 4, 8, 12, 16, 20, 24].map((bodies, i) => ({ bodies, milliseconds: 12 * i }))
const AT = Date.UTC(2026, 2, 5)

afterEach(killSpawned)
const folder = temporaryFolder()
afterAll(folder.remove)

/** Every other spend fails; some failures come long before their spends, some long after. */
const events = Array.from({ length: SPENDS }, (_, i): UsageEvent[] => {
  const account = `account-${i % 7}`
  const spend: UsageEvent = {
    account,
    id: `s${i}`,
    type: "spend",
    operation: "keyframeGenerate",
    credits: BigInt((i % 97) + 1) * 10_007n,
    occurredAt: AT + i * 60_000,
  }
  const failure: UsageEvent = {
    ...{ account, id: `f${i}`, type: "failure", operation: "", credits: 0n },
    ...{ occurredAt: spend.occurredAt + 1_000, refersTo: spend.id, reason: "timeout" },
  }
  return i % 2 === 0 ? [spend, failure] : [spend]
})
  .flat()
  .map((event, i) => ({ event, turn: Math.imul(i ^ 0x9e3779b1, 0x85ebca6b) >>> 8 }))
  .sort((a, b) => a.turn - b.turn)
  .map(({ event }) => event)

const wire = ({ occurredAt, credits, refersTo, operation, ...event }: UsageEvent) => ({
  ...event,
  ...(event.type !== "failure" && { operation, credits: formatDecimal(credits) }),
  ...(refersTo !== undefined && { refers_to: refersTo }),
  occurred_at: formatInstant(occurredAt),
})
const bodies = Array.from({ length: events.length / EVENTS_PER_BODY }, (_, i) =>
  events
    .slice(i * EVENTS_PER_BODY, (i + 1) * EVENTS_PER_BODY)
    .map((event) => JSON.stringify(wire(event)))
    .join("\n"),
)

/** Sends every body, several at once; gives how many senders had no answer. */
const sendAll = async (client: Client, answered: () => void) => {
  const waiting = bodies.values()
  const send = async () => {
    for (const body of waiting) {
      const { status, body: fates } = await client.sendEvents(body, "application/x-ndjson")
      assert.strictEqual(status, 200)
      assert.strictEqual(fates.accepted + fates.duplicate, EVENTS_PER_BODY)
      answered()
    }
  }
  const senders = await Promise.allSettled(Array.from({ length: SENDERS }, send))
  return senders.filter(({ status }) => status === "rejected").length
}

it("refunds every failure exactly once, however often the process is killed between the two", async () => {
  for (const kill of KILLS) {
    const server = spawnServer({ TIDEMARK_DATA: folder.path })
    const client = await clientOf(server, folder.path)
    let count = 0
    const unanswered = await sendAll(client, () => {
      if (++count === kill.bodies) setTimeout(() => server.child.kill("SIGKILL"), kill.milliseconds)
    })
    await server.ended
    assert.isAbove(unanswered, 0, "nothing was under way when it was killed")
  }
  const server = spawnServer({ TIDEMARK_DATA: folder.path })
  const client = await clientOf(server, folder.path)
  assert.strictEqual(await sendAll(client, () => {}), 0)
  assert.strictEqual((await server.stop()).code, 0)

  const expected = transactionsOf(events)
  assert.strictEqual(expected.length, SPENDS * 1.5)
  const found = Effect.all({ ids: storedIds, wrong: wrongGroups(expected) }).pipe(
    Effect.provide(warehouseEmbedded(folder.path)),
  )
  assert.deepStrictEqual(await Effect.runPromise(found), {
    ids: { rows: expected.length, ids: expected.length },
    wrong: [],
  })
}, 180_000)
