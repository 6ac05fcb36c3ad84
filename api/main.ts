// `npm start`, `npm run serve`: the whole process, from its settings to the address it prints.
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { Config, Effect, Layer, Logger, ManagedRuntime, Option, References } from "effect"
import { acceptedGaps } from "#ingest/accepted-gaps.ts"
import {
  type KafkaSettings,
  kafkaSettings,
  type WarehouseSettings,
  warehouseSettings,
} from "#ingest/config.ts"
import { consumerLayer, KafkaConsumer } from "#ingest/consumer.ts"
import { Preview } from "#ingest/event-preview.ts"
import { EventSink } from "#ingest/event-sink.ts"
import { eventSinkKafka } from "#ingest/event-sink-kafka.ts"
import { Intake } from "#ingest/intake.ts"
import { KafkaFreshness, kafkaFreshness } from "#ingest/kafka-freshness.ts"
import { reportFailure, runMain, teardown } from "#ingest/run-main.ts"
import { loadSamples } from "#ingest/samples/load.ts"
import { arrivalRecorder } from "#warehouse/arrival-counts.ts"
import type { ArrivalFates } from "#warehouse/arrival-fates.ts"
import { StartRefused, WarehouseUnavailable } from "#warehouse/errors.ts"
import { Integrity } from "#warehouse/integrity.ts"
import { keyUseRecorder } from "#warehouse/key-uses.ts"
import { warehouseEmbedded, warehouseServer } from "#warehouse/live.ts"
import { RefundRepair, RefundSink } from "#warehouse/refund-repair.ts"
import type { TransactionWriter } from "#warehouse/transaction-writer.ts"
import { Watermark } from "#warehouse/watermark.ts"
import { Access } from "./access.ts"
import { makeApp } from "./app.ts"
import { type ApiSettings, apiSettings } from "./config.ts"
import { Cursors } from "./cursors.ts"
import type { ApiServices } from "./environment.ts"
import { EventIntake, LogUnavailable } from "./event-intake.ts"
import { EventLoop } from "./event-loop.ts"
import { EventPreview } from "./event-preview.ts"
import { ExportJobs } from "./export-jobs.ts"
import { listen } from "./http-server.ts"
import { LiveHub } from "./live-hub.ts"
import { RateLimits } from "./rate-limits.ts"
import { Readiness } from "./readiness.ts"
import { loadSecrets } from "./secrets.ts"
import { SignInLimits } from "./sign-in-limits.ts"

const readArguments = Effect.try({
  try: () =>
    parseArgs({
      options: {
        samples: { type: "boolean" },
        "no-consume": { type: "boolean" },
        "accept-gap": { type: "string" },
      },
    }).values,
  catch: (cause) => {
    const [problem] = String(cause instanceof Error ? cause.message : cause).split(". ")
    return new StartRefused({
      reason: `${problem}: --samples, --no-consume and --accept-gap are known`,
    })
  },
})

const warehouseLayer = ({ folder, server }: WarehouseSettings) =>
  Option.match(server, {
    onNone: () => warehouseEmbedded(resolve(folder)),
    onSome: (options) => warehouseServer(options, resolve(folder)),
  })

const eventIntake = Layer.effect(
  EventIntake,
  Effect.map(Intake, (intake) =>
    EventIntake.of({
      submit: (items, waitSeconds, only) =>
        intake
          .submit(items, waitSeconds, only)
          .pipe(
            Effect.catchTag("SinkUnavailable", ({ cause }) =>
              Effect.fail(new LogUnavailable({ cause })),
            ),
          ),
    }),
  ),
)

const eventPreview = Layer.effect(
  EventPreview,
  Effect.map(Preview, ({ preview }) => EventPreview.of({ preview })),
).pipe(Layer.provide(Preview.layer))

const sinkOf = (
  kafka: KafkaSettings | null,
): Layer.Layer<EventSink, StartRefused, ArrivalFates | TransactionWriter> =>
  kafka === null ? EventSink.layerDirect : eventSinkKafka(kafka)

/** With a log, figures are complete to what the group has stored of it. */
const kafkaWatermark = Layer.effect(
  Watermark,
  Effect.map(KafkaFreshness, ({ current }) =>
    Watermark.of({
      completeTo: Effect.map(current, ({ completeTo }) => completeTo),
      partitions: Effect.map(current, ({ partitions }) =>
        partitions.map(({ lag, lagSeconds, ...partition }) => ({
          ...partition,
          lag: { messages: Number(lag), seconds: lagSeconds },
        })),
      ),
    }),
  ),
)

