/** What entries of a history have to do with each other: refunds, failures, and what is sent again. */
import type { Chance } from "./chance.ts"
import { decimalOf, eventOf, type Row } from "./rows.ts"

const REASONS = {
  generation_failure: "generation failure",
  server_error: "server error",
  timeout: "timeout",
} as const
type Reason = keyof typeof REASONS

export interface Failure {
  readonly account: string
  readonly id: string
  readonly refersTo: string
  readonly reason: Reason
  readonly at: number
  /** The refund that it makes; null where there is none of its own. */
  readonly makes: Row | null
}

/** What is not stored: an event as it is sent, its fate, and what is kept of it. */
export interface SentAgain {
  readonly event: object
  readonly fate: "duplicate" | "conflict" | "rejected"
  readonly account: string
  readonly id: string
}

/** Rows of one account, some of whose refunds name one; and failures, with the refunds that they make. */
export const linked = (chance: Chance, plain: ReadonlyArray<Row>, until: number) => {
  const spends = plain.filter(({ type }) => type === "spend")
  const refunded = new Map<string, bigint>()
  const rows = plain.map((row) =>
    row.type === "refund" && chance.once(2)
      ? naming(chance, row, { plain, spends, refunded })
      : row,
  )
  const failed = new Set<string>()
  const failures = spends
    .filter(() => chance.once(5))
    .flatMap((spend, number) => {
      const named = chance.once(6) ? nameless(chance, plain, number) : spend
      return Array.from({ length: chance.once(4) ? 2 : 1 }, (_, time) =>
        failureOf(chance, named, { id: `f${time}-${number}`, until, failed, refunded }),
      )
    })
  return { rows, failures, made: failures.flatMap(({ makes }) => makes ?? []) }
}

interface Known {
  readonly plain: ReadonlyArray<Row>
  readonly spends: ReadonlyArray<Row>
  readonly refunded: Map<string, bigint>
}

/** A refund by hand: of a spend, all of it or a part; of what never arrives; or of what is no spend. */
const naming = (chance: Chance, row: Row, { plain, spends, refunded }: Known): Row => {
  if (chance.once(8)) return { ...row, refersTo: `gone-${row.id}` }
  const other = chance.pick(plain)
  if (other.type !== "spend") return chance.once(4) ? { ...row, refersTo: other.id } : row
  const spend = chance.once(3) ? other : chance.pick(spends)
  const before = refunded.get(spend.id) ?? 0n
  const rest = spend.credits - before
  if (rest <= 0n) return row
  const credits = chance.once(2) || row.credits > rest ? rest : row.credits
  refunded.set(spend.id, before + credits)
  return { ...row, refersTo: spend.id, credits, delta: credits }
}

/** What a failure names besides spends: nothing that is there, or something else. */
const nameless = (chance: Chance, plain: ReadonlyArray<Row>, number: number) => {
  const other = chance.pick(plain)
  return other.type === "spend" ? { ...other, id: `gone-${number}`, type: "gone" as const } : other
}

const failureOf = (
  chance: Chance,
  named: Omit<Row, "type"> & { readonly type: Row["type"] | "gone" },
  known: {
    readonly id: string
    readonly until: number
    readonly failed: Set<string>
    readonly refunded: ReadonlyMap<string, bigint>
  },
): Failure => {
  const { account, id: spendId, credits } = named
  const reason = chance.pick(Object.keys(REASONS) as Reason[])
  const at = Math.min(known.until - 30_000, named.at + chance.below(7_200_000) - 60_000)
  const isDue = named.type === "spend" && !known.refunded.has(spendId) && !known.failed.has(spendId)
  known.failed.add(spendId)
  const makes: Row = {
    ...{ account, id: `${spendId}~refund`, type: "refund", operation: "refund" },
    ...{ category: "Billing", description: `operation failed: ${REASONS[reason]}` },
    ...{ credits, delta: credits, at: Math.max(at, named.at), actor: "", reference: "" },
    ...{ properties: { failure: known.id }, refersTo: spendId, quantity: null, unit: "" },
  }
  return { account, id: known.id, refersTo: spendId, reason, at, makes: isDue ? makes : null }
}

export const failureEvent = ({ account, id, refersTo, reason, at }: Failure): object => ({
  ...{ account, id, type: "failure", refers_to: refersTo, reason },
  occurred_at: new Date(at).toISOString(),
})

/** Some events once more: as they were, with other credits, or in a way that cannot be read. */
export const sendAgain = (chance: Chance, rows: ReadonlyArray<Row>): ReadonlyArray<SentAgain> =>
  rows
    .filter(() => chance.once(25))
    .map((row, number): SentAgain => {
      const { account, id } = row
      const event = eventOf(row)
      const other = { ...event, credits: decimalOf(row.credits + 1n) }
      return chance.pick<SentAgain>([
        { account, id, event, fate: "duplicate" },
        { account, id, event: other, fate: "conflict" },
        {
          ...{ account, id: `bad-${number}`, fate: "rejected" },
          event: { ...event, id: `bad-${number}`, credits: "1.0000001" },
        },
        { account, id, event: { ...event, credits: "1.0000001" }, fate: "rejected" },
      ])
    })
