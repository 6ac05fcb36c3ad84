/** Reads a row of `transaction-rows.ts` back, to compare an event with one that came before it. */
import { EVENT_TYPES, type EventType } from "./domain/transaction-type.ts"
import type { FailureReason, UsageEvent } from "./domain/usage-event.ts"
import { TEXT_SENT } from "./transaction-rows.ts"

/** The event that a row was made of, as it was sent. */
export const readSent = (bytes: Buffer, start: number): UsageEvent => {
  const row = new RowReader(bytes, start)
  const [account, id] = [row.string(), row.string()]
  const type = EVENT_TYPES[row.uint8() - 1] as EventType
  const operation = row.string()
  const [credits, occurredAt] = [row.int64(), Number(row.int64())]
  const quantity = row.nullableInt64()
  const unit = row.string()
  const [reference, reason] =
    type === "failure" ? ["", row.string() as FailureReason] : [row.string(), undefined]
  const refersTo = row.string()
  const amount = row.nullableInt64()
  const [currency, actor] = [row.string(), row.string()]
  const properties = row.map()
  const category = row.uint8() === TEXT_SENT ? row.string() : row.skipped()
  const description = row.uint8() === TEXT_SENT ? row.string() : ""
  return {
    ...{ account, id, type, operation, credits, occurredAt },
    ...(quantity !== undefined && { quantity }),
    ...(amount !== undefined && { amount }),
    ...sent({ unit, reference, refersTo, currency, actor, category, description }),
    ...(reason !== undefined && { reason }),
    ...(Object.keys(properties).length > 0 && { properties }),
  }
}

/** Empty text means: not sent. */
const sent = <T extends Record<string, string>>(texts: T): Partial<T> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== "")) as Partial<T>

/** Where account and id end, which a row begins with. */
export const identityEnd = (bytes: Buffer, start: number): number => {
  const row = new RowReader(bytes, start)
  row.skipped()
  row.skipped()
  return row.at
}

export const readIdentity = (
  bytes: Buffer,
  start: number,
): readonly [account: string, id: string] => {
  const row = new RowReader(bytes, start)
  return [row.string(), row.string()]
}

/** Epoch milliseconds. */
export const readOccurredAt = (bytes: Buffer, start: number): number => {
  const row = new RowReader(bytes, identityEnd(bytes, start))
  row.uint8()
  row.skipped()
  row.int64()
  return Number(row.int64())
}

class RowReader {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  get at(): number {
    return this.#at
  }

  uint8(): number {
    return this.#bytes[this.#at++] as number
  }

  int64(): bigint {
    this.#at += 8
    return this.#bytes.readBigInt64LE(this.#at - 8)
  }

  nullableInt64(): bigint | undefined {
    return this.uint8() === 1 ? undefined : this.int64()
  }

  string(): string {
    const length = this.#varint()
    this.#at += length
    return this.#bytes.toString("utf8", this.#at - length, this.#at)
  }

  /** Passes over a text. */
  skipped(): "" {
    const length = this.#varint()
    this.#at += length
    return ""
  }

  map(): Record<string, string> {
    const count = this.#varint()
    const entries = Array.from({ length: count }, () => [this.string(), this.string()] as const)
    return Object.fromEntries(entries)
  }

  #varint(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.uint8()
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
}
