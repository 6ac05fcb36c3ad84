/** A load over HTTP whose server is killed under it again and again, and sent once more in the end. */
import { assert } from "vitest"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import type { UsageEvent } from "#warehouse/domain/usage-event.ts"
import { type Client, clientOf, spawnServer } from "./spawned-server.ts"

const SENDERS = 4

export interface KilledLoad {
  /** The data folder. */
  readonly folder: string
  readonly events: ReadonlyArray<UsageEvent>
  readonly eventsPerBody: number
  /** Each kill comes so many milliseconds after the answer to so many bodies. */
  readonly kills: ReadonlyArray<{ readonly bodies: number; readonly milliseconds: number }>
}

/** Resolves when every event was answered and the server has stopped in order. */
export const sendUnderKills = async ({
  folder,
  events,
  eventsPerBody,
  kills,
}: KilledLoad): Promise<void> => {
  const bodies = bodiesOf(events, eventsPerBody)
  for (const kill of kills) {
    const server = spawnServer({ TIDEMARK_DATA: folder })
    const client = await clientOf(server, folder)
    let count = 0
    const unanswered = await sendAll(client, bodies, () => {
      if (++count === kill.bodies) setTimeout(() => server.child.kill("SIGKILL"), kill.milliseconds)
    })
    await server.ended
    assert.isAbove(unanswered, 0, "nothing was under way when it was killed")
  }
  const server = spawnServer({ TIDEMARK_DATA: folder })
  const client = await clientOf(server, folder)
  assert.strictEqual(await sendAll(client, bodies, () => {}), 0)
  assert.strictEqual((await server.stop()).code, 0)
}

interface Body {
  readonly text: string
  readonly count: number
}

/** Sends every body, several at once, until all are answered or one is not; gives how many senders had no answer. */
const sendAll = async (client: Client, bodies: ReadonlyArray<Body>, answered: () => void) => {
  const waiting = bodies.values()
  const send = async () => {
    for (const { text, count } of waiting) {
      const { status, body: fates } = await client.sendEvents(text, "application/x-ndjson")
      assert.strictEqual(status, 200)
      assert.strictEqual(fates.accepted + fates.duplicate, count)
      answered()
    }
  }
  const senders = await Promise.allSettled(Array.from({ length: SENDERS }, send))
  return senders.filter(({ status }) => status === "rejected").length
}

const bodiesOf = (events: ReadonlyArray<UsageEvent>, eventsPerBody: number): ReadonlyArray<Body> =>
  Array.from({ length: Math.ceil(events.length / eventsPerBody) }, (_, i) => {
    const own = events.slice(i * eventsPerBody, (i + 1) * eventsPerBody)
    return { text: own.map((event) => JSON.stringify(wire(event))).join("\n"), count: own.length }
  })

/** By hand, so that a fault of the product's own encoder cannot hide itself. */
const wire = ({ occurredAt, credits, refersTo, operation, ...event }: UsageEvent) => ({
  ...event,
  ...(event.type !== "failure" && { operation, credits: formatDecimal(credits) }),
  ...(refersTo !== undefined && { refers_to: refersTo }),
  occurred_at: formatInstant(occurredAt),
})
