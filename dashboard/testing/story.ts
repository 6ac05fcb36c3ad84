/** The story of a spend that failed and was refunded, with a conflict on the way. */
import type { EventStory, Rejection } from "#api/rejection-contract.ts"
import { meta, transaction } from "./answers.ts"

export const conflict: Rejection = {
  id: "00000000000000c1",
  reason: "conflict",
  account: "studio-north",
  event_id: "run_8Kd2:scene-12",
  received_at: "2026-11-20T15:58:41.330Z",
  place: null,
  errors: [],
  differs: [{ field: "credits", stored: "48", sent: "50" }],
  raw: { encoding: "utf-8", data: "{}", kept: 2, whole: true },
  state: "open",
  resolution: null,
}

export const story = (change: Partial<EventStory> = {}): EventStory => ({
  account: "studio-north",
  id: "run_8Kd2:scene-12",
  fate: "accepted",
  transaction: transaction({
    id: "run_8Kd2:scene-12",
    operation: "sceneRender",
    credits: "-48",
    balance_after: "7632.5",
    occurred_at: "2026-11-20T15:40:07.412Z",
    quantity: "24",
    unit: "seconds",
    properties: { project: "Museum Trailer" },
  }),
  failure: null,
  source: {
    via: "kafka",
    place: { topic: "usage.events", partition: 4, offset: "182044" },
    batch: "91",
    received_at: "2026-11-20T15:40:08.019Z",
    late_by: null,
  },
  refers_to: null,
  referred_by: [
    {
      id: "refund-1",
      type: "refund",
      operation: "refund",
      credits: "48",
      occurred_at: "2026-11-20T16:02:18.090Z",
    },
  ],
  referred_by_count: 1,
  failures: [
    { id: "failed-1", reason: "generation_failure", occurred_at: "2026-11-20T16:02:18.000Z" },
  ],
  conflicts: [conflict],
  conflict_count: 1,
  rejections: [],
  rejection_count: 0,
  meta,
  ...change,
})
