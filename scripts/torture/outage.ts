/**
 * A broker that is away while events keep coming at a steady rate: senders are told to come again,
 * nothing acknowledged is lost, and what has piled up is caught up much faster than it came.
 */
import { setTimeout as sleep } from "node:timers/promises"
import { allAnswered, type RunOptions, runUnder, type Verdict } from "./run.ts"
import type { Sent } from "./sent.ts"
import type { Stage } from "./stage.ts"

export interface OutageOptions extends Omit<RunOptions, "bodyEventsMax"> {
  readonly seconds: number
  /** Events a second, before, during and after. */
  readonly liveRate: number
}

const BEFORE_MS = 8_000
const TICK_MS = 50
const BODY_EVENTS_MAX = 2_000
const CATCH_UP_MIN = 5

export const sufferOutage = async (stage: Stage, options: OutageOptions): Promise<Verdict> => {
  const { seconds, liveRate, say, stop } = options
  const verdict = await runUnder(
    stage,
    { ...options, bodyEventsMax: BODY_EVENTS_MAX },
    async ({ sent, findings }) => {
      const source = startSource(sent, liveRate)
      try {
        await sleep(BEFORE_MS)
        say(`${sent.answered()} of ${source.due()} messages were answered before the outage`)
        const node = stage.cluster?.nodes[0]
        if (node === undefined) throw new Error("an outage needs a broker")
        await node.kill()
        await sleep(seconds * 1000, undefined, { signal: stop })
        const refusals = sent.refusals()
        say(
          `${source.due() - sent.answered()} messages wait; ${refusals} bodies were told to come again`,
        )
        if (refusals === 0) findings.add("no sender was told to come again")
        await node.start()
        await node.ready()
        const [began, waiting] = [performance.now(), source.due() - sent.answered()]
        await caughtUp(sent, source.due)
        // As far behind as a source of that rate may well be at any time.
        await stage.quiet(liveRate)
        const took = (performance.now() - began) / 1000
        const rate = waiting / took + liveRate
        say(
          `caught up ${waiting} messages and ${liveRate} new ones a second in ${took.toFixed(1)} s: ` +
            `${rate.toFixed(0)}/s, ${(rate / liveRate).toFixed(1)} times the live rate`,
        )
        if (rate < CATCH_UP_MIN * liveRate)
          findings.add(`the backlog was caught up at ${rate.toFixed(0)}/s only`)
      } finally {
        source.stop()
      }
      await allAnswered(sent, stop)
      await stage.quiet(0)
    },
  )
  return { ...verdict, about: `${seconds} s without a broker, ${verdict.about}` }
}

/** Allows as many messages as a source of that rate would have sent by now. */
const startSource = (sent: Sent, rate: number) => {
  const began = performance.now()
  const due = () => Math.floor(((performance.now() - began) / 1000) * rate)
  const timer = setInterval(() => sent.allow(due()), TICK_MS)
  return { due, stop: () => clearInterval(timer) }
}

/** Until no more is unanswered than what a live source has under way. */
const caughtUp = async (sent: Sent, due: () => number): Promise<void> => {
  const deadline = performance.now() + 180_000
  while (due() - sent.answered() > BODY_EVENTS_MAX) {
    if (performance.now() > deadline) throw new Error("the backlog does not get smaller")
    await sleep(TICK_MS)
  }
}
