/** One reading for all feeds: what has changed of them, with the watermark that was read before. */
import { Clock, Effect } from "effect"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { LiveReader } from "#warehouse/live-reader.ts"
import { totalLag, Watermark } from "#warehouse/watermark.ts"
import type { LiveWatermark } from "./live-contract.ts"
import { accountUpdate, scopeUpdate } from "./live-figures.ts"
import type { Followed } from "./live-subjects.ts"

export const readRound = Effect.fn("LiveHub.readRound")(function* (all: ReadonlyArray<Followed>) {
  const reader = yield* LiveReader
  const watermark = yield* Watermark
  const now = yield* Clock.currentTimeMillis
  const asked = all.map((followed) => followed.asked)
  const read = Effect.gen(function* () {
    const completeTo = yield* watermark.completeTo
    const lag = totalLag(yield* watermark.partitions)
    const changes = yield* reader.changes({
      accounts: new Map(
        all.flatMap(({ subject, feed }) =>
          subject.kind === "account" ? [[subject.account, feed.known()] as const] : [],
        ),
      ),
      scopes: new Map(
        all.flatMap(({ name, subject, feed }) =>
          subject.kind === "scope"
            ? [[name, { scope: subject.scope, known: feed.known() }] as const]
            : [],
        ),
      ),
      now,
    })
    return { changes, completeTo, lag }
  })
  const { changes, completeTo, lag } = yield* read
  const told: LiveWatermark = {
    complete_to: formatInstant(completeTo),
    lag,
    generated_at: formatInstant(now),
  }
  for (const [i, followed] of all.entries()) {
    const { name, subject, feed } = followed
    const update =
      subject.kind === "account"
        ? updateOf(changes.accounts.get(subject.account), accountUpdate, told)
        : updateOf(changes.scopes.get(name), scopeUpdate, told)
    if (update !== null) feed.advance(update)
    feed.observe(told)
    followed.answered = asked[i] ?? 0
  }
})

const updateOf = <A, B>(
  found: A | undefined,
  toUpdate: (found: A, watermark: LiveWatermark) => B,
  watermark: LiveWatermark,
): B | null => (found === undefined ? null : toUpdate(found, watermark))
