import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { inject } from "vitest"
import { layerServer, type ServerOptions } from "#warehouse/server.ts"
import { clickHouseProcess } from "#warehouse/testing/clickhouse-process.ts"
import { storedIds, wrongGroups } from "#warehouse/testing/rollups.ts"
import { temporaryFolder } from "#warehouse/testing/warehouse.ts"
import type { KafkaSettings } from "./config.ts"
import { decodeBytes } from "./decode.ts"
import { committed, eventually, makeTopic, produce, settingsOf } from "./testing/log.ts"
import { type Started, serverVariables, startProcess, variables } from "./testing/worker-process.ts"

const STEPS = [
  "before the intent",
  "with the intent begun",
  "behind the intent",
  "storing for 3 ms",
  "storing for 15 ms",
  "storing for 60 ms",
  "before the commit",
]

const message = (account: string, n: number) => ({
  key: account,
  value: JSON.stringify({
    id: `${account}-${n}`,
    account,
    type: "spend",
    operation: "keyframeGenerate",
    credits: `${n + 1}.000003`,
    occurred_at: "2026-03-05T10:30:00.000Z",
  }),
})
type Message = ReturnType<typeof message>
const messages = (account: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => message(account, from + n))

const eventOf = ({ value }: Message) =>
  Result.getOrThrow(decodeBytes(Buffer.from(value), Date.parse("2026-03-06T00:00:00Z")))

const worker = (kafka: KafkaSettings, server: ServerOptions, step = "") =>
  Effect.flatMap(temporaryFolder, (folder) =>
    startProcess("testing/freezing-worker.ts", step === "" ? [] : [step], {
      ...variables(kafka),
      ...serverVariables(server, folder),
    }),
  )

/** How often the process had lost a fence, and claimed the partition again. */
const claimsAgain = ({ output }: Started) =>
  output.stderr.split("claims a partition again").length - 1

const isStored = (kafka: KafkaSettings, count: number) =>
  eventually(
    Effect.map(committed(kafka), (offsets) => {
      const stored = [...offsets.values()].map((offset) => Math.max(0, Number(offset)))
      return stored.reduce((sum, one) => sum + one, 0) >= count
    }),
  )

const isRight = Effect.fnUntraced(
  function* (_server: ServerOptions, sent: ReadonlyArray<Message>) {
    assert.deepStrictEqual(yield* wrongGroups(sent.map(eventOf)), [])
    assert.deepStrictEqual(yield* storedIds, { rows: sent.length, ids: sent.length })
  },
  (effect, server) => Effect.provide(effect, layerServer(server)),
)

describe("workers that share a server", () => {
  it.live(
    "count a batch once when its owner was frozen in the middle of it and wakes up later",
    () =>
      Effect.gen(function* () {
        const { options } = yield* clickHouseProcess
        const freeze = Effect.fnUntraced(function* (step: string) {
          const kafka = settingsOf(inject("kafkaBrokers"))
          const account = `frozen ${step}`
          yield* makeTopic(kafka, 1)
          yield* produce(kafka, messages(account, 0, 2_000))
          const frozen = yield* worker(kafka, options, step)
          yield* eventually(Effect.sync(() => frozen.output.stderr.includes("frozen\n")))
          yield* produce(kafka, messages(account, 2_000, 3_000))
          const successor = yield* worker(kafka, options)
          yield* isStored(kafka, 3_000)
          frozen.process.kill("SIGCONT")
          yield* produce(kafka, messages(account, 3_000, 4_000))
          yield* isStored(kafka, 4_000)
          yield* Effect.sleep("3 seconds")
          const sent = messages(account, 0, 4_000)
          return { sent, fencedAgain: claimsAgain(successor) }
        }, Effect.scoped)
        const frozen = yield* Effect.forEach(STEPS, freeze, { concurrency: 2 })
        yield* isRight(
          options,
          frozen.flatMap(({ sent }) => sent),
        )
        // Who wakes up without its fence does not take the successor's, but asks the group first. A new
        // assignment may still cross with a batch.
        const fencedAgain = frozen.reduce((sum, one) => sum + one.fencedAgain, 0)
        assert.isBelow(fencedAgain, 2, "successors were fenced by who woke up")
      }),
    180_000,
  )

  it.live(
    "lose and double nothing when partitions move every few seconds under load",
    () =>
      Effect.gen(function* () {
        const { options } = yield* clickHouseProcess
        const kafka = settingsOf(inject("kafkaBrokers"))
        yield* makeTopic(kafka, 6)
        const sent: Message[] = []
        const send = (round: number) =>
          Effect.suspend(() => {
            const some = Array.from({ length: 20 }, (_, n) =>
              messages(`account-${n}`, round * 100, round * 100 + 100),
            ).flat()
            sent.push(...some)
            return produce(kafka, some)
          })
        yield* worker(kafka, options)
        let isMoving = true
        const moving = Effect.gen(function* () {
          for (const signal of ["SIGTERM", "SIGKILL", "SIGTERM"] as const)
            yield* Effect.scoped(
              Effect.gen(function* () {
                const second = yield* worker(kafka, options)
                yield* Effect.sleep("6 seconds")
                second.process.kill(signal)
                yield* Effect.promise(() => second.ended)
                yield* Effect.sleep("2 seconds")
              }),
            )
          isMoving = false
        })
        const loading = Effect.gen(function* () {
          for (let round = 0; isMoving; round++) {
            yield* send(round)
            yield* Effect.sleep("200 millis")
          }
        })
        yield* Effect.all([moving, loading], { concurrency: 2 })
        yield* isStored(kafka, sent.length)
        yield* isRight(options, sent)
      }),
    180_000,
  )
})
