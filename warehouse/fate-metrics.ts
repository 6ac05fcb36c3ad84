/** What became of events, and how large the batches were that brought them. */
import { Effect, Metric } from "effect"
import type { BatchFates } from "./batch-fates.ts"

const ROWS = Metric.exponentialBoundaries({ start: 1, factor: 4, count: 10 })

const batchRows = Metric.histogram("tidemark_batch_rows", {
  description: "Events that were stored together",
  boundaries: ROWS,
})

const events = (fate: "accepted" | "duplicate" | "conflict" | "rejected") =>
  Metric.counter("tidemark_events_total", {
    description: "Events by what became of them; what is no event at all is among the rejections",
    incremental: true,
    attributes: { fate },
  })

const byFate = {
  accepted: events("accepted"),
  duplicate: events("duplicate"),
  conflict: events("conflict"),
  rejected: events("rejected"),
}

/** Shows every fate from the start: a counter that begins at one is no increase to who watches it. */
export const beginFates: Effect.Effect<void> = Effect.forEach(
  Object.values(byFate),
  (counter) => Metric.update(counter, 0),
  { discard: true },
)

/** Since the process began. */
export const countedFates = Effect.map(
  Effect.all({
    accepted: Metric.value(byFate.accepted),
    duplicate: Metric.value(byFate.duplicate),
  }),
  ({ accepted, duplicate }) => ({ accepted: accepted.count, duplicate: duplicate.count }),
)

/** Counts a batch of `count` events, once it is safe. */
export const countFates = (fates: BatchFates, count: number): Effect.Effect<void> => {
  const [accepted, conflict, rejected] = [fates.accepted, fates.conflicts.size, fates.rejected.size]
  return Effect.all(
    [
      Metric.update(batchRows, count),
      Metric.update(byFate.accepted, accepted),
      Metric.update(byFate.duplicate, count - accepted - conflict - rejected),
      Metric.update(byFate.conflict, conflict),
      Metric.update(byFate.rejected, rejected),
    ],
    { discard: true },
  )
}
