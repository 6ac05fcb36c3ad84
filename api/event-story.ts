import { Effect } from "effect"
import { Hono } from "hono"
import { AccountStore } from "#warehouse/account-store.ts"
import { unnamedAccount } from "#warehouse/domain/account.ts"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { lateBy } from "#warehouse/domain/lateness.ts"
import {
  EventStoryReader,
  LINKS_MAX,
  type LinkedEvent,
  type StoredStory,
} from "#warehouse/event-story-reader.ts"
import { RejectionReview } from "#warehouse/rejection-review.ts"
import type { Credential } from "./access.ts"
import { answer, withMeta } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { noSuchAccount, refused } from "./problem.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import type { EventStory } from "./rejection-contract.ts"
import { wirePlace, wireRejection } from "./rejection-wire.ts"
import { wireEntry } from "./wire.ts"

/**
 * An account may be known by its rejections alone, so it need not be stored; one that the credential
 * may not read answers as a missing one does.
 */
const readStory = Effect.fnUntraced(function* (credential: Credential, name: string, id: string) {
  const stored = yield* (yield* AccountStore).get(name)
  if (credential.accounts !== null && !credential.accounts.includes(name))
    return yield* noSuchAccount()
  const account = stored ?? unnamedAccount(name)
  const story = yield* (yield* EventStoryReader).stored(name, id)
  const { ofEvent } = yield* RejectionReview
  const refusedUnder = (conflicts: boolean) =>
    ofEvent({ account: name, id, conflicts, limit: LINKS_MAX })
  const conflicts = yield* refusedUnder(true)
  const rejections = yield* refusedUnder(false)
  if (story === null && conflicts.count + rejections.count === 0)
    return yield* stored === null ? noSuchAccount() : noSuchEvent()
  const body: Omit<EventStory, "meta"> = {
    account: name,
    id,
    fate: fateOf(story, conflicts.count),
    ...wireStored(story, account.timeZone),
    conflicts: conflicts.rejections.map(wireRejection),
    conflict_count: conflicts.count,
    rejections: rejections.rejections.map(wireRejection),
    rejection_count: rejections.count,
  }
  return { account, body }
})

const noSuchEvent = () =>
  refused("notFound", "Nothing arrived under that id in this account, or none that is kept.")

const fateOf = (story: StoredStory | null, conflicts: number): EventStory["fate"] => {
  if (story !== null) return "accepted"
  return conflicts > 0 ? "conflict" : "rejected"
}

const wireStored = (story: StoredStory | null, tz: string) =>
  story === null
    ? { transaction: null, source: null, refers_to: null, referred_by: [], referred_by_count: 0 }
    : {
        transaction: wireEntry(story.entry, tz),
        source: {
          via: story.position === null ? ("http" as const) : ("kafka" as const),
          place: wirePlace(story.position),
          batch: String(story.batch),
          received_at: formatInstant(story.receivedAt),
          late_by: lateBy(story.entry.occurredAt, story.receivedAt) ?? null,
        },
        refers_to: story.refersTo === null ? null : wireLink(story.refersTo),
        referred_by: story.referredBy.map(wireLink),
        referred_by_count: story.referredByCount,
      }

const wireLink = (link: LinkedEvent): EventStory["referred_by"][number] => ({
  id: link.id,
  type: link.type,
  operation: link.operation,
  credits: formatDecimal(link.credits),
  occurred_at: formatInstant(link.occurredAt),
})

export const eventStory = new Hono<ApiEnv>().get("/:account/events/:id", query(QUERIES.none), (c) =>
  answer<EventStory>(
    c,
    Effect.gen(function* () {
      const { account, id } = c.req.param()
      const scope = { tz: "UTC", interval: null }
      // The zone is the account's, which is known only once the story is.
      const told = yield* withMeta(scope, readStory(c.var.credential, account, id))
      return { ...told.body, meta: { ...told.meta, tz: told.account.timeZone } }
    }),
  ),
)
