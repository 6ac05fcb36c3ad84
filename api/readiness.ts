import { Context, Duration, Effect, Layer, Schema } from "effect"
import { AccountStore } from "#warehouse/account-store.ts"
import { Watermark } from "#warehouse/watermark.ts"

export const Health = Schema.Struct({
  status: Schema.Literals(["ok", "not ready"]),
  /** What keeps the process from serving, by name. */
  missing: Schema.Array(Schema.String),
}).annotate({ identifier: "Health" })
export type Health = typeof Health.Type

/** No account has it, so asking for it reaches the engine and finds nothing. */
const NO_ACCOUNT = ""
const PROBE_TIME_MAX = Duration.seconds(2)

export class Readiness extends Context.Service<
  Readiness,
  {
    /** What keeps the process from serving, by name; empty when it can. */
    readonly missing: Effect.Effect<ReadonlyArray<string>>
  }
>()("api/Readiness") {
  /** Ready when the warehouse answers a lookup, and how far it is complete, in time. */
  static readonly layer = Layer.effect(
    Readiness,
    Effect.gen(function* () {
      const watermark = yield* Watermark
      const accounts = yield* AccountStore
      return Readiness.of({
        missing: Effect.all([accounts.get(NO_ACCOUNT), watermark.completeTo]).pipe(
          Effect.as<ReadonlyArray<string>>([]),
          Effect.timeoutOrElse({
            duration: PROBE_TIME_MAX,
            orElse: () => Effect.succeed(["warehouse"]),
          }),
          Effect.catch(() => Effect.succeed(["warehouse"])),
        ),
      })
    }),
  )
}
