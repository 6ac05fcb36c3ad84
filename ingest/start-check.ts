/** Before anything is read: does the log still hold what this warehouse lacks? */
import { Effect, Schedule } from "effect"
import type { Kafka } from "kafkajs"
import { StartRefused } from "#warehouse/errors.ts"
import { type GapName, gapSentence, isNamed } from "./accepted-gaps.ts"
import type { KafkaSettings } from "./config.ts"
import { connectedAdmin } from "./kafka-client.ts"
import { readTopicRecord, type TopicRecord } from "./partition-records.ts"
import { type Gap, planOf } from "./resume-plan.ts"

/** A worker that is running moves on while the records are read one after another. */
const LOOK_AGAIN_AFTER = "1 second"
/** A cluster's first group waits while the brokers make the topic that keeps offsets. */
const whileMade = Schedule.spaced("500 millis").pipe(Schedule.upTo({ times: 40 }))

/**
 * StartRefused when messages are missing that `accepted` does not name, in one sentence that names
 * them all. The owner of a partition puts what was accepted on record.
 */
export const checkStart = Effect.fn("ingest.checkStart")(function* (
  kafka: Kafka,
  settings: KafkaSettings,
  accepted: ReadonlyArray<GapName>,
) {
  const look = Effect.scoped(
    Effect.flatMap(connectedAdmin(kafka, settings), (admin) => readTopicRecord(admin, settings)),
  ).pipe(
    Effect.retry({ schedule: whileMade, while: (error) => error._tag === "ClaimsUnknown" }),
    Effect.mapError((error) =>
      error._tag === "StartRefused" ? error : new StartRefused({ reason: error.message }),
    ),
  )
  let topic = yield* look
  if (gapsIn(topic).length === 0) return
  yield* Effect.sleep(LOOK_AGAIN_AFTER)
  topic = yield* look
  const gaps = gapsIn(topic)
  if (!gaps.every((gap) => isNamed(gap, accepted)))
    return yield* new StartRefused({ reason: gapSentence(gaps) })
})

const gapsIn = ({ partitions }: TopicRecord): ReadonlyArray<Gap> =>
  [...partitions.values()].flatMap((record) => {
    const plan = planOf(record)
    return plan.go === "refuse" ? [plan.gap] : []
  })
