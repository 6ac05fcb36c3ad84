/** Waits until the consumer has settled what was put into the log. */
import { Clock, Effect } from "effect"
import type { ArrivalFates } from "#warehouse/arrival-fates.ts"
import type { Fate, LogPosition } from "#warehouse/domain/usage-event.ts"
import type { EventRows } from "#warehouse/event-rows.ts"

const LOOK_EVERY = "50 millis"

/**
 * The fate of each row, of which row n stands at position n of the log; null for what is not settled in
 * time. Looks at the last open row of each partition, and at the others only once one of these is
 * settled: a partition is read in its order. An outage of the warehouse is waited out like everything.
 */
export const awaitFates = Effect.fn("awaitFates")(function* (
  fates: ArrivalFates["Service"],
  { rows, positions }: { readonly rows: EventRows; readonly positions: ReadonlyArray<LogPosition> },
  waitSeconds: number,
) {
  const until = (yield* Clock.currentTimeMillis) + waitSeconds * 1000
  const found: Array<Fate | null> = positions.map(() => null)
  const look = (asked: ReadonlyArray<number>) =>
    fates.of(rows, positions, asked).pipe(
      Effect.orElseSucceed(() => []),
      Effect.map((answers) => {
        answers.forEach((fate, i) => {
          found[asked[i] as number] = fate
        })
        return answers.some((fate) => fate !== null)
      }),
    )
  while (true) {
    const open = positions.flatMap((_, row) => (found[row] === null ? [row] : []))
    if (open.length === 0) break
    const lasts = new Map(open.map((row) => [positions[row]?.partition, row]))
    const anySettled = yield* look([...lasts.values()])
    if (anySettled && open.length > lasts.size) yield* look(open)
    const over = (yield* Clock.currentTimeMillis) >= until
    if (over && !anySettled) yield* look(open)
    if (over) break
    if (!anySettled) yield* Effect.sleep(LOOK_EVERY)
  }
  return found
})
