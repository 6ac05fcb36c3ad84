/** The verdict on a run with a log: rows, rollups, places, rejections and dead letters. */
import { Effect } from "effect"
import type { Kafka } from "kafkajs"
import type { KafkaSettings } from "#ingest/config.ts"
import { storedRejections } from "#warehouse/testing/stored-rows.ts"
import { checkLog, emptyLog, readInto } from "./check-log.ts"
import { checkRejections, type Expected } from "./check-rejections.ts"
import type { Findings } from "./findings.ts"
import { type LogRecord, readLog } from "./log-records.ts"
import type { Evidence } from "./stage.ts"
import { countsOf, readStored } from "./stored-contents.ts"

export interface LogRun {
  readonly kafka: Kafka
  readonly settings: KafkaSettings
  readonly homeOf: (account: string) => number
}

export const checkLogRun = Effect.fnUntraced(function* (
  { load, sent, findings }: Evidence,
  { kafka, settings, homeOf }: LogRun,
) {
  const taken = sent.taken()
  const log = emptyLog(taken)
  const read = readInto(log, { load, homeOf, findings })
  yield* Effect.promise(() => readLog(kafka, settings.topic, read))
  const stored = yield* readStored(load, taken, findings)
  checkLog(log, { load, sent, findings }, stored)
  const rejections = yield* storedRejections
  const expected = [...log.aside, ...refusedOverHttp({ load, sent, findings })]
  checkRejections(rejections, expected, findings)
  const letters = makeLetters()
  yield* Effect.promise(() => readLog(kafka, settings.deadTopic, letters.read))
  letters.check(log.aside, findings)
  return (
    `${taken} messages, ${log.records} in the log, ${countsOf(stored)}, ` +
    `${rejections.length} rejections`
  )
})

/** Malformed events never reach the log over HTTP; of some nobody knows which way they went. */
function* refusedOverHttp({ load, sent }: Evidence): Iterable<Expected> {
  for (let index = 0; index < sent.taken(); index++) {
    if (load.kindAt(index) !== "malformed") continue
    const { bytes, malformed } = load.messageAt(index)
    const refused = sent.answerOf(index) === "rejected"
    if (bytes === null || malformed === null || !(refused || sent.maybeStored(index))) continue
    yield {
      reason: malformed.reason,
      place: "",
      raw: bytes.toString("latin1"),
      code: malformed.code,
      required: refused,
      what: `message ${index}`,
    }
  }
}

/** Each message that is no event, whole, at least once, with its place and reason; and nothing else. */
const makeLetters = () => {
  const letters = new Map<string, string>()
  const headerOf = ({ message }: LogRecord, name: string) => `${message.headers?.[name]}`
  return {
    read: (record: LogRecord) => {
      const place = `${headerOf(record, "partition")}/${headerOf(record, "offset")}`
      letters.set(
        place,
        `${headerOf(record, "reason")} ${record.message.value?.toString("latin1") ?? ""}`,
      )
    },
    check: (aside: ReadonlyArray<Expected>, findings: Findings) => {
      for (const { reason, place, raw, what } of aside) {
        if (reason === "conflict") continue
        const letter = letters.get(place)
        letters.delete(place)
        if (letter !== `${reason} ${raw}`)
          findings.add(`${what} is not a dead letter as it came, but ${letter}`)
      }
      for (const [place, letter] of letters) findings.add(`nothing died at ${place}: ${letter}`)
    },
  }
}
