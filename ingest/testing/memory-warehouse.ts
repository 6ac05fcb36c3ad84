/** What the intake needs of a warehouse, in memory: for tests that are not about storage. */
import { Context, Effect, Layer, Ref } from "effect"
import type { Fate } from "#warehouse/domain/usage-event.ts"
import { encodeUsageEvent } from "#warehouse/domain/usage-event-schema.ts"
import { type Rejection, RejectionStore } from "#warehouse/rejection-store.ts"
import { type ArrivedEvent, encoderForTests, eventsOf } from "#warehouse/testing/event-rows.ts"
import { TransactionWriter } from "#warehouse/transaction-writer.ts"
import { EventSink } from "../event-sink.ts"
import { Intake } from "../intake.ts"

/** What was stored and what was refused, for a test to read back. */
export class Kept extends Context.Service<
  Kept,
  {
    readonly events: Ref.Ref<ReadonlyArray<ArrivedEvent>>
    readonly rejections: Ref.Ref<ReadonlyArray<Rejection>>
  }
>()("ingest/testing/Kept") {
  static readonly layer = Layer.effect(
    Kept,
    Effect.all({
      events: Ref.make<ReadonlyArray<ArrivedEvent>>([]),
      rejections: Ref.make<ReadonlyArray<Rejection>>([]),
    }),
  )
}

const contentOf = (incoming: ArrivedEvent) => JSON.stringify(encodeUsageEvent(incoming.event))

const writer = Layer.effect(
  TransactionWriter,
  Effect.gen(function* () {
    const { events } = yield* Kept
    const stored = new Map<string, string>()
    const fateOf = (incoming: ArrivedEvent): Fate => {
      const key = JSON.stringify([incoming.event.account, incoming.event.id])
      const content = contentOf(incoming)
      const known = stored.get(key)
      if (known === undefined) stored.set(key, content)
      if (known === undefined) return { fate: "accepted" }
      return known === content ? { fate: "duplicate" } : { fate: "conflict", differs: [] }
    }
    return TransactionWriter.of({
      write: (rows) =>
        Effect.gen(function* () {
          const incoming = eventsOf(rows)
          const fates = incoming.map(fateOf)
          const taken = incoming.filter((_, index) => fates[index]?.fate === "accepted")
          yield* Ref.update(events, (all) => [...all, ...taken])
          return fates
        }),
    })
  }),
)

const rejectionStore = Layer.effect(
  RejectionStore,
  Effect.map(Kept, ({ rejections }) =>
    RejectionStore.of({
      record: (more) => Ref.update(rejections, (all) => [...all, ...more]),
    }),
  ),
)

/** An intake that stores in memory, with `Kept` to read it back. */
export const intakeInMemory = Intake.layer.pipe(
  Layer.provide(EventSink.layerDirect),
  Layer.provide(Layer.mergeAll(writer, rejectionStore, encoderForTests)),
  Layer.provideMerge(Kept.layer),
)
