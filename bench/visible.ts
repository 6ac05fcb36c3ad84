/**
 * From the producer's acknowledgement to the overview, under 10,000 events a second through a real
 * broker on the same cores: single events of one account are sent among the others, and its overview is
 * asked for again and again until it counts them. They begin once the flow itself is counted: that a
 * process has to start and join its group first is another figure.
 */
import { setTimeout as sleep } from "node:timers/promises"
import { Console, Effect } from "effect"
import { Partitioners, type Producer } from "kafkajs"
import type { Overview } from "#api/contract.ts"
import { clientOf, makeTopic, settingsOf } from "#ingest/testing/log.ts"
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import { encodeUsageEvent } from "#warehouse/domain/usage-event-schema.ts"
import { apiProcess } from "./api-process.ts"
import { benchBroker } from "./broker.ts"
import { benchEvent } from "./events.ts"

const PARTITIONS = 6
const ACCOUNTS = 2_000
const EVENTS_PER_SECOND = 10_000
const SECONDS = 75
/** Compiled by then, and what stood in the log before is read. */
const WARM_UP_MS = 10_000
/** Enough for kafkajs to keep up, few enough that no send is late. */
const SENDS_PER_SECOND = 20
const PROBE_EVERY_MS = 250
const ASK_EVERY_MS = 20
const GOAL_P99_MS = 1_000
/** The smallest credits each: what the overview shows as spent, in millionths, is how many it counts. */
const PROBE = { type: "spend", credits: 1n } as const

const messageOf = (event: ReturnType<typeof benchEvent>) => ({
  key: event.account,
  value: JSON.stringify(encodeUsageEvent(event)),
})

/** Sends at an even pace; gives how many were sent. */
const pour = async (producer: Producer, topic: string): Promise<number> => {
  const perSend = EVENTS_PER_SECOND / SENDS_PER_SECOND
  const began = performance.now()
  const sends = SECONDS * SENDS_PER_SECOND
  for (let send = 0; send < sends; send++) {
    const messages = Array.from({ length: perSend }, (_, i) =>
      messageOf(benchEvent(send * perSend + i, ACCOUNTS)),
    )
    await producer.send({ topic, messages })
    await sleep(Math.max(0, began + ((send + 1) * 1000) / SENDS_PER_SECOND - performance.now()))
  }
  return sends * perSend
}

interface Watched {
  readonly produce: (number: number) => Promise<void>
  readonly count: () => Promise<bigint>
  readonly isOver: () => boolean
}

/** Milliseconds from each probe's acknowledgement until it was counted. */
const watch = async ({ produce, count, isOver }: Watched): Promise<ReadonlyArray<number>> => {
  const acknowledged: number[] = []
  const waits: number[] = []
  const probing = (async () => {
    while (!isOver()) {
      await produce(acknowledged.length)
      acknowledged.push(performance.now())
      await sleep(PROBE_EVERY_MS)
    }
  })()
  while (!isOver() || waits.length < acknowledged.length) {
    const seen = await count()
    const at = performance.now()
    while (waits.length < seen) waits.push(at - (acknowledged[waits.length] ?? at))
    await sleep(ASK_EVERY_MS)
  }
  await probing
  return waits.sort((a, b) => a - b)
}

export const visible = Effect.gen(function* () {
  const broker = yield* benchBroker
  const settings = settingsOf(broker.brokers)
  yield* makeTopic(settings, PARTITIONS)
  const api = yield* apiProcess({
    KAFKA_BROKERS: broker.brokers,
    KAFKA_TOPIC: settings.topic,
    KAFKA_GROUP: settings.group,
  })
  const producer = clientOf(settings).producer({
    createPartitioner: Partitioners.DefaultPartitioner,
  })
  yield* Effect.promise(() => producer.connect())
  const countOf = async (account: string) => {
    const { body } = await api.get<Partial<Overview>>(`/v1/accounts/${account}/overview`)
    return parseDecimal(body.lifetime?.spent ?? "0") ?? 0n
  }
  const probe = async (account: string, number: number) => {
    const event = { ...benchEvent(number + 1, 1), ...PROBE, account }
    await producer.send({ topic: settings.topic, messages: [messageOf(event)] })
  }
  const waits = yield* Effect.promise(async () => {
    let isOver = false
    const pouring = pour(producer, settings.topic)
    await probe("warm-up", 0)
    while ((await countOf("warm-up")) === 0n) await sleep(ASK_EVERY_MS)
    await sleep(WARM_UP_MS)
    const watching = watch({
      produce: (number) => probe("probe", number),
      count: () => countOf("probe"),
      isOver: () => isOver,
    })
    await pouring
    isOver = true
    return watching
  })
  yield* Effect.promise(() => producer.disconnect())
  const at = (share: number) => (waits[Math.floor(waits.length * share)] ?? 0).toFixed(0)
  yield* Console.log(
    `produced → visible at ${EVENTS_PER_SECOND} events/s, ${waits.length} probes: p50 ${at(0.5)} ms, ` +
      `p99 ${at(0.99)} ms (goal ≤ ${GOAL_P99_MS}), longest ${at(0.9999)} ms`,
  )
})
