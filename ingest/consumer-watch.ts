/** Ends a consumer that sits there without consuming although the brokers answer: kafkajs may. */
import { Deferred, Effect, Option, Schedule } from "effect"
import type { Admin, Consumer } from "kafkajs"
import { StartRefused } from "#warehouse/errors.ts"
import { ConsumerStopped } from "./consumer-stopped.ts"

const LOOK_EVERY = "5 seconds"
const ANSWER_WITHIN = "4 seconds"
/** A topic that is made anew is there again by then. */
const GONE_LOOKS_MAX = 4
/** Longer than a rebalance may wait for the slowest of the members. */
const SILENT_LOOKS_MAX = 18

interface Watched {
  readonly consumer: Consumer
  readonly admin: Admin
  readonly topic: string
  readonly ended: Deferred.Deferred<never, ConsumerStopped | StartRefused>
}

/** Looks for as long as the scope is open. Counts looks, not time: a process may have been held up. */
export const watchConsumer = ({ consumer, admin, topic, ended }: Watched) => {
  const [looks, signs] = [{ gone: 0, silent: 0 }, { heard: true }]
  const hear = () => {
    signs.heard = true
  }
  consumer.on(consumer.events.HEARTBEAT, hear)
  consumer.on(consumer.events.GROUP_JOIN, hear)
  const look = Effect.gen(function* () {
    const topics = yield* Effect.tryPromise(() => admin.listTopics()).pipe(
      Effect.timeoutOption(ANSWER_WITHIN),
      Effect.orElseSucceed(() => Option.none<string[]>()),
    )
    // An outage of the brokers is waited out.
    if (Option.isNone(topics)) return Object.assign(looks, { gone: 0, silent: 0 })
    looks.gone = topics.value.includes(topic) ? 0 : looks.gone + 1
    looks.silent = signs.heard ? 0 : looks.silent + 1
    signs.heard = false
    if (looks.gone >= GONE_LOOKS_MAX)
      yield* Deferred.fail(ended, new StartRefused({ reason: `the topic ${topic} is gone` }))
    if (looks.silent >= SILENT_LOOKS_MAX) {
      const cause = new Error("nothing was heard from the group although the brokers answer")
      yield* Deferred.fail(ended, new ConsumerStopped({ cause }))
    }
  })
  return look.pipe(
    Effect.delay(LOOK_EVERY),
    Effect.repeat(Schedule.forever),
    Effect.forkScoped,
    Effect.asVoid,
  )
}
