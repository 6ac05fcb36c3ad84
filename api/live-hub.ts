/**
 * Pushes figures to who watches. One loop reads what has changed, once for everybody; the other looks after
 * the listeners: whether their credentials still hold, whether they read, and what is due to them.
 */
import { Clock, Context, Effect, Latch, Layer } from "effect"
import { LiveReader } from "#warehouse/live-reader.ts"
import type { Watermark } from "#warehouse/watermark.ts"
import { Access, type Credential } from "./access.ts"
import { nameOf } from "./credential.ts"
import { MESSAGE_EVERY_MS } from "./live-member.ts"
import { makeMembers } from "./live-members.ts"
import { readRound } from "./live-round.ts"
import { isAwaited, type LiveSubject, makeSubjects } from "./live-subjects.ts"
import { type Refused, refused } from "./problem.ts"

/** Streams that are open in this process. */
export const LISTENERS_MAX = 2_000
/** Of one key or token; the admin key's operator needs no limit. */
const LISTENERS_OF_HOLDER_MAX = 1_000
/** From one reading to the next while nothing is stored: settings may change, and days begin. */
const IDLE_ROUND_EVERY_MS = 2_000
const TICK = "200 millis"
/** What may have been revoked is told nothing: a check that hangs counts as one that failed. */
const CHECKED_WITHIN = "800 millis"

export interface LiveCounts {
  readonly listeners: number
  /** Since the start, as those dropped because nobody read on. */
  readonly messages: number
  readonly dropped: number
}

export class LiveHub extends Context.Service<
  LiveHub,
  {
    /** A stream of events that ends when the credential does. `lastEventId`: where it goes on. */
    readonly open: (
      credential: Credential,
      subject: LiveSubject,
      lastEventId: string | null,
    ) => Effect.Effect<ReadableStream<Uint8Array>, Refused>
    /** Ends every stream with a notice, and opens no more. */
    readonly stop: Effect.Effect<void>
    readonly counts: Effect.Effect<LiveCounts>
  }
>()("api/LiveHub") {
  static readonly layer = Layer.effect(
    LiveHub,
    Effect.suspend(() => makeHub),
  )
}

const makeHub = Effect.gen(function* () {
  const { holds } = yield* Access
  const members = makeMembers()
  const subjects = makeSubjects()
  const watched = Latch.makeUnsafe(false)
  const news = Latch.makeUnsafe(false)
  let stopping = false

  const look = Effect.gen(function* () {
    yield* watched.await
    yield* Effect.sleep(TICK)
    members.setTime(yield* Clock.currentTimeMillis)
    members.dropSlow()
    yield* Effect.ignore(Effect.timeout(members.endOver(holds), CHECKED_WITHIN))
    yield* members.tell
  })
  const wait = Effect.tap(Effect.raceFirst(news.await, Effect.sleep(TICK)), () => news.close)
  const follow = yield* following(subjects, wait)
  const goOn = Effect.gen(function* () {
    yield* watched.await
    yield* follow
    members.setTime(yield* Clock.currentTimeMillis)
    yield* members.tell
  })
  yield* Effect.forkScoped(Effect.forever(look))
  yield* Effect.forkScoped(Effect.forever(goOn))
  const stop = Effect.sync(() => {
    stopping = true
    members.endAll()
  })
  yield* Effect.addFinalizer(() => stop)

  return LiveHub.of({
    open: Effect.fnUntraced(function* (credential, subject, lastEventId) {
      if (stopping) return yield* refused("unavailable", "The server stops: try again.", RETRY)
      const { listeners } = members.counts()
      if (listeners >= LISTENERS_MAX) return yield* tooMany(`${LISTENERS_MAX} streams are open`)
      if (!credential.admin && members.ofHolder(nameOf(credential)) >= LISTENERS_OF_HOLDER_MAX)
        return yield* tooMany(`${LISTENERS_OF_HOLDER_MAX} streams of this key or token are open`)
      members.setTime(yield* Clock.currentTimeMillis)
      const followed = subjects.follow(subject, lastEventId)
      const stream = members.add({
        ...{ credential, followed, lastEventId },
        left: (at) => {
          subjects.leave(followed, at)
          if (members.counts().listeners === 0) watched.closeUnsafe()
        },
      })
      watched.openUnsafe()
      if (isAwaited(followed)) news.openUnsafe()
      return stream
    }),
    stop,
    counts: Effect.sync(members.counts),
  })
})

const RETRY = { headers: { "retry-after": "5" } }
const tooMany = (what: string) => refused("tooManyListeners", `${what}: try again later.`, RETRY)

/** Waits, then reads what is due: what somebody waits for at once, everything once a second. */
const following = Effect.fnUntraced(function* (
  subjects: ReturnType<typeof makeSubjects>,
  wait: Effect.Effect<void>,
) {
  const reader = yield* LiveReader
  const services = yield* Effect.context<LiveReader | Watermark>()
  let readAt = Number.NEGATIVE_INFINITY
  let seen: number | null = null
  return Effect.gen(function* () {
    yield* wait
    const now = yield* Clock.currentTimeMillis
    const writes = yield* reader.writes
    const all = subjects.current(now)
    const changed = writes === null || writes !== seen
    const isDue = now - readAt >= (changed ? MESSAGE_EVERY_MS : IDLE_ROUND_EVERY_MS)
    const asked = isDue ? all : all.filter(isAwaited)
    if (asked.length === 0) return
    if (isDue) readAt = now
    yield* readRound(asked)
    if (isDue) seen = writes
  }).pipe(
    Effect.provideContext(services),
    Effect.catchCause((cause) =>
      Effect.andThen(
        Effect.logWarning("live figures could not be read", cause),
        Effect.sleep(MESSAGE_EVERY_MS),
      ),
    ),
  )
})
