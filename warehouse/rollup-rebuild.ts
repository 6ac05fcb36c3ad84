/** Makes a rollup anew from the ledger, beside the old one, while figures are read and events come in. */
import { Cause, Clock, Context, Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"
import { eachSlice } from "./integrity-slices.ts"
import { LogWriter } from "./log-writer.ts"
import {
  beginBeside,
  fillSlice,
  finishRebuilds,
  putInPlace,
  removeBeside,
  removeLedger,
} from "./rebuild-tables.ts"
import { ROLLUPS, type Rollup } from "./rollups.ts"
import { SnapshotGate } from "./snapshot-gate.ts"

/** Instants in epoch milliseconds. */
export interface RebuildState {
  readonly rollup: string
  /** `slices`: how many of the ledger are counted already. */
  readonly running: { readonly startedAt: number; readonly slices: number } | null
  /** The last one of this process. `failure`: why the old rows still stand; null when they do not. */
  readonly last: {
    readonly startedAt: number
    readonly finishedAt: number
    readonly entries: number
    readonly failure: string | null
  } | null
}

/** Why it is not begun. */
export class RebuildRefused extends Schema.TaggedError<RebuildRefused>()("RebuildRefused", {
  why: Schema.Literals(["unknown rollup", "running", "cluster", "other writers", "half stored"]),
  reason: Schema.String,
}) {
  override get message() {
    return this.reason
  }
}

export class RollupRebuild extends Context.Service<
  RollupRebuild,
  {
    readonly current: Effect.Effect<ReadonlyArray<RebuildState>>
    /**
     * Begins it, unless it is under way already. `writersStopped`: the caller knows that no other process
     * writes, and that none was killed with a batch half stored.
     */
    readonly start: (
      rollup: string,
      options: { readonly writersStopped: boolean },
    ) => Effect.Effect<void, RebuildRefused | WarehouseError>
  }
>()("warehouse/RollupRebuild") {
  static readonly layer = Layer.effect(
    RollupRebuild,
    Effect.suspend(() => open),
  )
}

// After each slice the engine's one writing connection is left to inserts as long as the slice took.
const PAUSE_RATIO = 1

const open = Effect.gen(function* () {
  const services = yield* Effect.context<ClickHouse | SnapshotGate>()
  const scope = yield* Effect.scope
  const clickhouse = yield* ClickHouse
  const log = yield* LogWriter
  const states = new Map<string, RebuildState>(
    ROLLUPS.map(({ name }) => [name, { rollup: name, running: null, last: null }]),
  )
  const set = (rollup: string, change: Partial<RebuildState>) => {
    const before = states.get(rollup)
    if (before !== undefined) states.set(rollup, { ...before, ...change })
  }

  const run = Effect.fnUntraced(function* (rollup: Rollup, startedAt: number) {
    let slices = 0
    const passed = () => set(rollup.name, { running: { startedAt, slices: ++slices } })
    const outcome = yield* rebuild(rollup, passed).pipe(
      Effect.matchCause({
        onSuccess: (entries) => ({ entries, failure: entries === null ? WRITTEN : null }),
        onFailure: (cause) => ({ entries: null, failure: reasonOf(cause) }),
      }),
      Effect.ensuring(Effect.sync(() => set(rollup.name, { running: null }))),
    )
    const { failure, entries } = outcome
    const finishedAt = yield* Clock.currentTimeMillis
    set(rollup.name, { last: { startedAt, finishedAt, entries: entries ?? 0, failure } })
    yield* failure === null
      ? Effect.logInfo(`${rollup.name} was made anew from ${entries} entries`)
      : Effect.logError(`${rollup.name} could not be made anew`, failure)
  }, Effect.provideContext(services))

  /** Null: it is under way already. */
  const admit = Effect.fnUntraced(function* (name: string, writersStopped: boolean) {
    const rollup = ROLLUPS.find((one) => one.name === name)
    if (rollup === undefined) return yield* unknown(name)
    const running = [...states.values()].find((state) => state.running !== null)
    if (running?.rollup === name) return null
    if (running !== undefined) return yield* busy(running.rollup)
    if (clickhouse.cluster) return yield* onCluster
    if (!clickhouse.exclusive && !writersStopped) return yield* otherWriters
    const [half] = writersStopped ? [] : yield* log.unproven
    if (half !== undefined) return yield* halfStored(half)
    return rollup
  })

  return RollupRebuild.of({
    current: Effect.sync(() => [...states.values()]),
    start: Effect.fn("RollupRebuild.start")(function* (name, { writersStopped }) {
      const startedAt = yield* Clock.currentTimeMillis
      const rollup = yield* admit(name, writersStopped)
      if (rollup === null) return
      set(name, { running: { startedAt, slices: 0 } })
      yield* Effect.forkIn(run(rollup, startedAt), scope)
    }),
  })
})

/** A bug is told like an outage: nobody else waits for what ran by itself. */
const reasonOf = (cause: Cause.Cause<WarehouseError>) => {
  const error = Cause.squash(cause)
  return error instanceof Error ? error.message : String(error)
}

const WRITTEN =
  "the ledger holds other entries than were counted: another process wrote to it meanwhile, and the old rows stand. Stop it and try again"

const rebuild = Effect.fnUntraced(function* (rollup: Rollup, passed: () => void) {
  const gate = yield* SnapshotGate
  yield* gate.whole(Effect.uninterruptible(finishRebuilds()))
  return yield* Effect.gen(function* () {
    yield* gate.whole(Effect.uninterruptible(beginBeside(rollup)))
    yield* eachSlice.ledger(
      Effect.fnUntraced(function* (slice) {
        const began = yield* Clock.currentTimeMillis
        yield* Effect.uninterruptible(fillSlice(rollup, slice))
        passed()
        yield* Effect.sleep(((yield* Clock.currentTimeMillis) - began) * PAUSE_RATIO)
      }),
    )
    return yield* gate.whole(Effect.uninterruptible(putInPlace(rollup)))
  }).pipe(
    // What cannot be taken away now, the next rebuild or start takes away.
    Effect.ensuring(Effect.ignore(gate.writing(removeBeside(rollup)))),
    Effect.ensuring(Effect.ignore(removeLedger)),
  )
})

const refusal = (why: RebuildRefused["why"], reason: string) => new RebuildRefused({ why, reason })

const unknown = (name: string) =>
  refusal(
    "unknown rollup",
    `"${name.slice(0, 64)}" is no rollup: ${ROLLUPS.map((one) => one.name).join(", ")} are`,
  )
const busy = (other: string) =>
  refusal("running", `${other} is being made anew: one rollup at a time`)
const onCluster = refusal(
  "cluster",
  "a rollup of a cluster is not made anew from here: docs/cluster.md says what to do",
)
const otherWriters = refusal(
  "other writers",
  "other processes may write to this server: stop the workers and other API processes, by a signal, not by a kill, and say so with writers=stopped",
)
const halfStored = (partition: string) =>
  refusal(
    "half stored",
    `this process has stored nothing of ${partition} yet, and an earlier one may have been killed with a batch half stored: wait until events of it have come in, or, where no process was killed, say so with writers=stopped`,
  )
