import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Clock, Context, Effect, Layer } from "effect"
import { AccessRecords } from "./access-records.ts"
import type { ApiKey } from "./api-key-rows.ts"
import { AuditLog } from "./audit-log.ts"
import { ClickHouse } from "./clickhouse.ts"
import { warehouseForTests } from "./testing/warehouse.ts"

const DAY_MS = 86_400_000

const keyOf = (id: string, more: Partial<ApiKey> = {}): ApiKey => ({
  id,
  name: `Key ${id}`,
  hash: id.charCodeAt(0).toString(16).padStart(2, "0").repeat(32),
  startsWith: "tm_abcdef",
  scopes: ["ingest", "read"],
  accounts: ["studio-north", "odd/ö %"],
  createdAt: Date.UTC(2026, 2, 6, 12),
  expiresAt: null,
  revokedAt: null,
  ...more,
})

/** As another process on the same server sees it: with what it remembers of the tables, and not alone. */
const another = Effect.fnUntraced(function* () {
  const clickhouse = yield* ClickHouse
  const statements: string[] = []
  const shared = ClickHouse.of({
    ...clickhouse,
    exclusive: false,
    unwritten: null,
    query: (statement, parameters, row) => {
      statements.push(statement)
      return clickhouse.query(statement, parameters, row)
    },
  })
  const folder = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "tidemark-access-"))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true })),
  )
  const layer = AccessRecords.layer(folder).pipe(Layer.provide(Layer.succeed(ClickHouse, shared)))
  return { records: Context.get(yield* Layer.build(layer), AccessRecords), statements }
})

it.live("keeps keys as hashes, in their newest version, until they are revoked or over", () =>
  Effect.gen(function* () {
    const records = yield* AccessRecords
    const now = yield* Clock.currentTimeMillis
    const forever = keyOf("a")
    const soon = keyOf("b", { accounts: null, createdAt: now, expiresAt: now + DAY_MS })
    const over = keyOf("c", { expiresAt: now - 1 })
    for (const key of [forever, soon, over]) yield* records.add(key)
    assert.deepStrictEqual([...(yield* records.current).byId.values()].sort(byId), [forever, soon])
    assert.deepStrictEqual((yield* records.current).byHash.get(soon.hash), soon)

    yield* records.revoke(forever)
    assert.deepStrictEqual([...(yield* records.current).byId.keys()], ["b"])
    const kept = yield* records.get("a")
    assert.isNotNull(kept?.revokedAt)
    assert.deepStrictEqual(kept, { ...forever, revokedAt: kept?.revokedAt ?? null })
    assert.isNull(yield* records.get("z"))

    const first = yield* records.page({ after: null, limit: 2 })
    assert.deepStrictEqual([first.keys.map(({ id }) => id), first.hasMore], [["b", "c"], true])
    const rest = yield* records.page({ after: over, limit: 2 })
    assert.deepStrictEqual([rest.keys.map(({ id }) => id), rest.hasMore], [["a"], false])
  }).pipe(Effect.provide(warehouseForTests)),
)
const byId = (a: ApiKey, b: ApiKey) => (a.id < b.id ? -1 : 1)

it.live(
  "tells another process within a second of a key, its end, and that of sessions and tokens",
  () =>
    Effect.gen(function* () {
      const here = yield* AccessRecords
      const { records: there } = yield* another()
      const within = Effect.fnUntraced(function* (
        isSeen: (now: Effect.Success<typeof there.current>) => boolean,
      ) {
        const start = yield* Clock.currentTimeMillis
        while (!isSeen(yield* there.current)) {
          assert.isBelow((yield* Clock.currentTimeMillis) - start, 1_000)
          yield* Effect.sleep("20 millis")
        }
      })
      assert.strictEqual((yield* there.current).byId.size, 0)
      yield* here.add(keyOf("a"))
      yield* within(({ byId }) => byId.has("a"))
      yield* here.revoke(keyOf("a"))
      yield* within(({ byId }) => !byId.has("a"))
      yield* here.endSession("s1", (yield* Clock.currentTimeMillis) + DAY_MS)
      yield* within(({ endedSessions }) => endedSessions.has("s1"))
      yield* here.endSession("s2", (yield* Clock.currentTimeMillis) - 1)
      assert.deepStrictEqual([...(yield* here.current).endedSessions], ["s1"])
      const [expiresAt, before] = [(yield* Clock.currentTimeMillis) + DAY_MS, 1_750_000_000_000]
      yield* here.revokeTokens({ token: "t1", expiresAt })
      yield* here.revokeTokens({ account: "acme", before, expiresAt })
      yield* within(({ revokedTokens }) => revokedTokens.has("t1"))
      yield* within(({ tokensRevokedBefore }) => tokensRevokedBefore.get("acme") === before)
      yield* here.revokeTokens({ account: "acme", before: before - 1, expiresAt })
      yield* here.revokeTokens({ token: "over", expiresAt: before })
      const { revokedTokens, tokensRevokedBefore } = yield* here.current
      assert.deepStrictEqual([...revokedTokens], ["t1"])
      assert.deepStrictEqual([...tokensRevokedBefore], [["acme", before]])
    }).pipe(Effect.provide(warehouseForTests), Effect.scoped),
)

it.live("asks once for all who wait, and reads keys again only when something has changed", () =>
  Effect.gen(function* () {
    const { records, statements } = yield* another()
    const everybody = Effect.all(
      Array.from({ length: 100 }, () => records.current),
      { concurrency: "unbounded" },
    )
    yield* everybody
    assert.strictEqual(statements.length, 4)
    yield* Effect.sleep("550 millis")
    yield* everybody
    assert.strictEqual(statements.length, 5)
    yield* records.add(keyOf("a"))
    yield* everybody
    assert.strictEqual(statements.length, 9)
  }).pipe(Effect.provide(warehouseForTests), Effect.scoped),
)

it.live("puts administrative acts on record, and pages through them from the newest", () =>
  Effect.gen(function* () {
    const log = yield* AuditLog
    for (const target of ["a", "b", "c"])
      yield* log.record({
        actor: "admin",
        act: "key.create",
        target,
        details: { name: `ö "${target}"`, accounts: null },
        requestId: `r-${target}`,
      })
    const { entries, hasMore } = yield* log.page({ after: null, limit: 2 })
    assert.isTrue(hasMore)
    const rest = yield* log.page({ after: entries.at(-1) ?? null, limit: 2 })
    assert.isFalse(rest.hasMore)
    const all = [...entries, ...rest.entries]
    assert.deepStrictEqual(all.map(({ target }) => target).sort(), ["a", "b", "c"])
    assert.isTrue(all.every(({ at }, i) => i === 0 || at <= (all[i - 1]?.at ?? 0)))
    const b = all.find(({ target }) => target === "b")
    assert.deepStrictEqual(b?.details, { name: 'ö "b"', accounts: null })
    assert.strictEqual(b?.requestId, "r-b")
  }).pipe(Effect.provide(warehouseForTests)),
)