/** With a log, the owner of their partition stores them. */
const refundSink = Layer.effect(
  RefundSink,
  Effect.map(EventSink, ({ send }) =>
    RefundSink.of({
      send: (rows) =>
        send(rows, FATE_WAIT_SECONDS).pipe(
          Effect.catchTag("SinkUnavailable", ({ cause }) =>
            Effect.fail(new WarehouseUnavailable({ operation: "insert", cause })),
          ),
        ),
    }),
  ),
)
/** What goes into a log has its fate by then, as a rule. */
const FATE_WAIT_SECONDS = 5

const say = (line: string) => Effect.sync(() => void process.stdout.write(`${line}\n`))

const DASHBOARD = join(import.meta.dirname, "..", "dist")

/** Listens, loads, prints the address, and serves until the process is stopped or `ended` fails. */
const serve = Effect.fnUntraced(function* <E>(
  settings: ApiSettings,
  samples: boolean,
  ended: Effect.Effect<never, E>,
) {
  const services = yield* Effect.context<ApiServices>()
  const app = makeApp(ManagedRuntime.make(Layer.succeedContext(services)), {
    dashboard: DASHBOARD,
    embedOrigins: settings.embedOrigins,
  })
  const address = yield* listen(app.fetch, settings)
  // Before the server waits for open requests: streams would never be over.
  yield* Effect.addFinalizer(() => LiveHub.use(({ stop }) => stop))
  if (samples) yield* loadSamples(say)
  const token = yield* Access.use(({ createLink }) => createLink)
  yield* say("Tidemark is ready. This link signs in once, within an hour:")
  yield* say(`${address}/sign-in?token=${token}`)
  return yield* ended
})

const main = Effect.gen(function* () {
  const values = yield* readArguments
  const accepted = yield* acceptedGaps(values["accept-gap"])
  const api = yield* apiSettings
  const stores = yield* warehouseSettings
  const kafka = Option.getOrNull(yield* Config.option(kafkaSettings))

  // Built after the warehouse, so that a folder held by another process is not touched.
  const keys = Layer.unwrap(
    Effect.map(loadSecrets(resolve(stores.folder), api), (secrets) =>
      Layer.mergeAll(
        Access.layer(secrets, { secret: api.tokenSecret, publicKey: api.tokenPublicKey }),
        Cursors.layer(secrets),
        RateLimits.layer({ read: api.readsMax, ingest: api.sendsMax }),
        SignInLimits.layer(api.signInFailuresMax),
      ),
    ),
  )
  const intake = eventIntake.pipe(
    Layer.provideMerge(Intake.layer),
    Layer.provideMerge(refundSink),
    Layer.provide(sinkOf(kafka)),
  )
  const scratch = join(resolve(stores.folder), "journal")
  const integrity = Integrity.layer({ every: api.integrityEvery, folder: scratch }).pipe(
    Layer.provide(RefundRepair.layer(scratch)),
  )
  const watermark =
    kafka === null ? Layer.empty : kafkaWatermark.pipe(Layer.provide(kafkaFreshness(kafka)))
  const run = (ended: Effect.Effect<never, unknown>) =>
    serve(api, values.samples ?? false, ended).pipe(
      Effect.scoped,
      Effect.provide(Layer.provideMerge(Readiness.layer, integrity)),
      Effect.provide(LiveHub.layer),
      Effect.provide(ExportJobs.layer(join(resolve(stores.folder), "exports"))),
      Effect.provide(watermark),
      Effect.provide(Layer.mergeAll(intake, eventPreview, keys, EventLoop.layer)),
    )
  const consume = kafka !== null && !values["no-consume"]
  const served = consume
    ? Effect.flatMap(KafkaConsumer, ({ ended }) => run(ended)).pipe(
        Effect.provide(consumerLayer(kafka, accepted)),
      )
    : run(Effect.never)
  return yield* served.pipe(
    Effect.provide(arrivalRecorder(scratch)),
    Effect.provide(keyUseRecorder),
    Effect.provide(warehouseLayer(stores)),
    Effect.provideService(References.MinimumLogLevel, api.logLevel),
  )
}).pipe(
  Effect.tapCause(reportFailure),
  // Standard output is for people and for the address; what happens is told on standard error.
  Effect.provide(Logger.layer([Logger.withConsoleError(Logger.formatJson)])),
)

runMain(main, { teardown, disableErrorReporting: true })
