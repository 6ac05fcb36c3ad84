/** A stretch of the log whose rows are the asking batch's own, stored by an attempt that was cut off. */
import { Schema } from "effect"

export interface OwnStretch {
  readonly topic: string
  readonly partition: number
  readonly first: bigint
  readonly last: bigint
  /** The number that its rows carry. The same stretch may have been read under another one before. */
  readonly sequence: bigint
}

/** Where a stored row stood in the log, and in which batch it was stored. */
export const storedPlace = {
  topic: Schema.String,
  partition: Schema.Number,
  offset: Schema.String,
  batch: Schema.String,
}
type StoredPlace = Schema.Struct<typeof storedPlace>["Type"]

export const isOwn = (own: OwnStretch | null, row: StoredPlace): boolean =>
  own !== null &&
  row.topic === own.topic &&
  row.partition === own.partition &&
  BigInt(row.batch) === own.sequence &&
  BigInt(row.offset) >= own.first &&
  BigInt(row.offset) <= own.last
