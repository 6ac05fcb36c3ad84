import { Context, Duration, Effect, Layer, Schema } from "effect"
import { AccountStore } from "#warehouse/account-store.ts"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { driftingRollups, Integrity } from "#warehouse/integrity.ts"
import { totalLag, Watermark } from "#warehouse/watermark.ts"
import { Instant, Lag } from "./contract.ts"

const status = Schema.Literals(["ok", "not ready"])

export const Health = Schema.Struct({ status }).annotate({ identifier: "Health" })
export type Health = typeof Health.Type

export const Ready = Schema.Struct({
  status,
  /** What keeps the process from serving, by name. */
  missing: Schema.Array(Schema.String),
  /** How far the figures are complete, and what they lack of the log; null while that is not known. */
  complete_to: Schema.NullOr(Instant),
  lag: Schema.NullOr(Lag),
  /**
   * Rollups that the last integrity run found to differ from the ledger. The process serves all the
   * same: of millions of keys a few may be wrong, and no restart mends them.
   */
  drifting: Schema.Array(Schema.String),
}).annotate({ identifier: "Ready" })
export type Ready = typeof Ready.Type

const NO_WAREHOUSE: Ready = {
  status: "not ready",
  missing: ["warehouse"],
  complete_to: null,
  lag: null,
  drifting: [],
}

const PROBE_TIME_MAX = Duration.seconds(2)

export class Readiness extends Context.Service<
  Readiness,
  {
    readonly current: Effect.Effect<Ready>
  }
>()("api/Readiness") {
  /** Ready when the warehouse answers a lookup, and how far it is complete, in time. */
  static readonly layer = Layer.effect(
    Readiness,
    Effect.gen(function* () {
      const watermark = yield* Watermark
      const accounts = yield* AccountStore
      const integrity = yield* Integrity
      const look = Effect.all({
        engine: accounts.reach,
        completeTo: watermark.completeTo,
        partitions: watermark.partitions,
        integrity: integrity.current,
      })
      return Readiness.of({
        current: look.pipe(
          Effect.map(
            ({ completeTo, partitions, integrity }): Ready => ({
              status: "ok",
              missing: [],
              complete_to: formatInstant(completeTo),
              lag: totalLag(partitions),
              drifting: driftingRollups(integrity),
            }),
          ),
          Effect.timeoutOrElse({
            duration: PROBE_TIME_MAX,
            orElse: () => Effect.succeed(NO_WAREHOUSE),
          }),
          Effect.catch(() => Effect.succeed(NO_WAREHOUSE)),
        ),
      })
    }),
  )
}
