/**
 * Proves the whole warehouse at set times: every key of every rollup against a recount from the ledger, and
 * every failure against its refund.
 */
import { Clock, Context, Duration, Effect, Layer, Queue } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError, WriterStopping } from "./errors.ts"
import { readLastRun, writeIntegrityRun } from "./integrity-record.ts"
import { eachSlice } from "./integrity-slices.ts"
import { RefundRepair, type RefundsRepaired } from "./refund-repair.ts"
import {
  addComparisons,
  type Comparison,
  compareSettled,
  compareSlice,
  NO_COMPARISON,
  ROLLUP_CHECKS,
  type RollupCheck,
} from "./rollup-checks.ts"
import { SnapshotGate } from "./snapshot-gate.ts"

export interface RollupResult extends Comparison {
  readonly rollup: string
}

/** Instants in epoch milliseconds. */
export interface IntegrityRun {
  readonly startedAt: number
  readonly finishedAt: number
  readonly slices: number
  readonly rollups: ReadonlyArray<RollupResult>
  /** What failures called for and had not got. */
  readonly refunds: RefundsRepaired
}

export interface IntegrityState {
  /** `slices`: how many are compared already. */
  readonly running: { readonly startedAt: number; readonly slices: number } | null
  /** The last one that came to its end, in whichever process. */
  readonly last: IntegrityRun | null
  /** Why the newest run came to none; null once one did. */
  readonly failure: { readonly at: number; readonly reason: string } | null
  /** Null: only when somebody asks for it. */
  readonly nextAt: number | null
}

// The first run: soon, so that a start tells how things are, and not while everything else begins.
const FIRST_RUN_AFTER = Duration.minutes(1)
// After each slice the engine is left to others four times as long as the slice took.
const PAUSE_RATIO = 4
const PAUSE_MS_MIN = 20
const PAUSE_MS_MAX = 5_000

export class Integrity extends Context.Service<
  Integrity,
  {
    readonly current: Effect.Effect<IntegrityState>
    /** Begins a run now; while one is under way it is that one. */
    readonly start: Effect.Effect<void>
  }
>()("warehouse/Integrity") {
  /**
   * `every`: from the end of a run to the next; null for none by itself. `folder`: where scratch files may
   * stand for a moment.
   */
  static readonly layer = (options: IntegrityOptions) => Layer.effect(Integrity, open(options))
}

interface IntegrityOptions {
  readonly every: Duration.Duration | null
  readonly folder: string
}

// How long a process may tell an older run than another one has made.
const LOOK_EVERY = Duration.seconds(10)

const open = Effect.fnUntraced(function* ({ every, folder }: IntegrityOptions) {
  const { exclusive } = yield* ClickHouse
  const repair = yield* RefundRepair
  const asked = yield* Queue.sliding<void>(1)
  const last = yield* readLastRun
  let state: IntegrityState = { running: null, last, failure: null, nextAt: null }
  const set = (change: Partial<IntegrityState>) => {
    state = { ...state, ...change }
  }

  const run = Effect.gen(function* () {
    const startedAt = yield* Clock.currentTimeMillis
    set({ running: { startedAt, slices: 0 }, nextAt: null })
    let slices = 0
    const passed = () => set({ running: { startedAt, slices: ++slices } })
    const rollups = yield* Effect.forEach(ROLLUP_CHECKS, (check) => compareRollup(check, passed))
    const refunds = yield* repair.run
    const finishedAt = yield* Clock.currentTimeMillis
    const last = { startedAt, finishedAt, slices, rollups, refunds }
    yield* report(rollups)
    yield* writeIntegrityRun(folder, last).pipe(
      Effect.catch(({ reason }) => Effect.logWarning("an integrity run is not kept", reason)),
    )
    // At once: who sees the end of this one may begin the next.
    set({ last, failure: null, running: null })
  }).pipe(
    Effect.catch(
      Effect.fnUntraced(function* (error: WarehouseError | WriterStopping) {
        const reason = error._tag === "WriterStopping" ? error.message : error.reason
        set({ failure: { at: yield* Clock.currentTimeMillis, reason } })
        yield* Effect.logWarning("the rollups could not be compared", reason)
      }),
    ),
    Effect.ensuring(Effect.sync(() => set({ running: null }))),
  )

  const untilAsked = (after: Duration.Duration | null) =>
    after === null
      ? Queue.take(asked)
      : Effect.asVoid(Effect.timeoutOption(Queue.take(asked), after))
  const wait = Effect.fnUntraced(function* (after: Duration.Duration | null) {
    const now = yield* Clock.currentTimeMillis
    set({ nextAt: after === null ? null : now + Duration.toMillis(after) })
    yield* untilAsked(after)
  })
  const first = every === null ? null : Duration.min(every, FIRST_RUN_AFTER)
  yield* wait(first).pipe(
    Effect.andThen(Effect.forever(Effect.andThen(run, wait(every)))),
    Effect.forkScoped,
  )

  const look = Effect.gen(function* () {
    const stored = yield* readLastRun
    if (stored !== null && stored.finishedAt > (state.last?.finishedAt ?? 0)) set({ last: stored })
  })
  // Nobody else runs where nobody else writes.
  if (!exclusive)
    yield* Effect.forkScoped(
      Effect.forever(Effect.andThen(Effect.sleep(LOOK_EVERY), Effect.ignore(look))),
    )

  return Integrity.of({
    current: Effect.sync(() => state),
    start: Effect.suspend(() =>
      state.running === null ? Effect.asVoid(Queue.offer(asked, undefined)) : Effect.void,
    ),
  })
})

const compareRollup = Effect.fnUntraced(function* (check: RollupCheck, passed: () => void) {
  const gate = yield* SnapshotGate
  let sum = NO_COMPARISON
  yield* eachSlice[check.by](
    Effect.fnUntraced(function* (slice) {
      const began = yield* Clock.currentTimeMillis
      // A slice at a time: between two of them inserts go on, and each is one state.
      const found = yield* compareSettled(gate.reading(compareSlice(check, slice)))
      sum = addComparisons(sum, found)
      passed()
      const took = (yield* Clock.currentTimeMillis) - began
      yield* Effect.sleep(Math.min(Math.max(took * PAUSE_RATIO, PAUSE_MS_MIN), PAUSE_MS_MAX))
    }),
  )
  const result: RollupResult = { rollup: check.rollup, ...sum }
  return result
})

const report = Effect.fnUntraced(function* (rollups: ReadonlyArray<RollupResult>) {
  for (const { rollup, differing, keys } of rollups)
    if (differing > 0)
      yield* Effect.logError(
        `${rollup} differs from the ledger in ${differing} of its keys: run "tidemark rebuild ${rollup}"`,
        keys[0],
      )
})

/** The rollups that the last run found to differ. */
export const driftingRollups = ({ last }: IntegrityState): ReadonlyArray<string> =>
  last?.rollups.filter(({ differing }) => differing > 0).map(({ rollup }) => rollup) ?? []
