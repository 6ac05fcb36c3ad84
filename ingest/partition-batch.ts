/** A stretch of a partition on its way into the warehouse: what becomes of each message of it. */
import type { KafkaMessage } from "kafkajs"
import { hashOf } from "#warehouse/event-hash.ts"
import type { EventRows } from "#warehouse/event-rows.ts"
import type { Rejection } from "#warehouse/rejection-store.ts"
import type { DeadLetter } from "./dead-letters.ts"
import { addRaw } from "./event-decoder.ts"
import { unwrapMessage } from "./kafka-message.ts"
import type { LogMessage } from "./producer.ts"
import { keepBytes } from "./raw-bytes.ts"
import { bytesOf, type RawEvent } from "./raw-event.ts"
import type { Undecodable } from "./undecodable.ts"

/** An event whose account belongs into another partition of the topic: it counts there. */
export interface ForeignEvent extends LogMessage {
  readonly partition: number
}

interface Place {
  readonly topic: string
  readonly partition: number
  readonly partitionOf: (account: string) => number
}

/** Beyond it a batch is closed: the engine gains nothing more per row. */
const ROWS_MAX = 100_000
const BYTES_MAX = 40 * 1024 * 1024

export class PartitionBatch {
  readonly rows: EventRows
  readonly rejections: Rejection[] = []
  /** The same messages as `rejections`, whole. */
  readonly deadLetters: DeadLetter[] = []
  readonly foreign: ForeignEvent[] = []
  /** Messages so far, whatever became of them, and their bytes. */
  count = 0
  bytes = 0
  #last: KafkaMessage | null = null
  readonly #place: Place

  constructor(place: Place, rows: EventRows) {
    this.#place = place
    this.rows = rows
  }

  get isFull(): boolean {
    return this.count >= ROWS_MAX || this.bytes >= BYTES_MAX
  }

  /** The message that was added last. */
  get last(): KafkaMessage | null {
    return this.#last
  }

  add(message: KafkaMessage, offset: number): void {
    const { value } = message
    this.#last = message
    this.count++
    this.bytes += (value?.length ?? 0) + MESSAGE_OVERHEAD_BYTES
    const refused = this.#decode(message, offset)
    if (refused !== undefined) this.#refuse(message, refused)
    else this.#sendOn(message)
  }

  #decode(message: KafkaMessage, offset: number): Refused | undefined {
    const { value, headers } = message
    const unwrapped: RawEvent | Undecodable =
      value !== null && isEmpty(headers) ? { kind: "bytes", bytes: value } : unwrapMessage(message)
    if (!("kind" in unwrapped)) return { why: unwrapped, arrived: value ?? NO_BYTES }
    const why = addRaw(this.rows, unwrapped, offset)
    return why === undefined ? undefined : { why, arrived: bytesOf(unwrapped) }
  }

  /** Takes the row that was added last out again when another partition has to count it. */
  #sendOn({ value, headers }: KafkaMessage): void {
    const [account] = this.rows.idOf(this.rows.count - 1)
    const partition = this.#place.partitionOf(account)
    if (partition === this.#place.partition) return
    this.rows.dropLast()
    this.foreign.push({ key: Buffer.from(account), value, partition, ...(headers && { headers }) })
  }

  #refuse({ key, value, headers, offset }: KafkaMessage, { why, arrived }: Refused): void {
    const { topic, partition } = this.#place
    const position = { topic, partition, offset: BigInt(offset) }
    const { reason, account, id, errors } = why
    const { raw, notes } = keepBytes(arrived)
    const { receivedAt } = this.rows.origin
    const kept = { raw, position, receivedAt, differs: [], errors: [...errors, ...notes] }
    this.rejections.push({ account, eventId: id, reason, ...kept })
    this.deadLetters.push({ key, value, position, reason, errors, ...(headers && { headers }) })
  }
}

/** What a message costs besides its value, roughly: hashes, offsets, an object. */
const MESSAGE_OVERHEAD_BYTES = 100
const NO_BYTES = new Uint8Array()

interface Refused {
  readonly why: Undecodable
  readonly arrived: Uint8Array
}

const isEmpty = (headers: KafkaMessage["headers"]): boolean => {
  for (const _ in headers) return false
  return true
}

/** Tells whether a log still holds the message that it held at this offset. */
export const fingerprintOf = ({ offset, key, value }: KafkaMessage): string =>
  hashOf(`${offset}\0${textOf(key)}\0${textOf(value)}`).toString(16)

const textOf = (bytes: Buffer | null): string => bytes?.toString("latin1") ?? "\0"
