/**
 * Studio North: two years of a video studio that never was, up to now. What happens on a day follows from
 * the studio's first day and that day alone, and credits are bought when they run low; so a later call
 * with the same first day begins with exactly the same events and adds those that happened since.
 */
import type { Account } from "#warehouse/domain/account.ts"
import {
  addDays,
  countDays,
  type Day,
  dayOf,
  formatInstant,
  startOfDay,
} from "#warehouse/domain/calendar.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { randomOf } from "./random.ts"
import { highUsageDays, levelOf, SEED } from "./studio-calendar.ts"
import { type Job, jobsOf } from "./studio-jobs.ts"
import type { WireEvent } from "./wire-event.ts"

const CREDIT = 1_000_000n

export const STUDIO_NORTH: Omit<Account, "about"> = {
  account: "studio-north",
  name: "Studio North",
  timeZone: "Europe/Berlin",
  plan: "Studio",
  allowance: 18_000n * CREDIT,
  periodAnchorDay: 1,
  lowBalanceMark: 2_500n * CREDIT,
}

const PACK_CREDITS = 5_000n * CREDIT
const WELCOME_CREDITS = 500n * CREDIT
const LOYALTY_CREDITS = 100n * CREDIT
const LOYALTY_PACKS = 5

/** At full size a pack is bought before a job would take the balance below this; smaller studios hold less. */
const RESERVE_CREDITS = 10_000n * CREDIT

const OPENING_AT_MS = 8 * 3_600_000
const PACK_BEFORE_JOB_MS = 20_000
const BONUS_AFTER_PACK_MS = 1_000

interface Ledger {
  balance: bigint
  packs: number
}

/** Every event from the first day up to and including the instant `until`, oldest first. */
export const studioEvents = (start: Day, until: number): ReadonlyArray<WireEvent> => {
  const last = dayOf(until, STUDIO_NORTH.timeZone)
  const high = new Map(highUsageDays(start).map((entry) => [entry.day, entry]))
  const ledger: Ledger = { balance: 0n, packs: 0 }
  const limit = formatInstant(until)
  return Array.from({ length: countDays(start, last) }, (_, i) => addDays(start, i))
    .flatMap((day) => {
      const jobs = jobsOf(start, day, high.get(day) ?? null)
      const opening = day === start ? openingEvents(ledger, day) : []
      return [...opening, ...eventsOf(ledger, { day, jobs, level: levelOf(start, day) })].sort(
        byTime,
      )
    })
    .filter((event) => event.occurred_at <= limit)
}

interface StudioDay {
  readonly day: Day
  readonly jobs: ReadonlyArray<Job>
  /** Thousandths of full size. */
  readonly level: number
}

const eventsOf = (ledger: Ledger, { day, jobs, level }: StudioDay): ReadonlyArray<WireEvent> => {
  const midnight = startOfDay(day, STUDIO_NORTH.timeZone)
  const reserve = (RESERVE_CREDITS * BigInt(level)) / 1000n
  return jobs.flatMap((job, index) => {
    const low = ledger.balance - job.credits < reserve
    const bought = low ? packEvents(ledger, day, midnight + job.at - PACK_BEFORE_JOB_MS) : []
    ledger.balance -= job.refundAfter === null ? job.credits : 0n
    return [...bought, ...jobEvents(job, `${day}-${number(index + 1)}`, midnight)]
  })
}

const openingEvents = (ledger: Ledger, day: Day): ReadonlyArray<WireEvent> => {
  const at = startOfDay(day, STUDIO_NORTH.timeZone) + OPENING_AT_MS
  ledger.balance += WELCOME_CREDITS
  return [bonus(`bonus-${day}`, { at, credits: WELCOME_CREDITS, description: "Welcome bonus" })]
}

const packEvents = (ledger: Ledger, day: Day, at: number): ReadonlyArray<WireEvent> => {
  ledger.balance += PACK_CREDITS
  ledger.packs += 1
  const id = `pack-${number(ledger.packs)}`
  const pack: WireEvent = {
    id,
    account: STUDIO_NORTH.account,
    type: "purchase",
    operation: "purchase",
    credits: formatDecimal(PACK_CREDITS),
    occurred_at: formatInstant(at),
    description: "Credit pack 5,000",
    amount: "49",
    currency: "EUR",
    reference: `https://receipts.studio-north.example/${paymentOf(day, ledger.packs)}`,
  }
  if (ledger.packs % LOYALTY_PACKS !== 0) return [pack]
  ledger.balance += LOYALTY_CREDITS
  const loyalty = {
    at: at + BONUS_AFTER_PACK_MS,
    credits: LOYALTY_CREDITS,
    description: "Bonus with every fifth pack",
  }
  return [pack, bonus(`bonus-${id}`, loyalty)]
}

const bonus = (
  id: string,
  given: { readonly at: number; readonly credits: bigint; readonly description: string },
): WireEvent => ({
  id,
  account: STUDIO_NORTH.account,
  type: "bonus",
  operation: "bonus",
  credits: formatDecimal(given.credits),
  occurred_at: formatInstant(given.at),
  description: given.description,
})

const jobEvents = (job: Job, name: string, midnight: number): ReadonlyArray<WireEvent> => {
  const { operation } = job
  const spend: WireEvent = {
    id: `job-${name}`,
    account: STUDIO_NORTH.account,
    type: "spend",
    operation: operation.name,
    credits: formatDecimal(job.credits),
    occurred_at: formatInstant(midnight + job.at),
    ...(operation.category === undefined
      ? {}
      : { category: operation.category, description: `Tool: ${operation.name}` }),
    quantity: String(job.quantity),
    unit: operation.unit,
    actor: job.actor,
    properties: { project: job.project },
  }
  if (job.refundAfter === null) return [spend]
  const refund: WireEvent = {
    id: `refund-${name}`,
    account: STUDIO_NORTH.account,
    type: "refund",
    operation: "refund",
    credits: spend.credits,
    occurred_at: formatInstant(midnight + job.at + job.refundAfter),
    description: `${operation.name} failed`,
    refers_to: spend.id,
    properties: { project: job.project },
  }
  return [spend, refund]
}

const number = (n: number): string => String(n).padStart(3, "0")

const PAYMENT_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

const paymentOf = (day: Day, pack: number): string => {
  const random = randomOf(`${SEED} payment ${day} ${pack}`)
  const letter = () => PAYMENT_LETTERS[random.below(PAYMENT_LETTERS.length)] ?? ""
  return `pay_${Array.from({ length: 8 }, letter).join("")}`
}

const byTime = (a: WireEvent, b: WireEvent): number =>
  a.occurred_at < b.occurred_at || (a.occurred_at === b.occurred_at && a.id < b.id) ? -1 : 1
