import { Deferred, Effect, Schedule } from "effect"
import type { Consumer, ConsumerGroupJoinEvent } from "kafkajs"
import type { WarehouseError } from "#warehouse/errors.ts"
import type { Beginning, Gate, PositionLost, PositionUnknown } from "./consumer-position.ts"
import { ConsumerStopped, stoppedBy } from "./consumer-stopped.ts"

export interface Assignments {
  readonly topic: string
  readonly consumer: Consumer
  readonly gate: Gate
  /** Where to begin in each partition, asked for on every assignment. */
  readonly beginnings: Effect.Effect<
    ReadonlyMap<number, Beginning>,
    PositionLost | PositionUnknown | WarehouseError
  >
  readonly ended: Deferred.Deferred<never, ConsumerStopped>
}

/**
 * On every assignment: nothing is fetched before it is known where to begin, and that the log has that
 * place. Pausing has to happen in the listener itself, which kafkajs does not wait for.
 */
export const followAssignments = Effect.fnUntraced(function* (assignments: Assignments) {
  const { topic, consumer, gate, beginnings, ended } = assignments
  const run = Effect.runForkWith(yield* Effect.context())
  let assignment = 0

  const begin = (partitions: ReadonlyArray<number>, places: ReadonlyMap<number, Beginning>) => {
    for (const partition of partitions) {
      const place = places.get(partition)
      if (place === undefined) continue
      gate.allow(partition, place.next)
      // Seeks do not survive the next assignment, which asks again.
      if (place.rewound) consumer.seek({ topic, partition, offset: `${place.next}` })
    }
  }

  const joined = ({ payload }: ConsumerGroupJoinEvent) => {
    const partitions = payload.memberAssignment[topic] ?? []
    const mine = ++assignment
    gate.close()
    if (partitions.length === 0) return
    const claim = [{ topic, partitions }]
    consumer.pause(claim)
    const resume = beginnings.pipe(
      Effect.retry({
        schedule: Schedule.spaced("1 second"),
        while: ({ _tag }) =>
          (_tag === "PositionUnknown" || _tag === "WarehouseUnavailable") && mine === assignment,
      }),
      Effect.flatMap((places) =>
        Effect.sync(() => {
          if (mine !== assignment) return
          begin(partitions, places)
          consumer.resume(claim)
        }),
      ),
      Effect.catchCause((cause) =>
        mine === assignment ? Deferred.fail(ended, stoppedBy(cause)) : Effect.void,
      ),
    )
    run(resume)
  }
  consumer.on(consumer.events.GROUP_JOIN, joined)
  // kafkajs stops by itself before it starts anew, or for good.
  consumer.on(consumer.events.STOP, () => {
    assignment++
    gate.close()
  })
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    run(
      restart
        ? Effect.logWarning(`the Kafka consumer starts anew: ${error.message}`)
        : Deferred.fail(ended, new ConsumerStopped({ cause: error })),
    )
  })
})
