// A worker whose writer has a bug: what a test looks at is how the process ends.
import { Effect, Layer } from "effect"
import { LogReach } from "#warehouse/log-reach.ts"
import { LogWriter } from "#warehouse/log-writer.ts"
import { RejectionStore } from "#warehouse/rejection-store.ts"
import { encoderForTests } from "#warehouse/testing/event-rows.ts"
import { consumerLayer, KafkaConsumer } from "../consumer.ts"
import { reportFailure, runMain, teardown } from "../run-main.ts"

const bug = Effect.die(new SyntaxError("a bug"))
const stores = Layer.mergeAll(
  Layer.succeed(LogWriter, {
    unproven: Effect.succeed([]),
    lastIntents: () => Effect.succeed(new Map()),
    record: () => bug,
    store: () => bug,
  }),
  encoderForTests,
  Layer.succeed(LogReach, { lastOffsets: () => Effect.succeed(new Map()) }),
  Layer.succeed(RejectionStore, { record: () => Effect.void }),
)

const [settings = ""] = process.argv.slice(2)
const worker = KafkaConsumer.use(({ ended }) => ended).pipe(
  Effect.provide(consumerLayer(JSON.parse(settings)).pipe(Layer.provide(stores))),
  Effect.tapCause(reportFailure),
)

runMain(worker, { teardown, disableErrorReporting: true })
