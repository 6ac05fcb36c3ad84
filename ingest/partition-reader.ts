/**
 * What comes out of one partition between the log and the warehouse: gathers messages in their order,
 * and closes a batch by size or by time. Never waits for anything; who has no room left is paused.
 */
import type { EachBatchPayload, KafkaMessage } from "kafkajs"
import { loopTurn } from "#warehouse/loop-turns.ts"
import { fingerprintOf, type PartitionBatch } from "./partition-batch.ts"
import type { Beginning, ClosedBatch, Held, Taken } from "./partition-reading.ts"

const HELD_MESSAGES_MAX = 200_000
const HELD_BYTES_MAX = 75 * 1024 * 1024
/** Messages decoded between two looks at other work. */
const SLICE = 2_000
/** A trickle is visible within a second; a backlog is worth larger batches. */
const TRICKLE_MS = 400
const BACKLOG_MS = 1_500
/** A steady flow is never read to its end: what a batch is worth waiting for is more than this. */
const BACKLOG_MESSAGES_MIN = 10_000

export class PartitionReader {
  readonly partition: number
  readonly #held: Held
  readonly #now: () => number
  #beginning: Beginning | null = null
  #next = 0
  /** The first offset of the batch to come: behind the one before, also where the log has holes. */
  #first = 0
  #check: Beginning["check"] | undefined
  #last: KafkaMessage | null = null
  #gathering: { readonly batch: PartitionBatch; readonly openedAt: number } | null = null
  #closed: ClosedBatch | null = null
  #caughtUp = false
  #holeAt = -1
  #hasStrayed = false
  /** One batch of kafkajs is read at a time; a later one, or a new beginning, ends it. */
  #turn = 0
  #broken: Error | null = null
  #wake: () => void = () => {}

  constructor(partition: number, held: Held, now: () => number) {
    this.partition = partition
    this.#held = held
    this.#now = now
  }

  /** Forgets what was gathered, and reads from there. */
  begin(beginning: Beginning): void {
    this.close()
    this.#beginning = beginning
    this.#next = beginning.next
    this.#first = beginning.next
    this.#check = beginning.check
    this.#last = null
    this.#broken = null
  }

