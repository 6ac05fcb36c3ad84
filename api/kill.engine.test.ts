import { afterAll, afterEach, assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { warehouseEmbedded } from "#warehouse/live.ts"
import { loadOf } from "#warehouse/testing/load-events.ts"
import { storedIds, wrongGroups } from "#warehouse/testing/rollups.ts"
import {
  type Client,
  clientOf,
  killSpawned,
  spawnServer,
  temporaryFolder,
} from "./testing/spawned-server.ts"

const EVENTS = 200_000
const EVENTS_PER_BODY = 5_000
const SENDERS = 4
/**
 * Each kill comes so long after the answer to so many bodies: at every step of storing the next batch,
 * some of it between the transactions and the views.
 */
const KILLS = [2, 6, 10, 14, 18, 22, 26, 30].map((bodies, i) => ({ bodies, milliseconds: 25 * i }))

afterEach(killSpawned)
const folder = temporaryFolder()
afterAll(folder.remove)

const events = loadOf(EVENTS)
const bodies = Array.from({ length: EVENTS / EVENTS_PER_BODY }, (_, i) =>
  events
    .slice(i * EVENTS_PER_BODY, (i + 1) * EVENTS_PER_BODY)
    .map(({ occurredAt, credits, ...event }) =>
      JSON.stringify({
        ...event,
        credits: formatDecimal(credits),
        occurred_at: formatInstant(occurredAt),
      }),
    )
    .join("\n"),
)

/** Sends every body, several at once, until all are answered or one is not. */
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

it("adds up exactly after the process was killed under senders that send everything again", async () => {
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

  const found = Effect.all({ ids: storedIds, wrong: wrongGroups(events) }).pipe(
    Effect.provide(warehouseEmbedded(folder.path)),
  )
  assert.deepStrictEqual(await Effect.runPromise(found), {
    ids: { rows: EVENTS, ids: EVENTS },
    wrong: [],
  })
}, 180_000)
