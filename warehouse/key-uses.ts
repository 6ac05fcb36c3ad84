/** When each key was used last: remembered here at once, written down once a minute, by every process. */
import { Clock, Context, Effect, Layer, Schedule, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import type { WarehouseError } from "./errors.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"

/** What a process has not written down yet is unknown to the others, and lost when it is killed. */
const WRITE_EVERY = "60 seconds"

export class KeyUses extends Context.Service<
  KeyUses,
  {
    /** Just now. Asks nothing and writes nothing: it is for every request. */
    readonly used: (id: string) => Effect.Effect<void>
    /** Epoch milliseconds by id; those that never were used are missing. */
    readonly latest: (
      ids: ReadonlyArray<string>,
    ) => Effect.Effect<ReadonlyMap<string, number>, WarehouseError>
    /** Writes down what was used since the last time. */
    readonly write: Effect.Effect<void>
  }
>()("warehouse/KeyUses") {
  /** `folder`: where scratch files may stand for a moment. */
  static readonly layer = (folder: string) =>
    Layer.effect(
      KeyUses,
      Effect.map(ClickHouse, (clickhouse) => make(folder, clickhouse)),
    )
}

/** Writes down what this process saw, for as long as the layer lives. */
export const keyUseRecorder = Layer.effectDiscard(
  Effect.gen(function* () {
    const { write } = yield* KeyUses
    yield* Effect.addFinalizer(() => write)
    yield* write.pipe(Effect.repeat(Schedule.spaced(WRITE_EVERY)), Effect.forkScoped)
  }),
)

const make = (folder: string, clickhouse: typeof ClickHouse.Service) => {
  const seen = new Map<string, number>()
  let waiting = new Set<string>()
  return KeyUses.of({
    used: (id) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        seen.set(id, now)
        waiting.add(id)
      }),
    latest: Effect.fn("KeyUses.latest")(function* (ids) {
      const rows = yield* clickhouse.query(question, { ids }, UseRow)
      const found = new Map(rows.map(({ id, latest }) => [id, latest]))
      for (const id of ids) {
        const here = seen.get(id)
        if (here !== undefined) found.set(id, Math.max(here, found.get(id) ?? 0))
      }
      return found
    }),
    write: Effect.suspend(() => {
      const rows = [...waiting].flatMap((id): ReadonlyArray<Use> => {
        const at = seen.get(id)
        return at === undefined ? [] : [{ id, at }]
      })
      if (rows.length === 0) return Effect.void
      waiting = new Set()
      return insertScratchRows({ folder, ...insert }, rows, writeRow).pipe(
        Effect.tapError((error) => {
          // For the next time: the latest is the latest, however often it is written.
          for (const { id } of rows) waiting.add(id)
          return Effect.logWarning("uses of keys are not written down", error.reason)
        }),
        Effect.ignore,
        Effect.provideService(ClickHouse, clickhouse),
      )
    }),
  })
}

interface Use {
  readonly id: string
  /** Epoch milliseconds. */
  readonly at: number
}

const question = sqlQuery("key-uses")
const UseRow = Schema.Struct({ id: Schema.String, latest: Schema.NumberFromString })

const insert = {
  statement: sqlQuery("insert-key-uses"),
  structure: "id String, used_at UInt64",
}

const writeRow: Parameters<typeof insertScratchRows<Use>>[2] = (out, { id, at }) => {
  out.string(id)
  out.uint64(BigInt(at))
}
