/** Every file of sql/ is taken by the engine's parser as it is rendered for each kind of warehouse. */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { clusterStatements } from "./cluster-sql.ts"
import { layerEmbedded } from "./embedded.ts"
import {
  clusterDialect,
  embeddedDialect,
  migrations,
  render,
  serverDialect,
  sqlQuery,
} from "./sql-files.ts"
import { withEveryFilter } from "./testing/every-filter.ts"
import { valuesFor } from "./testing/values-for.ts"
import { temporaryFolder } from "./testing/warehouse.ts"

const engine = Layer.unwrap(Effect.map(temporaryFolder, layerEmbedded))
const queryNames = readdirSync(join(import.meta.dirname, "..", "sql", "queries"))
  .sort()
  .map((name) => name.replace(/\.sql$/, ""))

const statements = [
  ...migrations().flatMap(({ name, statements }) =>
    statements.map((text, i) => ({ name: `${name}, statement ${i + 1}`, text })),
  ),
  ...queryNames.map((name) => ({ name, text: withEveryFilter(sqlQuery(name)) })),
]
const kinds = [
  ["the embedded engine", (text: string) => [render(text, embeddedDialect)]],
  ["a server", (text: string) => [render(text, serverDialect)]],
  ["a cluster", (text: string) => clusterStatements(text, "tide-1")],
] as const

const parse = (text: string) =>
  ClickHouse.use(({ command }) => command(`EXPLAIN AST ${text}`, valuesFor(text)))

layer(engine)("the engine's parser", (it) => {
  for (const [kind, renderedFor] of kinds)
    it.effect(`takes every migration and query as it is for ${kind}`, () =>
      Effect.gen(function* () {
        for (const { name, text } of statements)
          for (const statement of renderedFor(text)) {
            const parsed = yield* Effect.exit(parse(statement))
            assert.strictEqual(parsed._tag, "Success", `${name}: ${parsed}`)
          }
      }),
    )

  it.effect("is what says so: it refuses a misplaced word", () =>
    Effect.gen(function* () {
      for (const { text } of statements.slice(0, 3))
        for (const statement of clusterStatements(text, "tide-1")) {
          const broken = statement.replace("ON CLUSTER", "ON CLUSTERS")
          assert.strictEqual((yield* Effect.flip(parse(broken)))._tag, "StatementRejected")
        }
    }),
  )

  it.effect("knows the settings of the tables that batches go into", () =>
    Effect.gen(function* () {
      const windows = `${embeddedDialect.deduplication_window}, ${clusterDialect("x").deduplication_window}`
      const names = windows.split(", ").map((text) => text.split(" ")[0] as string)
      const known = yield* ClickHouse.use(({ query }) =>
        query(
          "SELECT name FROM system.merge_tree_settings WHERE name IN {names:Array(String)} ORDER BY name",
          { names },
          Schema.Struct({ name: Schema.String }),
        ),
      )
      assert.deepStrictEqual(
        known.map(({ name }) => name),
        names.sort(),
      )
    }),
  )
})
