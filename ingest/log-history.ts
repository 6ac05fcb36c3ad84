export interface PartitionPosition {
  /** The offset that is stored next. */
  readonly next: bigint
  /** The offset that is written next. */
  readonly high: bigint
}

/** Bounds the memory of a long backlog: what is thinned out only makes the answer more careful. */
const SAMPLES_MAX = 600

/**
 * Remembers how long the log was when, so that a group that has read up to a length is known to be
 * complete to that time. Nothing depends on the clocks of those who send.
 */
export const makeHistory = () => {
  const partitions = new Map<number, Array<{ at: number; high: bigint }>>()
  const reached = new Map<number, number>()
  return {
    /** Epoch milliseconds up to which each partition is stored; none while it has not got there. */
    observe: (
      at: number,
      positions: ReadonlyMap<number, PartitionPosition>,
    ): ReadonlyMap<number, number> => {
      for (const [partition, { next, high }] of positions) {
        const samples = partitions.get(partition) ?? []
        if (samples.at(-1)?.high === high) samples.pop()
        samples.push({ at, high })
        const stored = samples.findLastIndex((sample) => sample.high <= next)
        const last = samples[stored]
        if (last !== undefined) reached.set(partition, last.at)
        const open = samples.slice(stored + 1)
        partitions.set(
          partition,
          open.length > SAMPLES_MAX ? open.filter((_, index) => index % 2 === 1) : open,
        )
      }
      return reached
    },
  }
}
