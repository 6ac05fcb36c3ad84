// A worker that stops itself (SIGSTOP) at one step of its first batch, given as its argument: what a
// test looks at is that the batch counts once, whoever finishes it.
import { writeSync } from "node:fs"
import { resolve } from "node:path"
import { Context, Effect, Layer, Logger, Option } from "effect"
import { Kafka, type ProducerConfig } from "kafkajs"
import { warehouseServer } from "#warehouse/live.ts"
import { LogWriter } from "#warehouse/log-writer.ts"
import { kafkaSettings, warehouseSettings } from "../config.ts"
import { consumerLayer, KafkaConsumer } from "../consumer.ts"
import { reportFailure, runMain, teardown } from "../run-main.ts"

const [step = ""] = process.argv.slice(2)
let isOver = step === ""

const freezeAt = (name: string) => {
  if (isOver || name !== step) return
  isOver = true
  writeSync(2, "frozen\n")
  process.kill(process.pid, "SIGSTOP")
}

const makeProducer = Kafka.prototype.producer
Kafka.prototype.producer = function (this: Kafka, config?: ProducerConfig) {
  const producer = makeProducer.call(this, config)
  if (config?.transactionalId === undefined) return producer
  const transaction = async () => {
    const begun = await producer.transaction()
    let isIntent = false
    return {
      ...begun,
      sendOffsets: async (offsets: Parameters<typeof begun.sendOffsets>[0]) => {
        isIntent = JSON.stringify(offsets).includes("fingerprint")
        if (isIntent) freezeAt("before the intent")
        await begun.sendOffsets(offsets)
        if (isIntent) freezeAt("with the intent begun")
      },
      commit: async () => {
        await begun.commit()
        if (isIntent) freezeAt("behind the intent")
      },
    }
  }
  return { ...producer, transaction }
}

/** Freezes so many milliseconds into the store: before, in, or behind one of its two inserts. */
const freezing = (writer: LogWriter["Service"]): LogWriter["Service"] => ({
  ...writer,
  store: (intent, rows) =>
    Effect.suspend(() => {
      const [, after] = /^storing for (\d+) ms$/.exec(step) ?? []
      if (after !== undefined) setTimeout(() => freezeAt(step), Number(after))
      return writer.store(intent, rows)
    }).pipe(Effect.andThen(Effect.sync(() => freezeAt("before the commit")))),
})

const worker = Effect.gen(function* () {
  const kafka = yield* kafkaSettings
  const { folder, server } = yield* warehouseSettings
  const warehouse = warehouseServer(Option.getOrThrow(server), resolve(folder))
  const frozen = Layer.effectContext(
    Effect.map(Layer.build(warehouse), (services) =>
      Context.add(services, LogWriter, freezing(Context.get(services, LogWriter))),
    ),
  )
  return yield* KafkaConsumer.use(({ ended }) => ended).pipe(
    Effect.provide(consumerLayer(kafka).pipe(Layer.provide(frozen))),
  )
}).pipe(
  Effect.tapCause(reportFailure),
  Effect.provide(Logger.layer([Logger.withConsoleError(Logger.formatJson)])),
)

runMain(worker, { teardown, disableErrorReporting: true })
