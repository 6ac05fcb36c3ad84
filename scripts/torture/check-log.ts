/**
 * What is stored, against what the log holds: of every account the first event of an id in the partition
 * where the account belongs, from that very place; everything acknowledged is in the log; what conflicts
 * or is no event is put aside with its place.
 */
import type { LogPosition } from "#warehouse/domain/usage-event.ts"
import type { Expected } from "./check-rejections.ts"
import type { Findings } from "./findings.ts"
import { isOwn, type Load } from "./load.ts"
import type { LogRecord } from "./log-records.ts"
import { meaningOf, readEvent } from "./meaning.ts"
import type { Sent } from "./sent.ts"
import type { StoredContents } from "./stored-contents.ts"

/** What was met in the log, by the number of the message that has the id. */
export interface LogContent {
  readonly first: {
    /** -1: not met where its account belongs. */
    readonly variant: Int8Array
    readonly partition: Int16Array
    readonly offset: Float64Array
  }
  /** A bit for each content: met where its account belongs, and met elsewhere. */
  readonly home: Uint8Array
  readonly foreign: Uint8Array
  readonly malformed: Set<number>
  /** What has to be among the rejections and, where it is malformed, among the dead letters. */
  readonly aside: Expected[]
  records: number
}

export const emptyLog = (taken: number): LogContent => ({
  first: {
    variant: new Int8Array(taken).fill(-1),
    partition: new Int16Array(taken),
    offset: new Float64Array(taken),
  },
  home: new Uint8Array(taken),
  foreign: new Uint8Array(taken),
  malformed: new Set(),
  aside: [],
  records: 0,
})

export interface ReaderOptions {
  readonly load: Load
  readonly homeOf: (account: string) => number
  readonly findings: Findings
}

/** Takes the records of each partition in their order. */
export const readInto = (log: LogContent, { load, homeOf, findings }: ReaderOptions) => {
  const { first, home, foreign, aside } = log
  const taken = home.length
  const malformed = malformedTexts(load, taken)

  const readMalformed = (index: number, place: string, raw: string) => {
    const { reason, code } = load.messageAt(index).malformed ?? {}
    if (reason === undefined) throw new Error(`message ${index} is not malformed`)
    log.malformed.add(index)
    const what = `the ${reason} message ${index} at ${place}`
    aside.push({ reason, place, raw, code: code ?? null, required: true, what })
  }

  const readValid = (bytes: Buffer, partition: number, offset: number) => {
    const event = readEvent(bytes)
    const base = load.baseOf(event.account, event.id) ?? taken
    const meaning = meaningOf(event)
    const variant =
      base < taken ? load.contentsOf(base).findIndex((one) => meaningOf(one) === meaning) : -1
    if (variant === -1) return findings.add(`the log holds what nobody sent: ${bytes}`)
    if (partition !== homeOf(event.account)) {
      foreign[base] = (foreign[base] as number) | (1 << variant)
      return
    }
    home[base] = (home[base] as number) | (1 << variant)
    if (first.variant[base] === -1) {
      first.variant[base] = variant
      first.partition[base] = partition
      first.offset[base] = offset
    } else if (first.variant[base] !== variant) {
      const place = `${partition}/${offset}`
      const what = `the conflict with message ${base} at ${place}`
      const raw = bytes.toString("latin1")
      aside.push({ reason: "conflict", place, raw, code: null, required: true, what })
    }
  }

  return ({ partition, offset, message: { key, value } }: LogRecord): void => {
    log.records++
    const text = value === null ? `${key}` : value.toString("latin1")
    const index = malformed.get(text)
    if (index !== undefined)
      readMalformed(index, `${partition}/${offset}`, value === null ? "" : text)
    else if (value === null) findings.add(`the log holds a tombstone that nobody sent: ${key}`)
    else readValid(value, partition, offset)
  }
}

/** Everything acknowledged is in the log, and what is stored is what came first there. */
export const checkLog = (
  log: LogContent,
  {
    load,
    sent,
    findings,
  }: { readonly load: Load; readonly sent: Sent; readonly findings: Findings },
  stored: StoredContents,
): void => {
  const { first, home, foreign } = log
  const checkFirst = (base: number) => {
    const [held, wanted] = [stored.variantOf(base), first.variant[base]]
    if (held === undefined) return
    if (held !== wanted)
      return findings.add(`message ${base}: content ${held} is stored, ${wanted} came first`)
    const at = `${first.partition[base]}/${first.offset[base]}`
    const told = placeText(stored.placeOf(base))
    if (told !== at)
      findings.add(`message ${base} is stored as from ${told}, and came first at ${at}`)
  }
  for (let index = 0; index < home.length; index++) {
    const { base, variant, malformed } = load.messageAt(index)
    const anywhere = (home[base] as number) | (foreign[base] as number)
    const inLog = malformed === null ? (anywhere >> variant) & 1 : log.malformed.has(index)
    if (sent.answerOf(index) === "queued" && !inLog)
      findings.add(`message ${index} was acknowledged and is not in the log`)
    if (!isOwn(load.kindAt(index))) continue
    if (((foreign[index] as number) & ~(home[index] as number)) !== 0)
      findings.add(`message ${index} was not sent on to where its account belongs`)
    checkFirst(index)
  }
}

const placeText = (place: LogPosition | null): string =>
  place === null ? "nowhere" : `${place.partition}/${place.offset}`

/** Of a tombstone the key, of everything else the bytes. */
const malformedTexts = (load: Load, taken: number): ReadonlyMap<string, number> => {
  const texts = new Map<string, number>()
  for (let index = 0; index < taken; index++) {
    if (load.kindAt(index) !== "malformed") continue
    const bytes = load.messageAt(index).bytes
    texts.set(bytes === null ? `m-${index}` : bytes.toString("latin1"), index)
  }
  return texts
}
