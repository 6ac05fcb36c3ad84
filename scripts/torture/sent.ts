/** What has been sent and what was heard of it: a byte or two a message, never the message itself. */
import { type Random, randomOf } from "#ingest/samples/random.ts"

export const ANSWERS = ["none", "accepted", "duplicate", "conflict", "rejected", "queued"] as const
export type Answer = (typeof ANSWERS)[number]

export interface Sent {
  /** Messages up to this number, not including it, have been sent. */
  readonly taken: () => number
  /** Those among them that were answered. */
  readonly answered: () => number
  /** Up to how many messages may be taken: what the senders share. */
  readonly allow: (count: number) => void
  /** Everything that was allowed is sent and answered. */
  readonly settled: () => boolean
  /** Numbers of messages to be sent together: unanswered ones first, in other company than before. */
  readonly take: (count: number) => ReadonlyArray<number>
  readonly answer: (index: number, answer: Answer) => void
  /** The fields that differ, as the answer to a conflict said. */
  readonly differs: Map<number, string>
  /** No answer came, or one that says nothing of the fates: it may be stored or not. */
  readonly unanswered: (indices: ReadonlyArray<number>) => void
  /** A whole body was answered with "come again". */
  readonly refused: () => void
  readonly refusals: () => number
  /** Not sent after all. */
  readonly giveBack: (indices: ReadonlyArray<number>) => void
  readonly answerOf: (index: number) => Answer
  /** It was in a body that may have been stored without an answer. */
  readonly maybeStored: (index: number) => boolean
}

const GROWTH = 65_536
const MAYBE = 0x80

export const makeSent = (seed: number): Sent => {
  const random: Random = randomOf(`${seed}/sent`)
  const differs = new Map<number, string>()
  const again: number[] = []
  let states = new Uint8Array(GROWTH)
  let [taken, answered, allowed, refusals] = [0, 0, 0, 0]

  const takeNew = (count: number): number[] => {
    const from = taken
    taken = Math.min(allowed, taken + count)
    if (taken > states.length) {
      const grown = new Uint8Array(taken + GROWTH)
      grown.set(states)
      states = grown
    }
    return Array.from({ length: Math.max(0, taken - from) }, (_, i) => from + i)
  }

  const giveBack = (indices: ReadonlyArray<number>) => {
    for (const index of indices) again.splice(random.below(again.length + 1), 0, index)
  }

  return {
    taken: () => taken,
    answered: () => answered,
    allow: (count) => {
      allowed = Math.max(allowed, count)
    },
    settled: () => answered === allowed,
    take: (count) => {
      const repeated = again.splice(0, random.below(count + 1))
      return [...repeated, ...takeNew(count - repeated.length)]
    },
    answer: (index, answer) => {
      const state = states[index] as number
      if ((state & ~MAYBE) === 0) answered++
      states[index] = (state & MAYBE) | ANSWERS.indexOf(answer)
    },
    differs,
    unanswered: (indices) => {
      for (const index of indices) states[index] = (states[index] as number) | MAYBE
      giveBack(indices)
    },
    refused: () => {
      refusals++
    },
    refusals: () => refusals,
    giveBack,
    answerOf: (index) => ANSWERS[(states[index] as number) & ~MAYBE] as Answer,
    maybeStored: (index) => ((states[index] as number) & MAYBE) !== 0,
  }
}
