import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { unnamedAccount } from "#warehouse/domain/account.ts"
import { intervalOfDays } from "#warehouse/domain/calendar.ts"
import { overviewOf, overviewSpans } from "#warehouse/domain/overview.ts"
import { NO_TOTALS } from "#warehouse/domain/transaction.ts"
import { WarehouseUnavailable } from "#warehouse/errors.ts"
import { type LiveAccount, type LiveQuestion, LiveReader } from "#warehouse/live-reader.ts"
import { Watermark } from "#warehouse/watermark.ts"
import { Access, type Credential } from "./access.ts"
import { LISTENERS_MAX, LiveHub } from "./live-hub.ts"
import { accessAs } from "./testing/fake-access.ts"
import { eventsIn, type LiveEvent } from "./testing/live-events.ts"

const ADMIN: Credential = {
  ...{ accounts: null, scopes: ["admin"], admin: true, via: "key", holder: { kind: "admin" } },
  ...{ expiresAt: null, endsAt: null, session: null },
}
const KEY: Credential = { ...ADMIN, admin: false, holder: { kind: "key", id: "k1" } }
const MANA = { kind: "account", account: "mana" } as const

/** The ledger of every account has so many entries. */
const figuresAt = (name: string, count: number, now: number): LiveAccount => {
  const account = unnamedAccount(name)
  const spans = overviewSpans(account, now)
  const totals = { ...NO_TOTALS, spend: BigInt(count), count }
  const lifetime = { totals, firstAt: 0, lastAt: 0 }
  const nothing = { sincePeriodStart: totals, soFar: totals, previous: NO_TOTALS, recentSpend: [] }
  const day = spans.today
  return {
    ...{ mark: `${count}`, account, newest: null },
    overview: overviewOf(account, now, spans, { lifetime, ...nothing }),
    today: { day, ...intervalOfDays(day, day, "UTC"), totals },
  }
}

/** What the test changes, and what it finds out. */
const makeWorld = () => ({
  count: 7,
  writes: 0 as number | null,
  isAway: false,
  holds: Effect.succeed(true) as Effect.Effect<boolean, WarehouseUnavailable>,
  readings: [] as LiveQuestion[],
})
const away = new WarehouseUnavailable({ operation: "query", cause: new Error("away") })

/** Runs a test with a hub of its own. */
const withHub = <E>(
  test: (
    world: ReturnType<typeof makeWorld>,
    hub: typeof LiveHub.Service,
  ) => Effect.Effect<void, E>,
) =>
  Effect.suspend(() => {
    const world = makeWorld()
    const reader = Layer.succeed(LiveReader, {
      writes: Effect.sync(() => world.writes),
      changes: (question) =>
        Effect.suspend(() => {
          world.readings.push(question)
          if (world.isAway) return Effect.fail(away)
          const { count } = world
          const changed = [...question.accounts].filter(([, known]) => known?.count !== count)
          return Effect.succeed({
            accounts: new Map(
              changed.map(([name]) => [name, figuresAt(name, count, question.now)]),
            ),
            scopes: new Map(),
          })
        }),
    })
    const access = Layer.effect(
      Access,
      Effect.map(Access, (one) => ({ ...one, holds: () => Effect.suspend(() => world.holds) })),
    ).pipe(Layer.provide(accessAs({})))
    const hub = LiveHub.layer.pipe(
      Layer.provide(Layer.mergeAll(reader, access, Watermark.layerNow)),
    )
    return LiveHub.use((one) => test(world, one)).pipe(Effect.provide(hub))
  })

/** So many milliseconds, with turns of the event loop in which streams are written and read. */
const pass = Effect.fnUntraced(function* (ms: number) {
  for (let passed = 0; passed < ms; passed += 100) {
    yield* TestClock.adjust(100)
    for (let turn = 0; turn < 3; turn++)
      yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
  }
})

const read = (stream: ReadableStream<Uint8Array>) => {
  const found = { events: [] as LiveEvent[], messages: 0, isOver: false, isBroken: false }
  const follow = async () => {
    try {
      for await (const piece of stream) {
        const events = eventsIn(piece)
        if (events.length > 0) found.messages++
        found.events.push(...events)
      }
      found.isOver = true
    } catch {
      found.isBroken = true
    }
  }
  void follow()
  return found
}
const namesOf = ({ events }: { readonly events: ReadonlyArray<LiveEvent> }) =>
  events.map(({ event }) => event)

