import { assert, describe, it } from "@effect/vitest"
import { clusterStatements } from "./cluster-sql.ts"
import { migrations, sqlQuery } from "./sql-files.ts"

const statements = [
  ...migrations().flatMap((migration) => migration.statements),
  sqlQuery("create-schema-migrations"),
]
const rendered = statements.flatMap((text) => clusterStatements(text, "tide"))
const made = (pattern: RegExp) => rendered.flatMap((text) => pattern.exec(text)?.[1] ?? [])

describe("a table on a cluster", () => {
  it("is a replicated one on each shard, and one before all shards that spreads by account", () => {
    const text = `-- Why.
CREATE TABLE IF NOT EXISTS notes {{on_cluster}} (
  account String,                          -- whose; not ORDER BY
  note    String
) ENGINE = {{replicated}}ReplacingMergeTree(note)
ORDER BY (account, note)
SETTINGS {{deduplication_window}};`
    assert.deepStrictEqual(clusterStatements(text.slice(0, -1), "tide"), [
      `CREATE TABLE IF NOT EXISTS notes_local ON CLUSTER 'tide' (
  account String,
  note    String
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/notes', '{replica}', note)
ORDER BY (account, note)
SETTINGS replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 2592000`,
      `CREATE TABLE IF NOT EXISTS notes ON CLUSTER 'tide' AS notes_local
ENGINE = Distributed('tide', currentDatabase(), 'notes_local', xxHash64(account))`,
    ])
  })

  it("keeps equal rows where it has no window of tokens, as it does elsewhere", () => {
    const text =
      "CREATE TABLE IF NOT EXISTS t {{on_cluster}} (n UInt8) ENGINE = {{replicated}}MergeTree"
    const [plain] = clusterStatements(`${text} ORDER BY n`, "tide")
    assert.match(plain ?? "", /ORDER BY n\nSETTINGS replicated_deduplication_window = 0$/)
    const [set] = clusterStatements(`${text} ORDER BY n SETTINGS index_granularity = 1024`, "tide")
    assert.match(
      set ?? "",
      /SETTINGS index_granularity = 1024, replicated_deduplication_window = 0$/,
    )
  })

  it("is spread by the first column of its key when it knows no account", () => {
    const by = (name: string) =>
      rendered.flatMap(
        (text) =>
          new RegExp(`EXISTS ${name} ON CLUSTER.*\\n.*xxHash64\\((\\w+)\\)\\)$`).exec(text)?.[1] ??
          [],
      )
    assert.deepStrictEqual(by("transactions"), ["account"])
    assert.deepStrictEqual(by("rejections"), ["account"])
    assert.deepStrictEqual(by("operation_catalog"), ["operation"])
    assert.deepStrictEqual(by("ingest_log"), ["topic"])
    assert.deepStrictEqual(by("schema_migrations"), ["name"])
  })

  it("cannot be without anything to spread it by", () => {
    const text =
      "CREATE TABLE IF NOT EXISTS t {{on_cluster}} (n UInt8) ENGINE = {{replicated}}MergeTree"
    assert.throws(
      () => clusterStatements(`${text} ORDER BY tuple()`, "tide"),
      /no column to shard t/,
    )
  })
})

describe("a view on a cluster", () => {
  it("reads and fills the tables of its own shard", () => {
    const text = `CREATE MATERIALIZED VIEW IF NOT EXISTS sums_mv {{on_cluster}} TO sums AS
WITH one AS (SELECT 1)
SELECT account, sum(n) AS n FROM transactions LEFT JOIN names USING (account)
WHERE x IN (SELECT number FROM numbers(10)) AND y IN (SELECT * FROM one)
GROUP BY account`
    assert.deepStrictEqual(clusterStatements(text, "tide"), [
      `CREATE MATERIALIZED VIEW IF NOT EXISTS sums_mv ON CLUSTER 'tide' TO sums_local AS
WITH one AS (SELECT 1)
SELECT account, sum(n) AS n FROM transactions_local LEFT JOIN names_local USING (account)
WHERE x IN (SELECT number FROM numbers(10)) AND y IN (SELECT * FROM one)
GROUP BY account`,
    ])
  })

  it("needs a target of its own", () => {
    const text = "CREATE MATERIALIZED VIEW IF NOT EXISTS v {{on_cluster}} AS SELECT 1 FROM t"
    assert.throws(() => clusterStatements(text, "tide"), /the view v has no target/)
  })
})

