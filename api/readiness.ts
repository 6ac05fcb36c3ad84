import { Context, Duration, Effect, Layer, Schema } from "effect"
import { Watermark } from "#warehouse/watermark.ts"

export const Health = Schema.Struct({
  status: Schema.Literals(["ok", "not ready"]),
  /** What keeps the process from serving, by name. */
  missing: Schema.Array(Schema.String),
}).annotate({ identifier: "Health" })
export type Health = typeof Health.Type

const PROBE_TIME_MAX = Duration.seconds(2)

export class Readiness extends Context.Service<
  Readiness,
  {
    /** What keeps the process from serving, by name; empty when it can. */
    readonly missing: Effect.Effect<ReadonlyArray<string>>
  }
>()("api/Readiness") {
  /** Ready when the warehouse answers in time. */
  static readonly layer = Layer.effect(
    Readiness,
    Effect.gen(function* () {
      const watermark = yield* Watermark
      return Readiness.of({
        missing: watermark.completeTo.pipe(
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
