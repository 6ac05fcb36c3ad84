/** What is followed just now: one feed for all who follow the same. */
import type { AccountScope } from "#warehouse/usage-sources.ts"
import { type Feed, makeFeed } from "./live-feed.ts"

/** One account, or several together. */
export type LiveSubject =
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "scope"; readonly scope: AccountScope }

export interface Followed {
  readonly name: string
  readonly subject: LiveSubject
  readonly feed: Feed
  /** Readings that somebody has asked for, and how many of these asked before the newest reading began. */
  asked: number
  answered: number
  listeners: number
  /** Epoch milliseconds. */
  leftAt: number
}

/** A feed outlives its last listener by so long: who comes back by then has missed nothing. */
const KEPT_MS = 5 * 60_000
/** Feeds that are kept for who may come back. */
const KEPT_MAX = 1_000

/** Whether somebody waits for a reading that begins after they came. */
export const isAwaited = ({ asked, answered }: Followed): boolean => answered < asked

export const nameOfSubject = (subject: LiveSubject): string => {
  if (subject.kind === "account") return `account ${subject.account}`
  return subject.scope === "all"
    ? "all"
    : `accounts ${JSON.stringify([...new Set(subject.scope)].sort())}`
}

export const makeSubjects = () => {
  const all = new Map<string, Followed>()
  return {
    follow: (subject: LiveSubject, lastEventId: string | null): Followed => {
      const name = nameOfSubject(subject)
      const feed = () => makeFeed(name, subject.kind === "account" ? subject.account : null)
      const followed = all.get(name) ?? {
        ...{ name, subject, feed: feed(), asked: 0, answered: 0 },
        ...{ listeners: 0, leftAt: 0 },
      }
      const isKnown = lastEventId === null || followed.feed.remembers(lastEventId)
      if (followed.listeners === 0 || !isKnown) followed.asked++
      followed.listeners++
      all.delete(name)
      all.set(name, followed)
      return followed
    },
    leave: (followed: Followed, now: number): void => {
      followed.listeners--
      followed.leftAt = now
    },
    /** Those with listeners; forgets others that nobody has come back to. */
    current: (now: number): ReadonlyArray<Followed> => {
      const left = [...all.values()].filter(({ listeners }) => listeners === 0)
      const tooMany = left.length - KEPT_MAX
      for (const [i, { name, leftAt }] of left.entries())
        if (i < tooMany || now - leftAt > KEPT_MS) all.delete(name)
      return [...all.values()].filter(({ listeners }) => listeners > 0)
    },
  }
}
