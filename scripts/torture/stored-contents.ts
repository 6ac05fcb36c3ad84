/** Which of the contents sent under an id is the stored one: for every id exactly one, and nothing else. */
import { Effect } from "effect"
import type { LogPosition, UsageEvent } from "#warehouse/domain/usage-event.ts"
import { wrongGroups } from "#warehouse/testing/rollups.ts"
import {
  type StoredRow,
  storedAccounts,
  storedFailures,
  storedRows,
} from "#warehouse/testing/stored-rows.ts"
import { type Arrived, checkRefunds, isMadeRefund } from "./check-refunds.ts"
import type { Findings } from "./findings.ts"
import { isOwn, type Load } from "./load.ts"
import { meaningOf } from "./meaning.ts"

export interface StoredContents {
  /** Which content of that id is stored, undefined when none is. */
  readonly variantOf: (base: number) => number | undefined
  readonly placeOf: (base: number) => LogPosition | null
  readonly rows: number
  readonly failures: number
  /** Those that were made for failures. */
  readonly refunds: number
}

export const countsOf = ({ rows, failures, refunds }: StoredContents): string =>
  `${rows} transactions, ${refunds} of them refunds of ${failures} failures`

/** Reads every row, and counts every group of every rollup again from what the rows should be. */
export const readStored = Effect.fnUntraced(function* (
  load: Load,
  taken: number,
  findings: Findings,
) {
  const variants = new Int8Array(taken).fill(-1)
  const partitions = new Int16Array(taken).fill(-1)
  const offsets = new Float64Array(taken)
  let topic = ""
  const take = ({ event, position }: StoredRow) => {
    const base = load.baseOf(event.account, event.id)
    const name = `the row (${event.account}, ${event.id})`
    if (base === undefined || base >= taken)
      return findings.add(`${name} is of no event that was sent`)
    if (variants[base] !== -1) findings.add(`${name} is there more than once`)
    const meaning = meaningOf(event)
    variants[base] = load.contentsOf(base).findIndex((one) => meaningOf(one) === meaning)
    if (variants[base] === -1) findings.add(`${name} says what nobody sent: ${meaning}`)
    if (position === null) return
    topic = position.topic
    partitions[base] = position.partition
    offsets[base] = Number(position.offset)
  }
  const refunds: StoredRow[] = []
  let rows = 0
  for (const account of yield* storedAccounts)
    for (const row of yield* storedRows(account)) {
      rows++
      if (isMadeRefund(row)) refunds.push(row)
      else take(row)
    }
  const failures = yield* storedFailures
  for (const row of failures) take(row)
  const stored: StoredContents = {
    variantOf: (base) => (variants[base] === -1 ? undefined : variants[base]),
    placeOf: (base) =>
      partitions[base] === -1
        ? null
        : { topic, partition: partitions[base] as number, offset: BigInt(offsets[base] as number) },
    rows,
    failures: failures.length,
    refunds: refunds.length,
  }
  const arrived = expectedEvents(load, taken, stored, findings)
  const made = checkRefunds(arrived, refunds, findings)
  const transactions = arrived.map(({ event }) => event).filter(({ type }) => type !== "failure")
  for (const wrong of yield* wrongGroups([...transactions, ...made])) findings.add(wrong)
  return stored
})

/** Of each id the stored content; of an id that is not stored, which is wrong, the first. */
const expectedEvents = (
  load: Load,
  taken: number,
  stored: StoredContents,
  findings: Findings,
): ReadonlyArray<Arrived> => {
  const events: Arrived[] = []
  for (let base = 0; base < taken; base++) {
    if (!isOwn(load.kindAt(base))) continue
    const contents = load.contentsOf(base)
    const variant = stored.variantOf(base)
    const event = contents[variant ?? 0] as UsageEvent
    if (variant === undefined)
      findings.add(`message ${base} (${event.account}, ${event.id}) was acknowledged and is lost`)
    events.push({ event, position: stored.placeOf(base) })
  }
  return events
}
