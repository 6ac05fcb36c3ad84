/** Everybody who listens: tells them what is due, and ends what may not, or need not, go on. */
import { Effect } from "effect"
import type { WarehouseError } from "#warehouse/errors.ts"
import { ownTurn } from "#warehouse/loop-turns.ts"
import type { Credential } from "./access.ts"
import { checkedAs, nameOf } from "./credential.ts"
import type { LiveEnd } from "./live-contract.ts"
import { eventText } from "./live-feed.ts"
import { makeListener } from "./live-listener.ts"
import { dueTo, type Member } from "./live-member.ts"
import type { Followed } from "./live-subjects.ts"

/** How long a listener may leave what was sent unread. */
export const SLOW_AFTER_MS = 20_000
/** Then it hears so, if it reads on by then; else the connection is broken. */
const NOTICE_READ_WITHIN_MS = 5_000
/** When credentials could not be checked for so long, nobody is told anything. */
const TRUSTED_FOR_MS = 1_000
/** Listeners that are written to in one turn of the event loop. */
const TOLD_AT_ONCE_MAX = 100

const endings: Readonly<Record<LiveEnd["reason"], string>> = {
  credential_over: "The key, token or session was revoked or is over.",
  too_slow: `Nothing was read for ${SLOW_AFTER_MS / 1_000} seconds. Connect again with Last-Event-ID.`,
  stopping: "The server stops. Connect again with Last-Event-ID.",
}
const endOf = (reason: LiveEnd["reason"]) =>
  new TextEncoder().encode(eventText("end", { reason, detail: endings[reason] }))

export interface Joining {
  readonly credential: Credential
  readonly followed: Followed
  readonly lastEventId: string | null
  /** Called once, when the stream is over, at this time. */
  readonly left: (at: number) => void
}

export const makeMembers = () => {
  const members = new Set<Member>()
  const totals = { messages: 0, dropped: 0 }
  let [now, checkedAt] = [0, 0]

  const take = (member: Member): Uint8Array | null => {
    const due = dueTo(member, now, now - checkedAt <= TRUSTED_FOR_MS)
    if (due?.message) totals.messages++
    return due?.bytes ?? null
  }
  const nudge = (group: ReadonlyArray<Member>) =>
    Effect.sync(() => {
      for (const { listener } of group) listener.nudge()
    })
  return {
    counts: () => ({ listeners: members.size, ...totals }),
    ofHolder: (name: string) =>
      [...members].filter(({ credential }) => nameOf(credential) === name).length,
    setTime: (at: number): void => {
      // With nobody to check, nothing is out of date.
      if (members.size === 0) checkedAt = at
      now = at
    },
    add: ({ credential, followed, lastEventId, left }: Joining): ReadableStream<Uint8Array> => {
      const leave = () => {
        members.delete(member)
        left(now)
      }
      const listener = makeListener({ take: () => take(member), left: leave })
      const member: Member = {
        ...{ credential, followed, listener, lastEventId },
        ...{ place: { kind: "new" }, version: 0, greeted: false, slow: false },
        ...{ toldAt: now, readingAt: now },
      }
      members.add(member)
      return listener.stream
    },
    /** Gives everybody what is due, a part of them in a turn of the event loop. */
    tell: Effect.suspend(() => {
      const all = [...members]
      const groups = Array.from({ length: Math.ceil(all.length / TOLD_AT_ONCE_MAX) }, (_, i) =>
        all.slice(i * TOLD_AT_ONCE_MAX, (i + 1) * TOLD_AT_ONCE_MAX),
      )
      return Effect.forEach(groups, (group) => Effect.andThen(ownTurn, nudge(group)), {
        discard: true,
      })
    }),
    dropSlow: (): void => {
      for (const member of members) {
        if (member.listener.waits()) member.readingAt = now
        const unread = now - member.readingAt
        if (unread > SLOW_AFTER_MS + NOTICE_READ_WITHIN_MS) member.listener.abandon()
        else if (unread > SLOW_AFTER_MS && !member.slow) {
          member.slow = true
          totals.dropped++
          member.listener.end(endOf("too_slow"))
        }
      }
    },
    /** Ends the streams of those whose credentials do not hold any more. */
    endOver: Effect.fnUntraced(function* (
      holds: (credential: Credential) => Effect.Effect<boolean, WarehouseError>,
    ) {
      const at = now
      const known = new Map<string, boolean>()
      for (const { credential, listener } of members) {
        const name = checkedAs(credential)
        const good = known.get(name) ?? (yield* holds(credential))
        known.set(name, good)
        if (!good) listener.end(endOf("credential_over"))
      }
      checkedAt = at
    }),
    endAll: (): void => {
      for (const { listener } of members) listener.end(endOf("stopping"))
    },
  }
}
