/** Kills at random moments: in the middle of work, and while a process recovers from the kill before. */
import { setTimeout as sleep } from "node:timers/promises"
import { randomOf } from "#ingest/samples/random.ts"
import type { Sent } from "./sent.ts"
import type { Killable } from "./supervised.ts"

export interface KillPlan {
  readonly kills: number
  readonly seed: number
  readonly sent: Sent
  /** Each with its weight among the targets. Two of one draw are killed together. */
  readonly targets: ReadonlyArray<{ readonly target: Killable; readonly weight: number }>
  /** Resolves when the next batch is being written down. */
  readonly underWay: (stop: AbortSignal) => Promise<void>
  /** About how many messages are sent between two kills. */
  readonly eventsPerKill: number
  readonly stop: AbortSignal
  readonly killed: (count: number, names: ReadonlyArray<string>) => void
}

const RECOVERING_PERCENT = 25
/** Between the beginning of a batch and its end: the narrowest place, and the one with most to lose. */
const AIMED_PERCENT = 50
const BATCH_MS = 60
const TOGETHER_PERCENT = 10
/** Longer than it takes to store a batch with all its views. */
const AFTER_WORK_MS = 150
const WORK_MS_MAX = 4_000
const NEXT_BATCH_MS_MAX = 1_000
/** Leaves senders enough for the batch that is aimed at. */
const BEFORE_KILL_PERCENT = 70

export const killAtRandom = async (plan: KillPlan): Promise<void> => {
  const { kills, seed, sent, eventsPerKill, stop } = plan
  const random = randomOf(`${seed}/kills`)
  for (let done = 0; done < kills && !stop.aborted; done++) {
    // Counted from what is answered: what a busy machine does not get done must not pile up.
    sent.allow(sent.answered() + eventsPerKill)
    const chosen = choose(plan, random.below)
    const moment = random.below(100)
    if (moment < RECOVERING_PERCENT)
      await sleep(random.below(Math.max(...chosen.map(({ startMs }) => startMs))))
    else {
      await Promise.all(chosen.map((target) => target.ready()))
      await working(
        plan,
        sent.answered() + random.below((eventsPerKill * BEFORE_KILL_PERCENT) / 100),
      )
      if (moment < RECOVERING_PERCENT + AIMED_PERCENT) {
        await plan.underWay(AbortSignal.any([stop, AbortSignal.timeout(NEXT_BATCH_MS_MAX)]))
        await sleep(random.below(BATCH_MS))
      } else await sleep(random.below(AFTER_WORK_MS))
    }
    if (stop.aborted) return
    await Promise.all(chosen.map((target) => target.kill()))
    plan.killed(
      done + 1,
      chosen.map(({ name }) => name),
    )
  }
}

const choose = ({ targets }: KillPlan, below: (bound: number) => number): Killable[] => {
  const one = () => {
    let draw = below(targets.reduce((sum, { weight }) => sum + weight, 0))
    const found = targets.find(({ weight }) => {
      draw -= weight
      return draw < 0
    })
    return (found ?? targets[0])?.target as Killable
  }
  return [...new Set(below(100) < TOGETHER_PERCENT ? [one(), one()] : [one()])]
}

/** Until so many messages were answered, or all that there are for this kill. */
const working = async ({ sent, stop }: KillPlan, mark: number): Promise<void> => {
  const deadline = performance.now() + WORK_MS_MAX
  while (sent.answered() < mark && !sent.settled() && !stop.aborted && performance.now() < deadline)
    await sleep(2)
}
