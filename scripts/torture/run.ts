/** One run: senders, what happens to the system meanwhile, quiet, verdict. */
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import { makeFindings } from "./findings.ts"
import { killAtRandom } from "./killer.ts"
import { loadOf } from "./load.ts"
import { makeSent, type Sent } from "./sent.ts"
import type { Evidence, Stage } from "./stage.ts"

export interface RunOptions {
  readonly seed: number
  /** The largest body of a sender. */
  readonly bodyEventsMax: number
  readonly say: (line: string) => void
  readonly stop: AbortSignal
}

export interface Verdict {
  /** Empty: every figure, row, rejection and answer is right. */
  readonly wrong: ReadonlyArray<string>
  readonly about: string
}

const STANDSTILL_MS_MAX = 60_000
const REPORT_EVERY = 25

/** Rejects when the system does not come to rest; the stage is closed in any case. */
export const runUnder = async (
  stage: Stage,
  { seed, bodyEventsMax, stop }: RunOptions,
  happen: (evidence: Evidence) => Promise<void>,
): Promise<Verdict> => {
  const load = loadOf(seed, { tombstones: stage.tombstones })
  const evidence = { load, sent: makeSent(seed), findings: makeFindings() }
  const ended = new AbortController()
  const sending = AbortSignal.any([stop, ended.signal])
  const senders = stage.senders.map((send, i) =>
    send({ ...evidence, name: `sender-${i}`, seed, bodyEventsMax, stop: sending }),
  )
  const all = Promise.all(senders)
  try {
    // A sender ends before only by a bug of its own, and clients wait for dead brokers for ever: neither
    // may hold up the end.
    await Promise.race([happen(evidence), failing(all), interrupted(stop)])
    ended.abort()
    await all
    await stage.stop(evidence.findings)
    const about = await stage.check(evidence)
    return { wrong: evidence.findings.lines(), about }
  } finally {
    ended.abort()
    await stage.close()
  }
}

const failing = (senders: Promise<unknown>) => senders.then(() => new Promise<never>(() => {}))

const interrupted = async (stop: AbortSignal): Promise<never> => {
  if (!stop.aborted) await once(stop, "abort")
  throw stop.reason
}

export interface TortureOptions extends Omit<RunOptions, "bodyEventsMax"> {
  readonly kills: number
  readonly eventsPerKill: number
  /** No more kills after so long. */
  readonly minutesMax: number
}

/** Kills, until it is enough. */
export const torture = async (stage: Stage, options: TortureOptions): Promise<Verdict> => {
  const { kills, eventsPerKill, minutesMax, say, stop } = options
  let done = 0
  const tally = new Map<string, number>()
  const enough = AbortSignal.any([stop, AbortSignal.timeout(minutesMax * 60_000)])
  const verdict = await runUnder(
    stage,
    { ...options, bodyEventsMax: eventsPerKill },
    async ({ sent }) => {
      sent.allow(eventsPerKill)
      const killed = (count: number, names: ReadonlyArray<string>) => {
        done = count
        for (const name of names) tally.set(name, (tally.get(name) ?? 0) + 1)
        if (count % REPORT_EVERY === 0 || count === kills)
          say(`kill ${count} of ${kills}, ${sent.answered()} messages answered`)
      }
      const { targets, underWay } = stage
      await killAtRandom({ ...options, stop: enough, sent, targets, underWay, killed })
      await allAnswered(sent, stop)
      await stage.quiet(0)
    },
  )
  const each = Array.from(tally, ([name, count]) => `${name} ${count}`).sort()
  return { ...verdict, about: `${done} kills (${each.join(", ")}), ${verdict.about}` }
}

/** Rejects when no more answers come. */
export const allAnswered = async (sent: Sent, stop: AbortSignal): Promise<void> => {
  let [answered, since] = [sent.answered(), performance.now()]
  while (!sent.settled() && !stop.aborted) {
    if (sent.answered() > answered) [answered, since] = [sent.answered(), performance.now()]
    if (performance.now() - since > STANDSTILL_MS_MAX)
      throw new Error(`${sent.taken() - answered} messages are not answered for good`)
    await sleep(20)
  }
}
