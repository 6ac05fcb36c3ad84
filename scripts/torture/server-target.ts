/** The ClickHouse of the workers, a process of its own: something to be killed. */
import { Effect, Exit, Scope } from "effect"
import type { ServerOptions } from "#warehouse/server.ts"
import { clickHouseProcess } from "#warehouse/testing/clickhouse-process.ts"
import type { Killable } from "./supervised.ts"

export interface Server extends Killable {
  readonly options: ServerOptions
  /** For good. */
  readonly stop: () => Promise<void>
}

const START_MS = 1_500

export const startServer = async (): Promise<Server> => {
  const scope = Scope.makeUnsafe()
  const { options, kill, start } = await Effect.runPromise(Scope.provide(clickHouseProcess, scope))
  let starting = Promise.resolve()
  return {
    name: "ClickHouse",
    startMs: START_MS,
    options,
    ready: () => starting,
    kill: async () => {
      await Effect.runPromise(kill)
      starting = Effect.runPromise(start)
      // It may be killed again before it serves; who waits for it hears of everything else.
      starting.catch(() => {})
    },
    stop: () => Effect.runPromise(Scope.close(scope, Exit.void)),
  }
}
