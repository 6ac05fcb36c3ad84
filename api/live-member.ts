/** Somebody who listens: how far they were told, and what is due to them. */
import type { Credential } from "./access.ts"
import type { Place } from "./live-feed.ts"
import type { Listener } from "./live-listener.ts"
import { type Followed, isAwaited } from "./live-subjects.ts"

/** From one message to the next, of one subject to one listener. */
export const MESSAGE_EVERY_MS = 1_000
/** The watermark moves on while nothing happens; who watches sees that the figures are not old. */
export const WATERMARK_EVERY_MS = 5_000
/** Nothing goes through a proxy for longer than this. */
export const HEARTBEAT_EVERY_MS = 15_000
/** What a browser waits before it connects again, spread so that not all come at once. */
const RETRY_MS = 1_000

export interface Member {
  readonly credential: Credential
  readonly followed: Followed
  readonly listener: Listener
  /** Of the Last-Event-ID that was sent, until it is clear what was missed since. */
  lastEventId: string | null
  place: Place
  /** Of the feed, as it was told; 0 for nothing yet. */
  version: number
  greeted: boolean
  /** It was told that it is too slow. */
  slow: boolean
  /** Epoch milliseconds. */
  toldAt: number
  readingAt: number
}

const encoder = new TextEncoder()
const HEARTBEAT = encoder.encode(": still here\n\n")

export interface Due {
  readonly bytes: Uint8Array
  /** Whether it is a message, or only keeps the connection open. */
  readonly message: boolean
}

/** What to tell now. `trusted`: whether it is sure that the credential still holds. */
export const dueTo = (member: Member, now: number, trusted: boolean): Due | null => {
  const { followed, place, version } = member
  const { feed } = followed
  if (!member.greeted) {
    member.greeted = true
    member.toldAt = now
    const retry = RETRY_MS + Math.floor(Math.random() * RETRY_MS)
    return { bytes: encoder.encode(`retry: ${retry}\n: live\n\n`), message: false }
  }
  const told = (bytes: Uint8Array, message: boolean): Due => {
    member.toldAt = now
    return { bytes, message }
  }
  const quiet = now - member.toldAt
  const id = member.lastEventId
  // An id that nobody here knows may be of a state that another process has read and this one has not.
  const isReady = feed.version() > 0 && !isAwaited(followed)
  if (!trusted || (version === 0 && !isReady))
    return quiet >= HEARTBEAT_EVERY_MS ? told(HEARTBEAT, false) : null
  if (version !== 0 && quiet < MESSAGE_EVERY_MS) return null
  if (version !== feed.version()) {
    const bytes = feed.message(id === null ? place : feed.resume(id))
    member.lastEventId = null
    member.place = feed.place()
    member.version = feed.version()
    return told(bytes, true)
  }
  return quiet >= WATERMARK_EVERY_MS ? told(feed.progress(), true) : null
}
