import { afterAll, afterEach, assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { warehouseEmbedded } from "#warehouse/live.ts"
import { loadOf } from "#warehouse/testing/load-events.ts"
import { storedIds, wrongGroups } from "#warehouse/testing/rollups.ts"
import { sendUnderKills } from "./testing/killed-load.ts"
import { killSpawned, temporaryFolder } from "./testing/spawned-server.ts"

const EVENTS = 200_000
/** At every step of storing the next batch, some of it between the transactions and the views. */
const KILLS = [2, 6, 10, 14, 18, 22, 26, 30].map((bodies, i) => ({ bodies, milliseconds: 25 * i }))

afterEach(killSpawned)
const folder = temporaryFolder()
afterAll(folder.remove)

it("adds up exactly after the process was killed under senders that send everything again", async () => {
  const events = loadOf(EVENTS)
  await sendUnderKills({ folder: folder.path, events, eventsPerBody: 5_000, kills: KILLS })
  const found = Effect.all({ ids: storedIds, wrong: wrongGroups(events) }).pipe(
    Effect.provide(warehouseEmbedded(folder.path)),
  )
  assert.deepStrictEqual(await Effect.runPromise(found), {
    ids: { rows: EVENTS, ids: EVENTS },
    wrong: [],
  })
}, 180_000)
