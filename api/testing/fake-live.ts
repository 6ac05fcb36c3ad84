/** Live streams that are over as soon as they begin: who asks for everything there is reads them to their end. */
import { Effect, Layer } from "effect"
import { LiveHub } from "../live-hub.ts"

export const liveHub = Layer.succeed(LiveHub, {
  open: () => Effect.sync(() => new Blob(["retry: 1000\n\n"]).stream()),
  stop: Effect.void,
  counts: Effect.succeed({ listeners: 3, messages: 40, dropped: 1 }),
})
