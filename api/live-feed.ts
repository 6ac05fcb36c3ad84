/**
 * What is known of one subject of the live stream, and what somebody who was told up to some place is told
 * next. Whole figures each time, so that nothing has to be queued for anybody: who reads slowly skips states.
 */
import { createHash } from "node:crypto"
import type { Overview, Transaction } from "./contract.ts"
import type { LiveBalance, LiveDay, LiveEntry, LiveWatermark } from "./live-contract.ts"

/** Transactions that are listed at most, in one message. */
const LISTED_MAX = 20
/** States that one may resume from: five minutes and more, at one a second. */
const STATES_MAX = 300

export interface FeedUpdate {
  /** What the reader is told to find out whether anything has changed. */
  readonly mark: string
  /** Sums of the ledger as text: with the count, they name its state. */
  readonly sums: string
  readonly count: number
  readonly balance: Overview | LiveBalance
  readonly day: LiveDay
  /** The ledger's newest entries; null when they were not looked for. */
  readonly newest: ReadonlyArray<Transaction> | null
}

/** Up to where somebody was told. */
export type Place =
  | { readonly kind: "new" }
  | { readonly kind: "at"; readonly count: number }
  | {
      readonly kind: "gap"
      readonly reason: "unknown_id" | "not_kept"
      readonly since: string
      readonly added: number | null
    }

export interface Feed {
  readonly known: () => { readonly mark: string; readonly count: number } | null
  /** 0 before the first update; another number after each. */
  readonly version: () => number
  readonly place: () => Place
  readonly advance: (update: FeedUpdate) => void
  readonly observe: (watermark: LiveWatermark) => void
  /** Whether a stream that broke off there goes on without a gap. */
  readonly remembers: (id: string) => boolean
  /** Where a stream begins whose last event had this id. */
  readonly resume: (id: string) => Place
  /** Everything since a place. The same bytes for all who were told as far. */
  readonly message: (from: Place) => Uint8Array
  /** How far the figures are complete, and nothing else. */
  readonly progress: () => Uint8Array
}

/** `subject` is part of each id: that of another stream is none of this one. `account`: null for several. */
export const makeFeed = (subject: string, account: string | null): Feed => {
  let current: (FeedUpdate & { readonly id: string }) | null = null
  let version = 0
  let watermark: LiveWatermark | null = null
  let states = new Map<string, number>()
  let seen: ReadonlySet<string> | null = null
  let listed: ReadonlyArray<{ readonly count: number; readonly transaction: Transaction }> = []
  const sent = new Map<string, Uint8Array>()

  const once = (name: string, make: () => string): Uint8Array => {
    const bytes = sent.get(name) ?? encode(make())
    sent.set(name, bytes)
    return bytes
  }
  const listNew = ({ newest, count }: FeedUpdate) => {
    const before = seen
    const fresh = before === null ? [] : (newest ?? []).filter(({ id }) => !before.has(id))
    const added = fresh.map((transaction) => ({ count, transaction }))
    listed = [...added, ...listed].slice(0, LISTED_MAX)
    seen = newest === null ? null : new Set(newest.map(({ id }) => id))
  }
  const entrySince = (from: Place): LiveEntry | null => {
    const count = current?.count ?? 0
    const none = { account, count, transactions: [] }
    if (from.kind === "gap")
      return { ...none, added: from.added, gap: { reason: from.reason, since: from.since } }
    if (from.kind === "new" || from.count === count) return null
    const transactions = listed
      .filter((one) => one.count > from.count)
      .map(({ transaction }) => transaction)
    return { ...none, added: count - from.count, transactions, gap: null }
  }
  const watermarkEvent = () => eventText("watermark", watermark, current?.id)
  const messageSince = (from: Place): string => {
    const entry = entrySince(from)
    return [
      entry === null ? "" : eventText("entry", entry),
      eventText("balance", current?.balance),
      eventText("day", current?.day),
      watermarkEvent(),
    ].join("")
  }

  return {
    known: () => current,
    version: () => version,
    place: () => (current === null ? { kind: "new" } : { kind: "at", count: current.count }),
    advance: (update) => {
      version++
      listNew(update)
      current = { ...update, id: idOf(subject, update) }
      states.delete(current.id)
      states.set(current.id, current.count)
      if (states.size > STATES_MAX) states = new Map([...states].slice(-STATES_MAX))
      sent.clear()
    },
    observe: (newer) => {
      watermark = newer
      sent.clear()
    },
    remembers: (id) => states.has(id),
    resume: (id) => {
      const count = states.get(id)
      if (count !== undefined) return { kind: "at", count }
      const stated = new RegExp(`^(\\d{1,15})\\.${tagOf(subject)}\\.[\\w-]{8}$`).exec(id)?.[1]
      const added = stated === undefined ? 0 : (current?.count ?? 0) - Number(stated)
      if (added <= 0) return { kind: "gap", reason: "unknown_id", since: id, added: null }
      return { kind: "gap", reason: "not_kept", since: id, added }
    },
    // Gaps are rare, and each has an id of its own: they are written for each anew.
    message: (from) =>
      from.kind === "gap"
        ? encode(messageSince(from))
        : once(JSON.stringify(from), () => messageSince(from)),
    progress: () => once("progress", watermarkEvent),
  }
}

/** Only the last event of a message has the id: a stream that breaks off within it resumes before it. */
export const eventText = (event: string, data: unknown, id?: string): string =>
  `event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`

const encode = (text: string) => new TextEncoder().encode(text)

const digest = (text: string, length: number) =>
  createHash("sha256").update(text).digest("base64url").slice(0, length)

const tagOf = (subject: string) => digest(subject, 6)

/** Entries never change and never go, so how many there are names a ledger's state; the sums are a check of it. */
const idOf = (subject: string, { count, sums }: FeedUpdate) =>
  `${count}.${tagOf(subject)}.${digest(sums, 8)}`
