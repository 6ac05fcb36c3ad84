import { assert, describe, it } from "@effect/vitest"
import type { IncomingEvent } from "./batch-events.ts"
import type { LogPosition } from "./domain/usage-event.ts"
import { stretchesOf } from "./ingest-log.ts"

const at = (position: LogPosition | null, receivedAt = 0): IncomingEvent => ({
  event: {
    id: "e1",
    account: "mana",
    type: "spend",
    operation: "export",
    credits: 1n,
    occurredAt: 0,
  },
  receivedAt,
  position,
  raw: new Uint8Array(),
})
const events = { topic: "usage.events", partition: 0 }

describe("the stretches of the log in a batch", () => {
  it("reach from the first offset to the last of each partition, whatever the order", () => {
    const batch = [
      at({ ...events, offset: 7n }, 30),
      at({ ...events, partition: 1, offset: 2n }, 40),
      at({ ...events, offset: 5n }, 50),
      at({ ...events, offset: 9n }, 20),
    ]
    assert.deepStrictEqual(stretchesOf(batch), [
      { ...events, first: 5n, last: 9n, entries: 3, receivedTo: 50 },
      { ...events, partition: 1, first: 2n, last: 2n, entries: 1, receivedTo: 40 },
    ])
  })

  it("keep topics apart", () => {
    const batch = [
      at({ ...events, offset: 1n }),
      at({ ...events, topic: "usage.replay", offset: 1n }),
    ]
    assert.deepStrictEqual(
      stretchesOf(batch).map(({ topic }) => topic),
      ["usage.events", "usage.replay"],
    )
  })

  it("tell offsets apart that a float cannot", () => {
    const high = 2n ** 53n
    const [stretch] = stretchesOf([
      at({ ...events, offset: high + 1n }),
      at({ ...events, offset: high }),
    ])
    assert.deepStrictEqual([stretch?.first, stretch?.last], [high, high + 1n])
  })

  it("leave out what did not come through the log", () => {
    assert.deepStrictEqual(stretchesOf([at(null), at(null)]), [])
    assert.lengthOf(stretchesOf([at(null), at({ ...events, offset: 1n })]), 1)
  })
})
