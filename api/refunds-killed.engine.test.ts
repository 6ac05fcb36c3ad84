import { afterAll, afterEach, assert, it } from "@effect/vitest"
import { Effect } from "effect"
import type { UsageEvent } from "#warehouse/domain/usage-event.ts"
import { warehouseEmbedded } from "#warehouse/live.ts"
import { transactionsOf } from "#warehouse/testing/refunded.ts"
import { storedIds, wrongGroups } from "#warehouse/testing/rollups.ts"
import { sendUnderKills } from "./testing/killed-load.ts"
import { killSpawned, temporaryFolder } from "./testing/spawned-server.ts"

const SPENDS = 12_000
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

it("refunds every failure exactly once, however often the process is killed between the two", async () => {
  await sendUnderKills({ folder: folder.path, events, eventsPerBody: 500, kills: KILLS })
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
