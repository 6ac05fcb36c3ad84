/** What was not counted, against what had to be put aside for review: no more and no less. */
import type { StoredRejection } from "#warehouse/testing/stored-rows.ts"
import type { Findings } from "./findings.ts"

/** One thing that has to be on record, or may be. */
export interface Expected {
  readonly reason: StoredRejection["reason"]
  /** `partition/offset`, empty for what came over HTTP. */
  readonly place: string
  /** The bytes, a character each. */
  readonly raw: string
  /** A code that has to be among its errors. */
  readonly code: string | null
  /** False: an answer got lost, so nobody knows whether it arrived. */
  readonly required: boolean
  /** For the finding. */
  readonly what: string
}

const keyOf = ({ reason, place, raw }: Pick<Expected, "reason" | "place" | "raw">): string =>
  `${reason}\0${place}\0${raw}`

export const checkRejections = (
  stored: ReadonlyArray<StoredRejection>,
  expected: Iterable<Expected>,
  findings: Findings,
): void => {
  const left = new Map(stored.map((rejection) => [keyOf(rejection), rejection]))
  const known = new Set<string>()
  for (const { what, code, required, ...wanted } of expected) {
    const key = keyOf(wanted)
    if (known.has(key)) continue
    const found = left.get(key)
    if (found === undefined) {
      if (required) findings.add(`${what} is not among the rejections as ${wanted.reason}`)
      continue
    }
    known.add(key)
    left.delete(key)
    if (code !== null && !found.codes.includes(code))
      findings.add(`${what} is kept with ${found.codes} instead of ${code}`)
  }
  for (const { reason, place, account, eventId, raw } of left.values())
    findings.add(`nothing was ${reason} at "${place}" (${account}, ${eventId}): ${raw}`)
}
