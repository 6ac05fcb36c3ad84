/** A client that sends NDJSON bodies of all sizes and sends again, in other cuts, what was not answered. */
import { setTimeout as sleep } from "node:timers/promises"
import { type Random, randomOf } from "#ingest/samples/random.ts"
import type { Findings } from "./findings.ts"
import type { Load } from "./load.ts"
import type { Answer, Sent } from "./sent.ts"

export interface HttpTarget {
  readonly address: string
  readonly key: string
}

export interface SenderOptions {
  readonly load: Load
  readonly sent: Sent
  readonly findings: Findings
  readonly name: string
  readonly seed: number
  /** The largest body; most are much smaller. */
  readonly bodyEventsMax: number
  readonly stop: AbortSignal
}

interface Result {
  readonly fate: Answer
  readonly differs?: ReadonlyArray<{ readonly field: string }>
  readonly errors?: ReadonlyArray<{ readonly pointer: string; readonly code: string }>
}

const REQUEST_MS_MAX = 40_000
const IDLE_MS = 5
const AWAY_MS = 40
/** What a server that stops, or whose store is away, may answer: come again. */
const COME_AGAIN = 503

const sizeOf = (random: Random, eventsMax: number): number => {
  const draw = random.below(20)
  if (draw === 0) return 1 + random.below(eventsMax)
  return draw < 6 ? 1 : 1 + random.below(Math.ceil(eventsMax / 10))
}

/** Runs until it is stopped. `target` is asked for before every body. */
export const sendOverHttp = async (
  options: SenderOptions,
  target: () => HttpTarget,
): Promise<void> => {
  const { sent, stop, seed, name } = options
  const random = randomOf(`${seed}/${name}`)
  while (!stop.aborted) {
    const taken = sent.take(sizeOf(random, options.bodyEventsMax))
    const indices = taken.filter((index) => options.load.messageAt(index).bytes !== null)
    // A tombstone comes through a log only.
    if (indices.length < taken.length)
      sent.giveBack(taken.filter((index) => !indices.includes(index)))
    if (indices.length === 0) await sleep(IDLE_MS)
    else if (!(await sendOne(options, target(), indices))) {
      sent.unanswered(indices)
      await sleep(AWAY_MS)
    }
  }
}

/** False when the fates are unknown. */
const sendOne = async (
  options: SenderOptions,
  { address, key }: HttpTarget,
  indices: ReadonlyArray<number>,
): Promise<boolean> => {
  const { load, sent, findings, stop } = options
  const lines = indices.map((index) => load.messageAt(index).bytes?.toString("latin1"))
  const response = await fetch(`${address}/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
    body: Buffer.from(lines.join("\n"), "latin1"),
    signal: AbortSignal.any([stop, AbortSignal.timeout(REQUEST_MS_MAX)]),
  }).catch(() => undefined)
  const text = await response?.text().catch(() => undefined)
  if (response === undefined || text === undefined) return false
  if (response.status === COME_AGAIN) {
    sent.refused()
    if (!response.headers.has("retry-after")) findings.add(`503 without Retry-After: ${text}`)
    return false
  }
  if (response.status !== 200 && response.status !== 202) {
    findings.add(`${response.status} was answered to events: ${text.slice(0, 300)}`)
    return false
  }
  const { results } = JSON.parse(text) as { readonly results: ReadonlyArray<Result> }
  if (results.length !== indices.length)
    findings.add(`${results.length} fates were answered for ${indices.length} events`)
  indices.forEach((index, place) => {
    const result = results[place]
    if (result !== undefined) hear(options, index, result)
  })
  return true
}

const hear = ({ load, sent, findings }: SenderOptions, index: number, result: Result): void => {
  const { malformed } = load.messageAt(index)
  const { fate, differs = [], errors = [] } = result
  sent.answer(index, fate)
  if (fate === "conflict") sent.differs.set(index, differs.map(({ field }) => field).join())
  if ((malformed !== null) !== (fate === "rejected"))
    findings.add(`message ${index} (${load.kindAt(index)}) was answered ${JSON.stringify(result)}`)
  if (malformed === null) return
  const { pointer, code } = malformed
  if (!errors.some((error) => error.pointer === pointer && error.code === code))
    findings.add(`message ${index}: ${JSON.stringify(errors)} instead of ${code} at ${pointer}`)
}
