/** Gaps in the log: said in a sentence, and named by an operator who goes on without them. */
import { Effect, Result } from "effect"
import { StartRefused } from "#warehouse/errors.ts"
import { OPEN_END } from "#warehouse/intent.ts"
import type { Gap } from "./resume-plan.ts"

export type GapName = Omit<Gap, "why">

/** `usage.events/3:120-199`, or `usage.events/3:120-` where nobody knows the end. */
export const nameOf = ({ topic, partition, first, last }: GapName): string =>
  `${topic}/${partition}:${first}-${last === OPEN_END ? "" : last}`

const NAME = /^([A-Za-z0-9._-]{1,249})\/(\d{1,9}):(\d{1,19})-(\d{1,19})?$/

/** Names separated by commas. Fails with the first that cannot be read. */
export const readGapNames = (text: string): Result.Result<ReadonlyArray<GapName>, string> => {
  const names: GapName[] = []
  for (const part of text.split(",").map((name) => name.trim())) {
    const [, topic, partition, first, last] = NAME.exec(part) ?? []
    if (topic === undefined || first === undefined) return Result.fail(part)
    const end = last === undefined ? OPEN_END : BigInt(last)
    names.push({ topic, partition: Number(partition), first: BigInt(first), last: end })
  }
  return Result.succeed(names)
}

/** The option `--accept-gap` of a process. StartRefused when it names no gaps. */
export const acceptedGaps = (
  option: string | undefined,
): Effect.Effect<ReadonlyArray<GapName>, StartRefused> => {
  if (option === undefined) return Effect.succeed([])
  const names = readGapNames(option)
  return Result.isSuccess(names)
    ? Effect.succeed(names.success)
    : Effect.fail(
        new StartRefused({
          reason: `--accept-gap ${names.failure}: must be topic/partition:first-last, as the refused start has named it`,
        }),
      )
}

export const isNamed = (gap: GapName, names: ReadonlyArray<GapName>): boolean =>
  names.some((name) => nameOf(name) === nameOf(gap))

/** What is missing, why, and how to go on: one sentence. */
export const gapSentence = (gaps: ReadonlyArray<Gap>): string => {
  const parts = gaps.map(
    (gap) => `${gap.topic} partition ${gap.partition} lacks ${rangeOf(gap)} (${gap.why})`,
  )
  const names = gaps.map(nameOf).join(",")
  return `messages cannot be read any more: ${parts.join("; ")}. To go on without them, on record, start once with --accept-gap ${names}`
}

const rangeOf = ({ first, last }: Gap): string => {
  if (last === OPEN_END) return `what the former log held from offset ${first} on`
  return first === last ? `offset ${first}` : `offsets ${first} to ${last}`
}
