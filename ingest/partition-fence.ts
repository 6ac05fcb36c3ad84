/** One owner a partition: whoever opened its fence last is the only one who can put an intent on record. */
import { Effect, Schema, type Scope } from "effect"
import type { Kafka, Producer } from "kafkajs"
import { type Claim, claimGroup, claimText } from "./claim.ts"
import type { KafkaSettings } from "./config.ts"
import { PATIENT } from "./kafka-client.ts"

/** Another process has opened the fence since, or the brokers did not take the record. */
export class FenceLost extends Schema.TaggedError<FenceLost>()("FenceLost", {
  partition: Schema.Number,
  cause: Schema.Defect(),
}) {
  override get message() {
    const why = this.cause instanceof Error ? this.cause.message : JSON.stringify(this.cause)
    return `partition ${this.partition} is not ours to write any more: ${why}`
  }
}

export interface Fence {
  /**
   * Resolves once the claim is on record. After FenceLost it may be or not, and the fence is of no
   * more use: open it again and read what is on record.
   */
  readonly record: (claim: Claim) => Effect.Effect<void, FenceLost>
}

const DISCONNECT_WITHIN = "500 millis"
/** A record that takes longer is given up; the brokers abort it when the fence is opened again. */
const TRANSACTION_MS_MAX = 10_000

/**
 * Fences whoever owned the partition: each of its records fails from now on, also one that it has
 * begun. What it had on record before is visible when this resolves. Open until the scope closes.
 */
export const openFence = Effect.fn("ingest.openFence")(function* (
  kafka: Kafka,
  settings: KafkaSettings,
  partition: number,
) {
  const lost = (cause: unknown) => new FenceLost({ partition, cause })
  const ask = <A>(run: () => Promise<A>) => Effect.tryPromise({ try: run, catch: lost })
  const producer = yield* transactionalProducer(kafka, settings, partition)
  yield* ask(() => producer.connect())
  // Asks for an epoch of its own, which ends the epochs before it; connecting alone does not.
  yield* ask(async () => (await producer.transaction()).abort())
  const consumerGroupId = claimGroup(settings)
  const record = (claim: Claim) =>
    ask(async () => {
      const transaction = await producer.transaction()
      const offset = `${claim.intent?.first ?? 0n}`
      const partitions = [{ partition, offset, metadata: claimText(claim) }]
      const topics = [{ topic: settings.topic, partitions }]
      await onceSettled(() => transaction.sendOffsets({ consumerGroupId, topics }))
      await transaction.commit()
    }).pipe(
      Effect.timeoutOrElse({
        duration: TRANSACTION_MS_MAX,
        orElse: () => Effect.fail(lost(new Error("no answer from the brokers in time"))),
      }),
    )
  return { record } satisfies Fence
})

const transactionalProducer = (
  kafka: Kafka,
  settings: KafkaSettings,
  partition: number,
): Effect.Effect<Producer, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() =>
      kafka.producer({
        transactionalId: `${settings.group}/${settings.topic}/${partition}`,
        transactionTimeout: TRANSACTION_MS_MAX,
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        // Right after a commit brokers answer CONCURRENT_TRANSACTIONS for a moment.
        retry: { ...PATIENT, initialRetryTime: 1 },
      }),
    ),
    (producer) =>
      Effect.tryPromise(() => producer.disconnect()).pipe(
        Effect.timeoutOption(DISCONNECT_WITHIN),
        Effect.ignore,
      ),
  )

/** The markers of the transaction before may still be under way; kafkajs does not wait for them here. */
const onceSettled = async (send: () => Promise<unknown>) => {
  for (;;) {
    try {
      return await send()
    } catch (error) {
      if (!isUnsettled(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
}

const isUnsettled = (error: unknown): boolean =>
  error instanceof Error && "type" in error && error.type === "CONCURRENT_TRANSACTIONS"
