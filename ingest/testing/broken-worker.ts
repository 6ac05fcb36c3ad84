// A worker whose writer has a bug: what a test looks at is how the process ends.
import { Effect, Layer } from "effect"
import { LogReach } from "#warehouse/log-reach.ts"
import { RejectionStore } from "#warehouse/rejection-store.ts"
import { encoderForTests } from "#warehouse/testing/event-rows.ts"
import { TransactionWriter } from "#warehouse/transaction-writer.ts"
import { consumerLayer, KafkaConsumer } from "../consumer.ts"
import { reportFailure, runMain, teardown } from "../run-main.ts"

const stores = Layer.mergeAll(
  encoderForTests,
  Layer.succeed(TransactionWriter, { write: () => Effect.die(new SyntaxError("a bug")) }),
  Layer.succeed(LogReach, { lastOffsets: () => Effect.succeed(new Map()) }),
  Layer.succeed(RejectionStore, { record: () => Effect.void }),
)

const [settings = ""] = process.argv.slice(2)
const worker = KafkaConsumer.use(({ ended }) => ended).pipe(
  Effect.provide(consumerLayer(JSON.parse(settings)).pipe(Layer.provide(stores))),
  Effect.tapCause(reportFailure),
)

runMain(worker, { teardown, disableErrorReporting: true })
