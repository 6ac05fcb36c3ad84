/** Writes a scanned event exactly as `transaction-rows.ts` writes a decoded one: bytes to bytes. */
import * as plain from "./plain-event.ts"
import type { RowBinaryWriter } from "./row-binary.ts"
import { TEXT_ABSENT, TEXT_SENT } from "./transaction-rows.ts"

const NULL = 1
const NOT_NULL = 0
const EMPTY = 0

/** Everything up to the category. */
export const writePlain = (out: RowBinaryWriter, event: plain.PlainEvent): void => {
  field(out, event, plain.ACCOUNT)
  field(out, event, plain.ID)
  out.uint8(event.type + 1)
  field(out, event, plain.OPERATION)
  out.int64FromNumber(event.credits)
  out.int64FromNumber(event.occurredAt)
  if (event.has(plain.QUANTITY)) {
    out.uint8(NOT_NULL)
    out.int64FromNumber(event.quantity)
  } else out.uint8(NULL)
  field(out, event, plain.UNIT)
  field(out, event, plain.REFERENCE)
  field(out, event, plain.REFERS_TO)
  // Amount and currency: the scanner leaves events that have them to the schema.
  out.uint8(NULL)
  out.uint8(EMPTY)
  field(out, event, plain.ACTOR)
  const { bytes, properties, propertyCount } = event
  out.count(propertyCount)
  for (let i = 0; i < propertyCount * 4; i += 2)
    out.slice(bytes, properties[i] as number, properties[i + 1] as number)
}

/** A category or description with its source. */
export const writePlainText = (
  out: RowBinaryWriter,
  event: plain.PlainEvent,
  number: number,
): void => {
  const isSent = event.has(number)
  out.uint8(isSent ? TEXT_SENT : TEXT_ABSENT)
  if (isSent) field(out, event, number)
}

/** Empty text means: not sent. */
const field = (out: RowBinaryWriter, event: plain.PlainEvent, number: number): void => {
  const from = event.starts[number] as number
  if (from < 0) out.uint8(EMPTY)
  else out.slice(event.bytes, from, event.ends[number] as number)
}
