/** Where to go on in a partition, given what is on record: pure. Nothing is ever skipped in silence. */
import { type Intent, OPEN_END } from "#warehouse/intent.ts"

/** Everything that is known of one partition, read in this order: group, claim, warehouse, log. */
export interface PartitionRecord {
  readonly topic: string
  readonly partition: number
  /** The group's committed offset: what lies before it is stored. Null when there is none. */
  readonly committed: bigint | null
  /** The newest intent that the brokers have on record. */
  readonly claimed: Intent | null
  /** The newest intent that the warehouse has on record. */
  readonly stored: Intent | null
  /** The last offset that a release without intents had stored, if any. */
  readonly reached: bigint | null
  /** Whether the warehouse holds anything of the topic, in whatever partition. */
  readonly warehouseHolds: boolean
  /** The log's first offset, and the next to be written. */
  readonly low: bigint
  readonly high: bigint
  readonly cluster: string
}

/** Messages that cannot be had any more. `last` is `OPEN_END` where nobody knows how many there were. */
export interface Gap {
  readonly topic: string
  readonly partition: number
  readonly first: bigint
  readonly last: bigint
  readonly why: string
}

export type Plan =
  /** Go on at `next`; `epoch` is null when a new one has to be made. */
  | {
      readonly go: "on"
      readonly next: bigint
      readonly sequence: bigint
      readonly epoch: string | null
      readonly note: string | null
    }
  /** Read exactly the intent's messages again and store them under its token, then go on behind it. */
  | { readonly go: "repeat"; readonly intent: Intent }
  /** The intent is stored: see that the log still holds its last message, then go on behind it. */
  | { readonly go: "verify"; readonly intent: Intent }
  | { readonly go: "refuse"; readonly gap: Gap }

export const planOf = (record: PartitionRecord): Plan => {
  const newest = newestOf(record)
  if (newest === null) return firstPlan(record)
  if (newest.cluster !== record.cluster)
    return refuse(record, firstInDoubt(record, newest), OPEN_END, OTHER_CLUSTER)
  if (isBehind(record)) return rereadPlan(record, newest)
  return newest.kind === "gap" ? planBehindGap(record, newest) : planBehindBatch(record, newest)
}

const OTHER_CLUSTER = "the brokers are another Kafka cluster than the one that was read so far"
const MADE_ANEW = "the log ends before the last message that was read: it was made anew"
const REMOVED = "they were removed from the log before they were stored"
export const OTHER_MESSAGES = "the log holds another message at the last offset: it was made anew"

/** `claimed` is written first, so it is the newer one unless the brokers have forgotten it. */
export const newestOf = ({ claimed, stored }: PartitionRecord): Intent | null => {
  if (claimed === null || stored === null) return claimed ?? stored
  return stored.sequence > claimed.sequence ? stored : claimed
}

/** Nothing has ever been intended here. */
const firstPlan = (record: PartitionRecord): Plan => {
  const { committed, reached, warehouseHolds, low, high } = record
  // A warehouse that holds nothing of the topic needs the log from its beginning, wherever an earlier
  // warehouse had brought the group.
  const stored = reached === null ? null : reached + 1n
  const next = warehouseHolds ? (committed ?? stored) : null
  if (next === null) {
    const note = low > 0n ? `begins at offset ${low}: the log holds nothing older` : null
    return { go: "on", next: low, sequence: 0n, epoch: null, note }
  }
  if (next > high) return refuse(record, next, OPEN_END, MADE_ANEW)
  if (next < low) return refuse(record, next, low - 1n, REMOVED)
  return { go: "on", next, sequence: 0n, epoch: null, note: null }
}

/** The brokers know of batches that this warehouse was never given: it is new, or an older copy. */
const isBehind = ({ claimed, stored }: PartitionRecord): boolean => {
  if (claimed === null) return false
  if (stored === null) return claimed.sequence > 1n
  return stored.sequence < claimed.sequence && claimed.first > stored.last + 1n
}

const rereadPlan = (record: PartitionRecord, newest: Intent): Plan => {
  const { stored, low, high } = record
  const next = stored === null ? 0n : stored.last + 1n
  if (next > high) return refuse(record, next, OPEN_END, MADE_ANEW)
  if (next < low) return refuse(record, next, low - 1n, `${REMOVED} in this warehouse`)
  // Its last batch may have been under way when the copy was taken.
  const first = stored?.kind === "batch" ? stored.first : next
  const from = first < low ? low : first
  const note = `the warehouse is behind the group: offsets ${from} to ${newest.last} are read again`
  return { go: "on", next: from, sequence: newest.sequence, epoch: null, note }
}

const planBehindGap = (record: PartitionRecord, { sequence, epoch, last }: Intent): Plan => {
  const { low, high } = record
  const next = last === OPEN_END ? low : last + 1n
  if (next > high) return refuse(record, next, OPEN_END, MADE_ANEW)
  if (next < low) return refuse(record, next, low - 1n, REMOVED)
  return { go: "on", next, sequence, epoch, note: null }
}

const planBehindBatch = (record: PartitionRecord, intent: Intent): Plan => {
  const { low, high } = record
  const doubtful = firstInDoubt(record, intent)
  if (intent.last >= high) return refuse(record, doubtful, OPEN_END, MADE_ANEW)
  if (doubtful < low) return refuse(record, doubtful, low - 1n, REMOVED)
  if (doubtful === intent.first) return { go: "repeat", intent }
  if (intent.last >= low) return { go: "verify", intent }
  const { sequence, epoch } = intent
  return { go: "on", next: doubtful, sequence, epoch, note: null }
}

/** The first offset that is not surely stored: the intent's own, or the one behind it. */
const firstInDoubt = ({ committed, stored }: PartitionRecord, intent: Intent): bigint => {
  if (intent.kind === "gap") return intent.last === OPEN_END ? intent.first : intent.last + 1n
  const isStored =
    stored?.sequence === intent.sequence &&
    stored.epoch === intent.epoch &&
    committed !== null &&
    committed > intent.last
  return isStored ? intent.last + 1n : intent.first
}

const refuse = (
  { topic, partition }: PartitionRecord,
  first: bigint,
  last: bigint,
  why: string,
): Plan => ({ go: "refuse", gap: { topic, partition, first, last, why } })

/** The log holds other messages than the ones that the intent was made of. */
export const madeAnew = (record: PartitionRecord, intent: Intent): Gap => ({
  topic: record.topic,
  partition: record.partition,
  first: firstInDoubt(record, intent),
  last: OPEN_END,
  why: OTHER_MESSAGES,
})