describe("a change of a table on a cluster", () => {
  it.each([
    [
      "adds columns where rows are, and then before all shards",
      "ALTER TABLE t {{on_cluster}}\n  ADD COLUMN IF NOT EXISTS a UInt8, -- why\n  ADD COLUMN IF NOT EXISTS b UInt8",
      [
        "ALTER TABLE t_local ON CLUSTER 'c'\n  ADD COLUMN IF NOT EXISTS a UInt8,\n  ADD COLUMN IF NOT EXISTS b UInt8",
        "ALTER TABLE t ON CLUSTER 'c'\n  ADD COLUMN IF NOT EXISTS a UInt8,\n  ADD COLUMN IF NOT EXISTS b UInt8",
      ],
    ],
    [
      "drops columns the other way round",
      "ALTER TABLE t {{on_cluster}} DROP COLUMN IF EXISTS a",
      [
        "ALTER TABLE t ON CLUSTER 'c' DROP COLUMN IF EXISTS a",
        "ALTER TABLE t_local ON CLUSTER 'c' DROP COLUMN IF EXISTS a",
      ],
    ],
    [
      "changes settings, projections and rows where these are",
      "ALTER TABLE t {{on_cluster}} MODIFY SETTING a = 1",
      ["ALTER TABLE t_local ON CLUSTER 'c' MODIFY SETTING a = 1"],
    ],
    [
      "gives a view another query",
      "ALTER TABLE v_mv {{on_cluster}} MODIFY QUERY SELECT a FROM t",
      ["ALTER TABLE v_mv ON CLUSTER 'c' MODIFY QUERY SELECT a FROM t_local"],
    ],
    [
      "drops both tables",
      "DROP TABLE IF EXISTS t {{on_cluster}}",
      ["DROP TABLE IF EXISTS t ON CLUSTER 'c'", "DROP TABLE IF EXISTS t_local ON CLUSTER 'c' SYNC"],
    ],
    [
      "drops a view",
      "DROP VIEW IF EXISTS v_mv {{on_cluster}}",
      ["DROP VIEW IF EXISTS v_mv ON CLUSTER 'c'"],
    ],
    [
      "empties the shards",
      "TRUNCATE TABLE IF EXISTS t {{on_cluster}}",
      ["TRUNCATE TABLE IF EXISTS t_local ON CLUSTER 'c'"],
    ],
  ] as const)("%s", (_, text, expected) => {
    assert.deepStrictEqual(clusterStatements(text, "c"), expected)
  })

  it("is refused in a form that nobody thought of", () => {
    for (const text of [
      "RENAME TABLE a TO b {{on_cluster}}",
      "CREATE TABLE t {{on_cluster}} (n UInt8) ENGINE = Log",
    ])
      assert.throws(() => clusterStatements(text, "c"), /no form for a cluster: /)
    assert.throws(
      () =>
        clusterStatements(
          "ALTER TABLE t {{on_cluster}} ADD COLUMN a UInt8, MODIFY SETTING b = 1",
          "c",
        ),
      /statements of their own/,
    )
  })
})

describe("every migration, for a cluster", () => {
  it("makes a local and a Distributed table of each, with the same columns", () => {
    const local = made(/^CREATE TABLE IF NOT EXISTS (\w+)_local ON CLUSTER 'tide' \(/)
    const spread = made(/^CREATE TABLE IF NOT EXISTS (\w+) ON CLUSTER 'tide' AS \1_local\n/)
    assert.isAbove(local.length, 8)
    assert.deepStrictEqual(spread, local)
  })

  it("replicates each local table under a path of its own, which holds its shard", () => {
    const paths = made(/ENGINE = Replicated\w*MergeTree\('([^']+)', '\{replica\}'/)
    assert.strictEqual(new Set(paths).size, made(/EXISTS (\w+)_local ON CLUSTER 'tide' \(/).length)
    for (const path of paths) assert.include(path, "/{shard}/")
  })

  it("lets views read and fill local tables alone", () => {
    const views = rendered.filter((text) => text.startsWith("CREATE MATERIALIZED VIEW"))
    assert.isAbove(views.length, 2)
    for (const view of views) {
      assert.match(view, / TO \w+_local AS/)
      for (const [, table] of view.matchAll(/\b(?:FROM|JOIN)\s+(\w+)/g))
        assert.match(table ?? "", /_local$/)
    }
  })

  it("runs what fills a table once, not once a server", () => {
    const inserts = rendered.filter((text) => /^(--.*\n)*INSERT\b/.test(text))
    assert.isNotEmpty(inserts)
    for (const insert of inserts) {
      assert.notInclude(insert, "ON CLUSTER")
      assert.notInclude(insert, "_local")
    }
  })
})

describe("a query on a cluster", () => {
  it("stays as it is", () => {
    assert.deepStrictEqual(clusterStatements(sqlQuery("lifetime"), "tide"), [sqlQuery("lifetime")])
  })
})
