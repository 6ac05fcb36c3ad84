// `npm run kafka`: a real broker on this machine, without Docker. Runs until a signal.
import { resolve } from "node:path"
import { ConfigProvider, Effect, References } from "effect"
import { kafkaSettings } from "#ingest/config.ts"
import { openLog } from "#ingest/kafka-client.ts"
import { type KafkaArguments, kafkaArguments, kafkaUsage } from "./kafka-arguments.ts"
import { type Broker, startBroker } from "./kafka-broker.ts"

const say = (line: string) => console.error(`kafka: ${line}`)

const run = async () => {
  const args = kafkaArguments(process.argv.slice(2))
  if (args === "help") return console.log(kafkaUsage)
  const broker = await start(args)
  const signal = untilSignal()
  await makeTopics(broker.brokers)
  console.log(`KAFKA_BROKERS=${broker.brokers}`)
  const reason = await Promise.race([signal, broker.ended])
  await broker.stop()
  if (reason !== undefined) throw new Error(`the broker ended by itself: ${reason}`)
}

const start = ({ port, dir }: KafkaArguments): Promise<Broker> => {
  say(`starting a broker with its data in ${dir} ...`)
  return startBroker({ port, dir: resolve(dir), say })
}

/** Resolves to nothing at the first signal; later ones are taken and change nothing. */
const untilSignal = () =>
  new Promise<undefined>((done) => {
    process.removeAllListeners("SIGINT").removeAllListeners("SIGTERM")
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(name, () => done(undefined))
  })

/** The usual topics, so that a producer can be the first to use the broker. */
const makeTopics = (brokers: string) =>
  Effect.gen(function* () {
    yield* openLog(yield* kafkaSettings)
  }).pipe(
    Effect.provide(
      ConfigProvider.layer(ConfigProvider.fromEnv({ env: { KAFKA_BROKERS: brokers } })),
    ),
    Effect.provideService(References.MinimumLogLevel, "Error"),
    Effect.runPromise,
  )

// Before the broker serves there is nothing to stop in order: what was started ends with us.
process.on("SIGINT", () => process.exit(0)).on("SIGTERM", () => process.exit(0))

run().catch((error) => {
  say(error.message)
  process.exitCode = 1
})
