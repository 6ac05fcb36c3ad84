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
import type { FailureStory } from "#warehouse/failure-story.ts"
import { RejectionReview } from "#warehouse/rejection-review.ts"
import type { Credential } from "./access.ts"
import { answer, withMeta } from "./answer.ts"
import { mayRead } from "./credential.ts"
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
  if (!mayRead(credential, name)) return yield* noSuchAccount()
  const stored = yield* (yield* AccountStore).get(name)
  const account = stored ?? unnamedAccount(name)
  const story = yield* (yield* EventStoryReader).stored(name, id)
  const failure = story === null ? yield* (yield* EventStoryReader).failure(name, id) : null
  const { ofEvent } = yield* RejectionReview
  const refusedUnder = (conflicts: boolean) =>
    ofEvent({ account: name, id, conflicts, limit: LINKS_MAX })
  const conflicts = yield* refusedUnder(true)
  const rejections = yield* refusedUnder(false)
  if (story === null && failure === null && conflicts.count + rejections.count === 0)
    return yield* stored === null ? noSuchAccount() : noSuchEvent()
  const body: Omit<EventStory, "meta"> = {
    account: name,
    id,
    fate: fateOf(story !== null || failure !== null, conflicts.count),
    ...(story === null ? wireFailure(failure) : wireStored(story, account.timeZone)),
    conflicts: conflicts.rejections.map(wireRejection),
    conflict_count: conflicts.count,
    rejections: rejections.rejections.map(wireRejection),
    rejection_count: rejections.count,
  }
  return { account, body }
})

const noSuchEvent = () =>
  refused("notFound", "Nothing arrived under that id in this account, or none that is kept.")

const fateOf = (stored: boolean, conflicts: number): EventStory["fate"] => {
  if (stored) return "accepted"
  return conflicts > 0 ? "conflict" : "rejected"
}

const wireStored = (story: StoredStory, tz: string) => ({
  transaction: wireEntry(story.entry, tz),
  failure: null,
  source: wireSource(story, story.entry.occurredAt),
  ...wireLinks(story),
})

/** What a transaction is linked to, both ways. */
export const wireLinks = (story: StoredStory) => ({
  refers_to: story.refersTo === null ? null : wireLink(story.refersTo),
  referred_by: story.referredBy.map(wireLink),
  referred_by_count: story.referredByCount,
  failures: story.failures.map(({ id, reason, occurredAt }) => ({
    id,
    reason,
    occurred_at: formatInstant(occurredAt),
  })),
})

const NO_LINKS = { refers_to: null, referred_by: [], referred_by_count: 0, failures: [] }

const wireFailure = (story: FailureStory | null) =>
  story === null
    ? { transaction: null, failure: null, source: null, ...NO_LINKS }
    : {
        transaction: null,
        failure: {
          refers_to: story.refersTo,
          reason: story.reason,
          operation: story.operation,
          description: story.description,
          occurred_at: formatInstant(story.occurredAt),
          ...wireState(story.state),
        },
        source: wireSource(story, story.occurredAt),
        ...NO_LINKS,
      }

const wireState = (told: FailureStory["state"]) =>
  told.state === "refunded"
    ? {
        state: told.state,
        refund: { id: told.refund.id, credits: formatDecimal(told.refund.credits) },
        note: null,
      }
    : { state: told.state, refund: null, note: told.note }

const wireSource = (
  { position, batch, receivedAt }: Pick<StoredStory, "position" | "batch" | "receivedAt">,
  occurredAt: number,
) => ({
  via: position === null ? ("http" as const) : ("kafka" as const),
  place: wirePlace(position),
  batch: String(batch),
  received_at: formatInstant(receivedAt),
  late_by: lateBy(occurredAt, receivedAt) ?? null,
})

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
