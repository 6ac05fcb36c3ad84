/**
 * The load: message number i of a seed, the same on every machine and at every call, so that nobody has
 * to keep what was sent. Events of skewed accounts over days and offsets, with what goes wrong in the
 * world: 5 % are sent again in another spelling, 2 % carry a taken id and other content, 2 % are late,
 * 2 % are failures that have a spend refunded, 1 % are no usage events.
 */
import { type Random, randomOf } from "#ingest/samples/random.ts"
import { DAY_MS, EARLIEST_INSTANT } from "#warehouse/domain/calendar.ts"
import type { UsageEvent } from "#warehouse/domain/usage-event.ts"
import { OPERATIONS } from "#warehouse/testing/recount.ts"
import { failureFrom, otherFailure } from "./failure-load.ts"
import { type Malformed, malformedOf } from "./malformed.ts"
import { spell } from "./spelling.ts"

export type Kind = "fresh" | "late" | "failure" | "repeat" | "conflict" | "malformed"

export interface Message {
  readonly account: string
  /** The number of the message whose id it carries, and which of that one's contents; 0 is the first. */
  readonly base: number
  readonly variant: number
  /** Null: a tombstone. */
  readonly bytes: Buffer | null
  /** What it says; null when it is no usage event. */
  readonly event: UsageEvent | null
  readonly malformed: Malformed | null
}

export interface Load {
  readonly messageAt: (index: number) => Message
  readonly kindAt: (index: number) => Kind
  /** Everything that can have been sent under the id of an event of its own: it, then its conflicts. */
  readonly contentsOf: (base: number) => ReadonlyArray<UsageEvent>
  /** The number of the event of its own with this account and id; undefined when there is none. */
  readonly baseOf: (account: string, id: string) => number | undefined
}

const ACCOUNTS_PER_SIDE = 40
const SIDES = ["north", "south"] as const
const FIRST = Date.UTC(2026, 2, 27)
const SPAN_DAYS = 9
const LATE_DAYS = 2_000
const TYPES = ["spend", "spend", "spend", "spend", "purchase", "refund", "bonus"] as const
/** Per mille of all messages. */
const SHARES: ReadonlyArray<readonly [Kind, number]> = [
  ["repeat", 50],
  ["conflict", 20],
  ["late", 20],
  ["malformed", 10],
  ["failure", 20],
]
/** How many different contents are sent under a contested id, beside the first. */
const VARIANTS = 3
const NEAR = 400

export const loadOf = (seed: number, options: { readonly tombstones: boolean }): Load => {
  const randomAt = (what: string, index: number) => randomOf(`${seed}/${what}/${index}`)

  const kindAt = (index: number): Kind => {
    if (index === 0) return "fresh"
    let draw = randomAt("kind", index).below(1000)
    for (const [kind, share] of SHARES) {
      if (draw < share) return kind
      draw -= share
    }
    return "fresh"
  }

  /** An earlier message that is an event of its own: one of the last few, or any. */
  const earlier = (index: number, random: Random): number => {
    let base = index - 1 - random.below(random.below(2) === 0 ? index : Math.min(index, NEAR))
    while (!isOwn(kindAt(base))) base--
    return base
  }

  const transactionAt = (base: number): UsageEvent | null => {
    const kind = kindAt(base)
    if (!isOwn(kind) || kind === "failure") return null
    return eventFrom(base, randomAt("event", base), kind === "late")
  }
  const accountAt = (base: number) => accountOf(base, randomAt("event", base))
  const failureOf = (base: number, turn = "failure") =>
    failureFrom(base, randomAt(turn, base), { transactionAt, idOf, accountAt })
  const eventOf = (base: number): UsageEvent => transactionAt(base) ?? failureOf(base)

  const contentsOf = (base: number): ReadonlyArray<UsageEvent> => {
    const first = eventOf(base)
    const other =
      first.type === "failure"
        ? (variant: number) => otherFailure(first, variant, failureOf(base, "another"))
        : (variant: number) => otherContent(first, variant)
    return [first, ...Array.from({ length: VARIANTS }, (_, i) => other(i + 1))]
  }

  const messageAt = (index: number): Message => {
    const kind = kindAt(index)
    const random = randomAt("message", index)
    if (kind === "malformed") {
      const account = accountOf(index, random)
      const malformed = malformedOf({ account, name: `m-${index}`, ...options }, random)
      const { bytes } = malformed
      return { account, base: index, variant: 0, bytes, event: null, malformed }
    }
    const base = isOwn(kind) ? index : earlier(index, random)
    const variant = kind === "conflict" ? 1 + random.below(VARIANTS) : 0
    const event = variant === 0 ? eventOf(base) : (contentsOf(base)[variant] as UsageEvent)
    const bytes = Buffer.from(spell(event, random))
    return { account: event.account, base, variant, bytes, event, malformed: null }
  }

  return {
    messageAt,
    kindAt,
    contentsOf,
    baseOf: (account, id) => {
      const number = /^e-(\d+)$/.exec(id)?.[1]
      if (number === undefined) return undefined
      const base = 2 * Number(number) + (account.startsWith(SIDES[0]) ? 0 : 1)
      const known = isOwn(kindAt(base)) && eventOf(base).account === account
      return known ? base : undefined
    },
  }
}

/** It has an id of its own. */
export const isOwn = (kind: Kind): boolean =>
  kind === "fresh" || kind === "late" || kind === "failure"

const idOf = (base: number): string => `e-${base >> 1}`

/** The smallest of three draws: a few accounts have most of the events. */
const accountOf = (index: number, random: Random): string => {
  const draw = () => random.below(ACCOUNTS_PER_SIDE)
  return `${SIDES[index % 2]}-${Math.min(draw(), draw(), draw())}`
}

/** Two accounts use each id: an id is unique within its account only. */
const eventFrom = (base: number, random: Random, late: boolean): UsageEvent => {
  const account = accountOf(base, random)
  const type = TYPES[random.below(TYPES.length)] as UsageEvent["type"]
  const day = late
    ? random.below(5) === 0
      ? EARLIEST_INSTANT + DAY_MS * (1 + random.below(16_000))
      : FIRST - DAY_MS * random.below(LATE_DAYS)
    : FIRST + DAY_MS * random.below(SPAN_DAYS)
  return {
    id: idOf(base),
    account,
    type,
    operation: OPERATIONS[random.below(OPERATIONS.length)] as string,
    credits: BigInt(random.below(random.below(3) === 0 ? 100 : 50_000_000) + 1),
    occurredAt: day + random.below(DAY_MS),
    ...(random.below(5) === 0 && { category: "Bespoke", description: `text “${base}”\n\t\\` }),
    ...(random.below(6) === 0 && {
      quantity: BigInt(random.below(2_000)) * 500_000n,
      unit: "combos",
    }),
    ...(random.below(9) === 0 && { reference: `receipt-${base}` }),
    ...(random.below(7) === 0 && { properties: { model: `m${base % 7}`, région: "ouest", a: "" } }),
  }
}

const otherContent = (event: UsageEvent, variant: number): UsageEvent => {
  switch (variant) {
    case 1:
      return { ...event, credits: event.credits + 1n }
    case 2:
      return { ...event, occurredAt: event.occurredAt + 86_400_001, operation: "other" }
    default:
      return { ...event, category: "Disputed", description: "not what it was" }
  }
}