describe("the live hub", () => {
  it.effect("reads once for a thousand listeners, and tells all of them", () =>
    withHub((world, hub) =>
      Effect.gen(function* () {
        const streams = yield* Effect.forEach(Array.from({ length: 1_000 }), () =>
          hub.open(ADMIN, MANA, null),
        )
        const all = streams.map(read)
        yield* pass(1_000)
        assert.lengthOf(world.readings, 1)
        ;[world.count, world.writes] = [9, 1]
        yield* pass(1_200)
        assert.lengthOf(world.readings, 2)
        const first = ["balance", "day", "watermark"]
        for (const one of all) assert.deepStrictEqual(namesOf(one), [...first, "entry", ...first])
        assert.deepStrictEqual(yield* hub.counts, { listeners: 1_000, messages: 2_000, dropped: 0 })
      }),
    ),
  )

  it.effect("tells at most one message a second, however much is stored", () =>
    withHub((world, hub) =>
      Effect.gen(function* () {
        const found = read(yield* hub.open(ADMIN, MANA, null))
        yield* pass(500)
        for (let i = 1; i <= 50; i++) {
          ;[world.count, world.writes] = [world.count + 10, i]
          yield* pass(100)
        }
        yield* pass(1_500)
        assert.isAtLeast(found.messages, 5)
        assert.isAtMost(found.messages, 8)
        const entries = found.events.filter(({ event }) => event === "entry")
        const added = entries.reduce((sum, { data }) => sum + (data as { added: number }).added, 0)
        assert.strictEqual(added, 500)
      }),
    ),
  )

  it.effect("reads rarely while nothing is stored, and still says that the figures are new", () =>
    withHub((world, hub) =>
      Effect.gen(function* () {
        const found = read(yield* hub.open(ADMIN, MANA, null))
        yield* pass(16_000)
        assert.isAtMost(world.readings.length, 9)
        const told = ["watermark", "watermark", "watermark"]
        assert.deepStrictEqual(namesOf(found), ["balance", "day", "watermark", ...told])
        const times = found.events.flatMap(({ event, data }) =>
          event === "watermark" ? [(data as { complete_to: string }).complete_to] : [],
        )
        assert.deepStrictEqual(times, [...new Set(times)].sort())
      }),
    ),
  )

  it.effect("looks every second where other processes write, and only while somebody listens", () =>
    withHub((world, hub) =>
      Effect.gen(function* () {
        world.writes = null
        yield* pass(5_000)
        assert.lengthOf(world.readings, 0)
        const stream = yield* hub.open(ADMIN, MANA, null)
        const reader = stream.getReader()
        yield* pass(5_000)
        assert.isAtLeast(world.readings.length, 4)
        yield* Effect.promise(() => reader.cancel())
        yield* pass(1_000)
        const before = world.readings.length
        yield* pass(5_000)
        assert.strictEqual(world.readings.length, before)
        assert.strictEqual((yield* hub.counts).listeners, 0)
      }),
    ),
  )

  it.effect("tells who does not read that it is too slow, then breaks the connection", () =>
    withHub((_, hub) =>
      Effect.gen(function* () {
        const [late, never] = [
          yield* hub.open(ADMIN, MANA, null),
          yield* hub.open(ADMIN, MANA, null),
        ]
        yield* pass(21_000)
        const found = read(late)
        yield* pass(100)
        assert.deepStrictEqual(namesOf(found), ["end"])
        assert.strictEqual(
          (found.events.at(0)?.data as { reason: string } | undefined)?.reason,
          "too_slow",
        )
        assert.isTrue(found.isOver)
        yield* pass(5_000)
        const broken = read(never)
        yield* pass(100)
        assert.isTrue(broken.isBroken)
        assert.deepStrictEqual(yield* hub.counts, { listeners: 0, messages: 0, dropped: 2 })
      }),
    ),
  )

  it.effect("ends a stream within a second when its credential is over", () =>
    withHub((world, hub) =>
      Effect.gen(function* () {
        const found = read(yield* hub.open(KEY, MANA, null))
        yield* pass(1_000)
        world.holds = Effect.succeed(false)
        yield* pass(500)
        assert.strictEqual(found.events.at(-1)?.event, "end")
        assert.isTrue(found.isOver)
      }),
    ),
  )

  it.effect("tells nothing while it cannot know whether a credential holds", () =>
    withHub((world, hub) =>
      Effect.gen(function* () {
        const found = read(yield* hub.open(KEY, MANA, null))
        yield* pass(500)
        for (const holds of [Effect.fail(away), Effect.never]) {
          const before = found.messages
          world.holds = holds
          yield* pass(2_000)
          ;[world.count, world.writes] = [world.count + 1, world.count]
          yield* pass(3_000)
          assert.strictEqual(found.messages, before)
          world.holds = Effect.succeed(true)
          yield* pass(1_500)
          assert.strictEqual(found.messages, before + 1)
        }
        assert.isFalse(found.isOver)
      }),
    ),
  )

  it.effect("goes on when figures could not be read for a while", () =>
    withHub((world, hub) =>
      Effect.gen(function* () {
        world.isAway = true
        const found = read(yield* hub.open(ADMIN, MANA, null))
        yield* pass(3_000)
        assert.strictEqual(found.messages, 0)
        assert.isAtMost(world.readings.length, 4)
        world.isAway = false
        yield* pass(1_500)
        assert.deepStrictEqual(namesOf(found), ["balance", "day", "watermark"])
      }),
    ),
  )

  it.effect("opens so many streams and no more, and none once it stops", () =>
    withHub((_, hub) =>
      Effect.gen(function* () {
        for (let i = 0; i < LISTENERS_MAX / 2; i++) yield* hub.open(KEY, MANA, null)
        const ofHolder = yield* Effect.flip(hub.open(KEY, MANA, null))
        assert.strictEqual(ofHolder.problem, "tooManyListeners")
        for (let i = 0; i < LISTENERS_MAX / 2 - 1; i++) yield* hub.open(ADMIN, MANA, null)
        const found = read(yield* hub.open(ADMIN, MANA, null))
        const one = yield* Effect.flip(hub.open(ADMIN, MANA, null))
        assert.strictEqual(one.problem, "tooManyListeners")
        yield* hub.stop
        yield* pass(100)
        assert.deepStrictEqual(namesOf(found), ["end"])
        assert.isTrue(found.isOver)
        assert.strictEqual((yield* Effect.flip(hub.open(ADMIN, MANA, null))).problem, "unavailable")
      }),
    ),
  )
})
