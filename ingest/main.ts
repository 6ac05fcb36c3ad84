// `npm run ingest`: a Kafka worker alone. Runs until a signal.
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { Config, Effect, Logger, Option, References } from "effect"
import { arrivalRecorder } from "#warehouse/arrival-counts.ts"
import { StartRefused } from "#warehouse/errors.ts"
import { warehouseEmbedded, warehouseServer } from "#warehouse/live.ts"
import { acceptedGaps } from "./accepted-gaps.ts"
import { kafkaSettings, type WarehouseSettings, warehouseSettings } from "./config.ts"
import { consumerLayer, KafkaConsumer } from "./consumer.ts"
import { reportFailure, runMain, teardown } from "./run-main.ts"

const warehouse = ({ folder, server }: WarehouseSettings) =>
  Option.match(server, {
    onNone: () => warehouseEmbedded(resolve(folder)),
    onSome: (options) => warehouseServer(options, resolve(folder)),
  })

const readArguments = Effect.try({
  try: () => parseArgs({ options: { "accept-gap": { type: "string" } } }).values,
  catch: (cause) => {
    const [problem] = String(cause instanceof Error ? cause.message : cause).split(". ")
    return new StartRefused({ reason: `${problem}: --accept-gap is known` })
  },
})

const worker = Effect.gen(function* () {
  const accepted = yield* acceptedGaps((yield* readArguments)["accept-gap"])
  const kafka = yield* kafkaSettings
  const stores = yield* warehouseSettings
  const logLevel = yield* Config.LogLevel("LOG_LEVEL").pipe(Config.withDefault("Info" as const))
  const work = Effect.gen(function* () {
    yield* Effect.logInfo("consuming", { topic: kafka.topic, group: kafka.group })
    const { ended } = yield* KafkaConsumer
    return yield* ended
  })
  return yield* work.pipe(
    Effect.provide(consumerLayer(kafka, accepted)),
    Effect.provide(arrivalRecorder(join(resolve(stores.folder), "journal"))),
    Effect.provide(warehouse(stores)),
    Effect.provideService(References.MinimumLogLevel, logLevel),
  )
}).pipe(
  Effect.tapCause(reportFailure),
  // Standard output is for what was asked for, and nobody asked a worker for anything.
  Effect.provide(Logger.layer([Logger.withConsoleError(Logger.formatJson)])),
)

runMain(worker, { teardown, disableErrorReporting: true })
