/** One run: load, kills, quiet, verdict. */
import { setTimeout as sleep } from "node:timers/promises"
import { makeFindings } from "./findings.ts"
import { killAtRandom } from "./killer.ts"
import { loadOf } from "./load.ts"
import { makeSent, type Sent } from "./sent.ts"
import type { Stage } from "./stage.ts"

export interface RunOptions {
  readonly kills: number
  readonly seed: number
  readonly eventsPerKill: number
  readonly say: (line: string) => void
  readonly stop: AbortSignal
}

export interface Verdict {
  /** Empty: every figure, row, rejection and answer is right. */
  readonly wrong: ReadonlyArray<string>
  readonly about: string
}

const ANSWERED_MS_MAX = 180_000
const REPORT_EVERY = 25

/** Rejects when the system does not come to rest; the stage is closed in any case. */
export const torture = async (stage: Stage, options: RunOptions): Promise<Verdict> => {
  const { kills, seed, eventsPerKill, say, stop } = options
  const load = loadOf(seed, { tombstones: false })
  const sent = makeSent(seed)
  const findings = makeFindings()
  const ended = new AbortController()
  const sending = AbortSignal.any([stop, ended.signal])
  const senders = stage.senders.map((send, i) =>
    send({
      load,
      sent,
      findings,
      name: `sender-${i}`,
      seed,
      bodyEventsMax: eventsPerKill,
      stop: sending,
    }),
  )
  const trouble = Promise.all(senders).then(() => {})
  try {
    sent.allow(eventsPerKill)
    const killed = (count: number, names: string) => {
      if (count % REPORT_EVERY === 0 || count === kills)
        say(`kill ${count} of ${kills} (${names}), ${sent.answered()} messages answered`)
    }
    const work = async () => {
      const { targets, underWay } = stage
      await killAtRandom({ kills, seed, sent, targets, underWay, eventsPerKill, stop, killed })
      await allAnswered(sent, stop)
      await stage.quiet()
    }
    // A sender ends before only by a bug of its own, and then this must not wait for ever.
    await Promise.race([work(), trouble.then(() => new Promise(() => {}))])
    stop.throwIfAborted()
    ended.abort()
    await trouble
    await stage.stop(findings)
    const about = await stage.check({ load, sent, findings })
    return { wrong: findings.lines(), about }
  } finally {
    ended.abort()
    await stage.close()
  }
}

const allAnswered = async (sent: Sent, stop: AbortSignal): Promise<void> => {
  const deadline = performance.now() + ANSWERED_MS_MAX
  while (!sent.settled() && !stop.aborted) {
    if (performance.now() > deadline)
      throw new Error(`${sent.taken() - sent.answered()} messages are not answered for good`)
    await sleep(20)
  }
}
