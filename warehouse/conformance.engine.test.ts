import { assert, layer } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { AccountStore } from "./account-store.ts"
import { ClickHouse } from "./clickhouse.ts"
import { type Account, unnamedAccount } from "./domain/account.ts"
import { intervalOfDays } from "./domain/calendar.ts"
import { parseDecimal } from "./domain/decimal.ts"
import type { LedgerPlace } from "./domain/ledger-order.ts"
import type { UsageEvent } from "./domain/usage-event.ts"
import { type LedgerPageQuery, LedgerReader } from "./ledger-reader.ts"
import { OverviewReader } from "./overview-reader.ts"
import { RejectionStore } from "./rejection-store.ts"
import { Adapters, same } from "./testing/adapters.ts"
import { BY_CATEGORY, plainly } from "./testing/usage-questions.ts"
import { writeEvents } from "./testing/warehouse.ts"
import { UsageReader } from "./usage-reader.ts"

const millionths = (text: string) => parseDecimal(text) as bigint
const at = (time: string) => Date.parse(`2026-03-05T${time}:00.000Z`)

const sessionOf = (account: string): ReadonlyArray<UsageEvent> =>
  (
    [
      ["0", "purchase", "purchase", "1000", "10:00"],
      ["1", "spend", "image_generation", "1.5", "10:30"],
      ["2", "spend", "image_generation", "1.5", "10:32"],
      ["3", "spend", "detection", "1", "10:35"],
      ["4", "spend", "variation", "2", "10:40"],
      ["5", "spend", "variation", "2", "10:42"],
      ["6", "spend", "combination", "1", "10:50"],
    ] as const
  ).map(([id, type, operation, credits, time]) => ({
    id,
    account,
    type,
    operation,
    credits: millionths(credits),
    occurredAt: at(time),
  }))

const page = (query: Partial<LedgerPageQuery> & { readonly account: string }) =>
  LedgerReader.use((reader) =>
    reader.page({ timeZone: "UTC", interval: null, cursor: null, limit: 100, ...query }),
  )

/** Two years of an account, an entry every seven hours, four types in turn. */
const longLedger = (account: string): ReadonlyArray<UsageEvent> =>
  Array.from({ length: 2_500 }, (_, i) => ({
    id: `e${i % 7}-${i}`,
    account,
    type: (["spend", "purchase", "refund", "bonus", "spend"] as const)[i % 5] ?? "spend",
    operation: ["keyframeGenerate", "researcher", "own operation"][i % 3] ?? "",
    credits: BigInt(1 + ((i * 7919) % 5_000_000)),
    occurredAt: Date.parse("2024-03-01T00:05:00.000Z") + i * 7 * 3_600_000,
  }))

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Pacific/Apia",
] as const

