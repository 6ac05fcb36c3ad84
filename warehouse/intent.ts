/** What is written down before a batch from the log is inserted: enough to make it again, exactly. */
import type { LogPosition } from "./domain/usage-event.ts"

export interface Intent extends Omit<LogPosition, "offset"> {
  /**
   * `batch`: these messages, once. `gap`: messages that are gone, given up by an operator by name;
   * `last` is `OPEN_END` when nobody knows how many they were.
   */
  readonly kind: "batch" | "gap"
  /** 1, 2, 3 … within the partition, over all epochs. */
  readonly sequence: bigint
  /** Offsets, inclusive. */
  readonly first: bigint
  readonly last: bigint
  /** Epoch milliseconds; every row carries it, so that a repeat makes the same rows. */
  readonly receivedAt: number
  /** How many the topic had: which accounts belong into this partition follows from it. */
  readonly partitions: number
  /** The Kafka cluster's id. */
  readonly cluster: string
  /** Made at random, and anew when the log or the warehouse was replaced. */
  readonly epoch: string
  /** Of the message at `last`. */
  readonly fingerprint: string
}

export const OPEN_END = 2n ** 64n - 1n

/**
 * The engine drops other rows under a token it knows, without an error. So the stretch is part of it:
 * two batches never share one, even if somebody loses count.
 */
export const tokenOf = ({ epoch, topic, partition, sequence, first, last }: Intent): string =>
  `${epoch}/${topic}/${partition}/${sequence}/${first}-${last}`
