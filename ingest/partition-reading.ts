/** What a partition's reader is told, and what it says. */
import type { PartitionBatch } from "./partition-batch.ts"

/** What all partitions of the process hold in memory together. */
export interface Held {
  messages: number
  bytes: number
}

/** Where reading begins, and what is known of the messages there. */
export interface Beginning {
  /** First offset to gather. */
  readonly next: number
  /** Last offset to gather; nothing beyond it is read before the next beginning. */
  readonly limit?: number
  /** A message that was read before must come first, unchanged: the log is still the same one. */
  readonly check?: { readonly offset: number; readonly fingerprint: string }
  /** Partitions by which new messages are counted. */
  readonly layout?: number
  /** Opens a batch for messages that are received now, in epoch milliseconds. */
  readonly open: (now: number) => PartitionBatch
}

export interface ClosedBatch {
  readonly batch: PartitionBatch
  /** Offsets, inclusive. */
  readonly first: number
  readonly last: number
  /** Of the message at `last`. */
  readonly fingerprint: string
}

/**
 * `taken`: all of it. `full`: as much as there is room or wish for. `ignored`: nothing is read here now.
 * `before`, `ahead`: it begins at another place than asked for. `other`: another message stands where
 * a known one was.
 */
export type Taken = "taken" | "full" | "ignored" | "before" | "ahead" | "other"