layer(Adapters.layer, { excludeTestServices: true, timeout: "60 seconds" })(
  "all adapters",
  (it) => {
    it.effect("give the typical session the same balances", () =>
      Effect.gen(function* () {
        yield* same(writeEvents(sessionOf("mana")))
        const { entries } = yield* same(page({ account: "mana" }))
        assert.deepStrictEqual(
          entries.map(({ balanceAfter }) => balanceAfter).reverse(),
          ["1000", "998.5", "997", "996", "994", "992", "991"].map(millionths),
        )
      }),
    )

    it.effect("tell duplicates and conflicts alike, in one batch and later", () =>
      Effect.gen(function* () {
        const [, event] = sessionOf("fates") as [UsageEvent, UsageEvent]
        const other = {
          ...event,
          credits: millionths("2"),
          quantity: millionths("3"),
          properties: { project: "x'\\y" },
        }
        const first = yield* same(writeEvents([event, event, other]))
        assert.deepStrictEqual(
          first.map(({ fate }) => fate),
          ["accepted", "duplicate", "conflict"],
        )
        const later = yield* same(writeEvents([other, event]))
        assert.deepStrictEqual(
          later.map(({ fate }) => fate),
          ["conflict", "duplicate"],
        )
        const { totals } = yield* same(page({ account: "fates" }))
        assert.deepStrictEqual(totals.spend, millionths("1.5"))
      }),
    )

    it.effect("keep texts with line breaks, quotes, braces and any letters as they are", () =>
      Effect.gen(function* () {
        const text = "a\n\nINSERT 'quoted' \"twice\" \\ \\n \t {x:String} é 日本語 🚀\r\n"
        const event: UsageEvent = {
          ...(sessionOf("x")[1] as UsageEvent),
          account: "zoë's {account:String} \\ 🚀",
          id: "id'\\ 🚀",
          operation: text,
          category: text,
          description: text + "long ".repeat(400),
          unit: "Stück",
          reference: "https://example.test/r?a=1&b='2'",
          refersTo: "other'id",
          actor: text,
          properties: { "key'\\ 🚀": text, plain: "" },
        }
        yield* same(writeEvents([event]))
        const { entries } = yield* same(page({ account: event.account }))
        assert.strictEqual(entries[0]?.description, event.description)
        assert.deepStrictEqual(entries[0]?.properties, event.properties)
        const again = yield* same(writeEvents([event]))
        assert.deepStrictEqual(again, [{ fate: "duplicate" }])
      }),
    )

    it.effect("keep every digit of huge and tiny credits", () =>
      Effect.gen(function* () {
        const amounts = ["999999999999.999999", "0.000001", "999999999999.999999"]
        const events = amounts.map(
          (credits, i): UsageEvent => ({
            ...(sessionOf("digits")[0] as UsageEvent),
            id: `d${i}`,
            credits: millionths(credits),
            quantity: millionths("0.000001"),
            amount: millionths("999999999999.999999"),
            currency: "EUR",
          }),
        )
        yield* same(writeEvents(events))
        const { entries, totals } = yield* same(page({ account: "digits" }))
        assert.strictEqual(entries[0]?.balanceAfter, millionths("1999999999999.999999"))
        assert.strictEqual(entries[0]?.amount, millionths("999999999999.999999"))
        assert.strictEqual(totals.purchase, millionths("1999999999999.999999"))
      }),
    )

    it.effect("page through a ledger both ways", () =>
      Effect.gen(function* () {
        const account = "long"
        const events = longLedger(account)
        yield* same(writeEvents(events))
        const key = ({ occurredAt, id, credits }: LedgerPlace) => ({
          occurredAt,
          id,
          credits,
          offset: 0,
        })
        const limit = 400
        const pages = [yield* same(page({ account, limit }))]
        while (pages.at(-1)?.hasNext) {
          const last = pages.at(-1)?.entries.at(-1) as LedgerPlace
          const cursor = { direction: "next", ...key(last) } as const
          pages.push(yield* same(page({ account, limit, cursor })))
        }
        const down = pages.flatMap(({ entries }) => entries)
        assert.strictEqual(down.length, events.length)
        const oldest = down.at(-1) as LedgerPlace
        const up = [...(pages.at(-1)?.entries ?? [])].slice(-1)
        let more = true
        let from = key(oldest)
        while (more) {
          const cursor = { direction: "prev", ...from } as const
          const newer = yield* same(page({ account, limit, cursor }))
          up.unshift(...newer.entries)
          from = key(newer.entries[0] as LedgerPlace)
          more = newer.hasPrevious
        }
        assert.deepStrictEqual(up, down)
      }),
    )

    for (const timeZone of ZONES)
      it.effect(`count days, buckets and categories alike in ${timeZone}`, () =>
        Effect.gen(function* () {
          const account = `in ${timeZone}`
          yield* same(writeEvents(longLedger(account)))
          const days = { first: "2024-10-15", last: "2025-04-15" }
          const now = Date.parse("2025-04-10T12:00:00.000Z")
          const series = yield* same(
            UsageReader.use((reader) =>
              reader.series({
                ...plainly(account),
                timeZone,
                grain: "day",
                days,
                split: BY_CATEGORY,
                now,
              }),
            ),
          )
          const hours = yield* same(
            UsageReader.use((reader) =>
              reader.series({ ...plainly(account), timeZone, grain: "hour", days, now }),
            ),
          )
          assert.deepStrictEqual(hours.totals, series.totals)
          const interval = intervalOfDays(days.first, days.last, timeZone)
          const breakdown = yield* same(
            UsageReader.use((reader) =>
              reader.breakdown({ ...plainly(account), timeZone, days, split: BY_CATEGORY }),
            ),
          )
          const ledger = yield* same(page({ account, timeZone, interval, limit: 50 }))
          assert.deepStrictEqual(series.totals, ledger.totals)
          assert.strictEqual(
            breakdown.groups.reduce((sum, { totals }) => sum + totals.spend, 0n),
            ledger.totals.spend,
          )
          const overview = yield* same(
            OverviewReader.use((reader) =>
              reader.overview({ ...unnamedAccount(account), timeZone, periodAnchorDay: 31 }, now),
            ),
          )
          assert.isAbove(Number(overview.lifetime.totals.spend), 0)
        }),
      )

    it.effect("store, change and list accounts", () =>
      Effect.gen(function* () {
        const account: Account = {
          account: "north'\\ 🚀",
          name: "Studio\nNorth",
          timeZone: "America/St_Johns",
          plan: "Pro",
          allowance: millionths("999999999999.999999"),
          periodAnchorDay: 31,
          lowBalanceMark: 1n,
          about: null,
        }
        yield* same(AccountStore.use((store) => store.put(account)))
        // Versions are milliseconds: the next change must not share one.
        yield* Effect.sleep("2 millis")
        const changed = { ...account, plan: null, allowance: null, about: "Made up" }
        yield* same(AccountStore.use((store) => store.put(changed)))
        const found = yield* same(AccountStore.use((store) => store.get(account.account)))
        assert.deepStrictEqual(found, changed)
        yield* same(AccountStore.use((store) => store.get("nobody")))
        const list = (text: string, only: ReadonlyArray<string> | null) =>
          AccountStore.use((store) =>
            store.list({ text, only, after: "", limit: 500, now: at("12:00") }),
          )
        const listed = yield* same(list("studio", null))
        assert.deepStrictEqual(
          listed.map(({ name }) => name),
          [account.name],
        )
        const many = Array.from({ length: 500 }, (_, i) => `${"🚀".repeat(60)}'\\${i}`)
        const only = yield* same(list("", [...many, account.account]))
        assert.strictEqual(only.length, 1)
        yield* same(list("", null))
      }),
    )

    it.effect("look up more ids than a URL can carry", () =>
      Effect.gen(function* () {
        const events = Array.from({ length: 6_000 }, (_, i): UsageEvent => {
          const event = sessionOf("wide")[1] as UsageEvent
          return { ...event, id: `${"é'\\🚀".repeat(25)}${i}`, occurredAt: event.occurredAt + i }
        })
        yield* same(writeEvents(events))
        const changed = events
          .slice(0, 1_500)
          .map((event) => ({ ...event, credits: millionths("9") }))
        const fates = yield* same(writeEvents(changed))
        assert.isTrue(fates.every(({ fate }) => fate === "conflict"))
      }),
    )

    it.effect("keep what was not counted for review, byte by byte", () =>
      Effect.gen(function* () {
        const raw = Uint8Array.from([0, 10, 10, 13, 39, 92, 123, 195, 40, 255, 9])
        const rejection = {
          account: null,
          eventId: null,
          reason: "unreadable" as const,
          errors: [{ pointer: "", code: "json", message: "not JSON: '\\" }],
          differs: [],
          raw,
          position: { topic: "usage.events", partition: 3, offset: 2n ** 63n },
          receivedAt: at("11:00"),
        }
        yield* same(RejectionStore.use((store) => store.record([rejection, rejection])))
        const kept = yield* same(
          ClickHouse.use(({ query }) =>
            query(
              `SELECT hex(raw) AS raw, errors, topic, partition, offset, id
               FROM rejections FINAL WHERE reason = 'unreadable'`,
              {},
              Schema.Record(Schema.String, Schema.Unknown),
            ),
          ),
        )
        assert.strictEqual(kept.length, 1)
        assert.strictEqual(kept[0]?.raw, Buffer.from(raw).toString("hex").toUpperCase())
        assert.strictEqual(kept[0]?.offset, "9223372036854775808")
      }),
    )

    it.effect("go on after queries that nobody waited for", () =>
      Effect.gen(function* () {
        const Slept = Schema.Struct({ n: Schema.Int })
        const sleep = (milliseconds: number) =>
          ClickHouse.use(({ query }) =>
            query("SELECT toInt32(sleep({ms:UInt32} / 1000)) AS n", { ms: milliseconds }, Slept),
          )
        for (let i = 0; i < 6; i++) {
          const waited = yield* same(Effect.timeoutOption(sleep(400), "30 millis"))
          assert.strictEqual(waited._tag, "None")
        }
        assert.deepStrictEqual(yield* same(sleep(0)), [{ n: 0 }])
      }),
    )

    it.effect("type what the engine refuses, and read words alike", () =>
      Effect.gen(function* () {
        const refused = yield* same(
          Effect.flip(ClickHouse.use(({ command }) => command("DROP TABLE missing"))).pipe(
            Effect.map((error) => [error._tag, "code" in error ? error.code : null]),
          ),
        )
        assert.deepStrictEqual(refused, ["StatementRejected", "60"])
        const statement = "SELECT number * 4294967297 AS n FROM numbers({count:UInt64})"
        const words = yield* same(
          ClickHouse.use(({ queryWords }) => queryWords(statement, { count: 3 })),
        )
        assert.deepStrictEqual([...words], [0, 0, 1, 1, 2, 2])
      }),
    )
  },
)
