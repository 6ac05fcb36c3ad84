import { afterAll, afterEach, assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { vi } from "vitest"
import type { UsageEvent } from "#warehouse/domain/usage-event.ts"
import { warehouseEmbedded } from "#warehouse/live.ts"
import { failureOf, plantFailures } from "#warehouse/testing/lost-refunds.ts"
import { transactionsOf } from "#warehouse/testing/refunded.ts"
import { storedIds, wrongGroups } from "#warehouse/testing/rollups.ts"
import type { Integrity } from "./proof-contract.ts"
import { sendUnderKills } from "./testing/killed-load.ts"
import { clientOf, killSpawned, spawnServer, temporaryFolder } from "./testing/spawned-server.ts"

const SPENDS = 12_000
const KILLS = [1, 4, 8, 12, 16, 20, 24].map((bodies, i) => ({ bodies, milliseconds: 12 * i }))
const LOST = 1_500
/** From the moment on in which it answers; it looks for what is missing from the beginning. */
const KILLED_WHILE_MAKING = [0, 600]
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

const stored = (expected: ReadonlyArray<UsageEvent>) =>
  Effect.runPromise(
    Effect.all({ ids: storedIds, wrong: wrongGroups(expected) }).pipe(
      Effect.provide(warehouseEmbedded(folder.path)),
    ),
  )

it("refunds every failure exactly once, however often the process is killed between the two", async () => {
  await sendUnderKills({ folder: folder.path, events, eventsPerBody: 500, kills: KILLS })
  const expected = transactionsOf(events)
  assert.strictEqual(expected.length, SPENDS * 1.5)
  assert.deepStrictEqual(await stored(expected), {
    ids: { rows: expected.length, ids: expected.length },
    wrong: [],
  })
}, 180_000)

/** As a version of long ago left them: every spend that has not failed yet has, and nobody refunded it. */
it("makes refunds that are missing exactly once, though it is killed while it does", async () => {
  const failed = new Set(events.flatMap(({ refersTo }) => refersTo ?? []))
  const spends = events.filter(({ id, type }) => type === "spend" && !failed.has(id)).slice(0, LOST)
  const plant = plantFailures(spends).pipe(Effect.provide(warehouseEmbedded(folder.path)))
  await Effect.runPromise(plant)
  for (const milliseconds of KILLED_WHILE_MAKING) {
    const server = spawnServer({ TIDEMARK_DATA: folder.path })
    await server.line(/^http:/)
    setTimeout(() => server.child.kill("SIGKILL"), milliseconds)
    await server.ended
  }
  const server = spawnServer({ TIDEMARK_DATA: folder.path })
  const { get, post } = await clientOf(server, folder.path)
  await post("/v1/integrity", {})
  const { last } = await vi.waitUntil(
    async () => {
      const { body } = await get<Integrity>("/v1/integrity")
      return body.last === null ? false : body
    },
    { timeout: 60_000, interval: 50 },
  )
  assert.deepStrictEqual([last?.differing, last?.refunds.failures], [0, SPENDS / 2 + LOST])
  assert.strictEqual((await server.stop()).code, 0)
  const expected = transactionsOf([...events, ...spends.map(failureOf)])
  assert.deepStrictEqual(await stored(expected), {
    ids: { rows: SPENDS * 1.5 + LOST, ids: SPENDS * 1.5 + LOST },
    wrong: [],
  })
}, 180_000)