  /** Forgets what was gathered. What is fetched from now on is ignored. */
  close(): void {
    this.#turn++
    this.#beginning = null
    if (this.#gathering !== null) this.#release(this.#gathering.batch)
    if (this.#closed !== null) this.#release(this.#closed.batch)
    this.#gathering = null
    this.#closed = null
  }

  /** Reads no more. What was gathered is still handed out, then `failure` says why it ended. */
  break(failure: Error): void {
    this.#turn++
    this.#beginning = null
    this.#broken ??= failure
    this.#wake()
  }

  get failure(): Error | null {
    return this.#gathering === null && this.#closed === null ? this.#broken : null
  }

  /** The offset that has to be fetched next; null when nothing is read now. */
  get start(): number | null {
    return this.#beginning === null ? null : (this.#check?.offset ?? this.#next)
  }

  /** The layout by which new messages are counted; null when none are. */
  get layout(): number | null {
    return this.#beginning?.layout ?? null
  }

  /** A batch began somewhere else: true the first time since something was taken. */
  strayed(): boolean {
    const first = !this.#hasStrayed
    this.#hasStrayed = true
    return first
  }

  /** After a rebalance: the message that was read last is looked at again. */
  rejoin(): void {
    const last = this.#last
    this.#turn++
    if (last !== null && this.#beginning !== null)
      this.#check = { offset: Number(last.offset), fingerprint: fingerprintOf(last) }
  }

  /** The messages between are known not to exist, as compaction and transactions leave holes. */
  acceptHole(): void {
    this.#holeAt = this.start ?? -1
  }

  get wantsMore(): boolean {
    if (this.#beginning === null) return false
    if (this.#beginning.limit !== undefined) return !this.hasArrived
    if (this.#hasNoRoom) return false
    return this.#closed === null || this.#gathering?.batch.isFull !== true
  }

  get #hasNoRoom(): boolean {
    const { messages, bytes } = this.#held
    return messages >= HELD_MESSAGES_MAX || bytes >= HELD_BYTES_MAX
  }

  /** Everything up to the limit was read. */
  get hasArrived(): boolean {
    const limit = this.#beginning?.limit
    return limit !== undefined && this.#check === undefined && this.#next > limit
  }

  /** Calls back once there may be something to do. */
  onChange(wake: () => void): void {
    this.#wake = wake
  }

  get isEmpty(): boolean {
    return this.#gathering === null && this.#closed === null
  }

  get isDue(): boolean {
    if (this.#closed !== null) return true
    if (this.#gathering === null) return false
    if (this.#broken !== null) return true
    if (this.#beginning?.limit !== undefined) return this.hasArrived
    // Nothing more comes until some of it is stored.
    if (this.#hasNoRoom) return true
    const waited = this.#now() - this.#gathering.openedAt
    return waited >= (this.#caughtUp ? TRICKLE_MS : BACKLOG_MS)
  }

  /** The batch to be stored next. Give it back with `release` when it is. */
  takeBatch(): ClosedBatch | null {
    if (this.#closed === null) this.#closeBatch()
    const closed = this.#closed
    this.#closed = null
    return closed
  }

  release({ batch }: ClosedBatch): void {
    this.#release(batch)
  }

  async take({ batch, heartbeat, resolveOffset }: EachBatchPayload): Promise<Taken> {
    const [start, first] = [this.start, Number(batch.firstOffset() ?? -1)]
    if (start === null || first < 0) return "ignored"
    if (first < start) return "before"
    if (first > start && this.#holeAt !== start) return "ahead"
    this.#holeAt = -1
    this.#hasStrayed = false
    const turn = ++this.#turn
    const { messages } = batch
    for (let i = 0; i < messages.length; i++) {
      if (i > 0 && i % SLICE === 0) {
        await loopTurn()
        await heartbeat()
        if (turn !== this.#turn) return "ignored"
      }
      const message = messages[i] as KafkaMessage
      const stopped = this.#takeMessage(message, i % SLICE === 0)
      if (stopped !== null) {
        const resolved = messages[i - 1]
        if (resolved !== undefined) resolveOffset(resolved.offset)
        return stopped
      }
    }
    const last = Number(batch.lastOffset())
    if (last >= this.#next) this.#next = last + 1
    this.#caughtUp = Number(batch.highWatermark) - this.#next < BACKLOG_MESSAGES_MIN
    resolveOffset(batch.lastOffset())
    this.#wake()
    return this.wantsMore ? "taken" : "full"
  }

  #takeMessage(message: KafkaMessage, isSliceStart: boolean): Taken | null {
    const offset = Number(message.offset)
    if (this.#check !== undefined) {
      if (offset !== this.#check.offset || fingerprintOf(message) !== this.#check.fingerprint)
        return "other"
      this.#check = undefined
      return null
    }
    if (offset < this.#next) return null
    const { limit, open } = this.#beginning as Beginning
    if (limit !== undefined && offset > limit) {
      this.#next = offset
      this.#wake()
      return "full"
    }
    if (limit === undefined && this.#gathering?.batch.isFull && !this.#makeRoom()) return "full"
    if (isSliceStart && !this.wantsMore) return "full"
    if (this.#gathering === null) {
      const openedAt = this.#now()
      this.#gathering = { batch: open(openedAt), openedAt }
    }
    this.#add(this.#gathering.batch, message, offset)
    return null
  }

  #add(batch: PartitionBatch, message: KafkaMessage, offset: number): void {
    const before = batch.bytes
    batch.add(message, offset)
    this.#held.messages++
    this.#held.bytes += batch.bytes - before
    this.#last = message
    this.#next = offset + 1
  }

  #makeRoom(): boolean {
    if (this.#closed !== null) return false
    this.#closeBatch()
    this.#wake()
    return true
  }

  #closeBatch(): void {
    const batch = this.#gathering?.batch
    const message = batch?.last ?? null
    if (batch === undefined || message === null) return
    const [first, last] = [this.#first, Number(message.offset)]
    this.#closed = { batch, first, last, fingerprint: fingerprintOf(message) }
    this.#gathering = null
    this.#first = last + 1
  }

  #release(batch: PartitionBatch): void {
    this.#held.messages -= batch.count
    this.#held.bytes -= batch.bytes
  }
}
