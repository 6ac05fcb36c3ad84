import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { layerEmbedded } from "./embedded.ts"
import { WarehouseUnavailable } from "./errors.ts"
import { migrate } from "./migrator.ts"
import { type Migration, migrations, sqlQuery } from "./sql-files.ts"
import { temporaryFolder } from "./testing/warehouse.ts"

const engine = Layer.unwrap(
  Effect.map(temporaryFolder, (folder) => layerEmbedded(join(folder, "data"))),
)
const onNewEngine = Effect.provide(engine)

const file = (name: string, statements: ReadonlyArray<string>): Migration => ({
  name,
  checksum: `of ${statements.join()}`,
  statements,
})
const table = (name: string) => `CREATE TABLE IF NOT EXISTS ${name} (n UInt8) ENGINE = Log`
const one = file("0001_one", [table("one")])
const two = file("0002_two", [table("two"), "INSERT INTO two (n) VALUES (2)"])

const Table = Schema.Struct({ name: Schema.String, definition: Schema.String })
const tables = ClickHouse.use(({ query }) =>
  query(
    `SELECT name, create_table_query AS definition FROM system.tables
     WHERE database = currentDatabase() ORDER BY name`,
    {},
    Table,
  ),
)
const tableNames = Effect.map(tables, (all) => all.map(({ name }) => name))
const Catalog = Schema.Struct({ operation: Schema.String, category: Schema.String })
const catalog = ClickHouse.use(({ query }) => query(sqlQuery("operation-catalog"), {}, Catalog))

it.effect("applies each file once, and what was added since", () =>
  Effect.gen(function* () {
    assert.deepStrictEqual(yield* migrate([one]), ["0001_one"])
    assert.deepStrictEqual(yield* migrate([one]), [])
    assert.deepStrictEqual(yield* migrate([one, two]), ["0002_two"])
    assert.deepStrictEqual(yield* migrate([one, two]), [])
    assert.deepStrictEqual(yield* tableNames, ["one", "schema_migrations", "two"])
  }).pipe(onNewEngine),
)

it.effect("refuses to start when a file that was applied has changed, and applies nothing", () =>
  Effect.gen(function* () {
    yield* migrate([one])
    const changed = { ...one, checksum: "another" }
    const error = yield* Effect.flip(migrate([changed, two]))
    assert.strictEqual(error._tag, "StartRefused")
    assert.strictEqual(
      error.message,
      "the migration 0001_one was applied to this warehouse and has been changed in sql/migrations: restore the file (a change of shape is a new migration), or, where a version before the first release made this warehouse, begin a new one and send its events again",
    )
    assert.notInclude(yield* tableNames, "two")
  }).pipe(onNewEngine),
)

it.effect("refuses to start when a file that was applied is missing", () =>
  Effect.gen(function* () {
    yield* migrate([one, two])
    const error = yield* Effect.flip(migrate([two]))
    assert.strictEqual(error._tag, "StartRefused")
    assert.match(error.message, /^the migration 0001_one .* is missing from sql\/migrations: /)
  }).pipe(onNewEngine),
)

it.effect("names the file that the engine refuses, and keeps those before it", () =>
  Effect.gen(function* () {
    const bad = file("0002_bad", [table("two"), "CREATE NONSENSE"])
    const error = yield* Effect.flip(migrate([one, bad]))
    assert.strictEqual(error._tag, "StartRefused")
    assert.match(
      error.message,
      /^the migration 0002_bad cannot be applied: .*NONSENSE.* \(code 47\)$/,
    )
    assert.deepStrictEqual(yield* migrate([one, two]), ["0002_two"])
  }).pipe(onNewEngine),
)

/** An engine that is gone after so many commands. */
const dyingAfter = (commands: number) =>
  Effect.updateService(ClickHouse, (clickhouse) => {
    let left = commands
    return ClickHouse.of({
      ...clickhouse,
      command: (statement, parameters) =>
        left-- > 0
          ? clickhouse.command(statement, parameters)
          : Effect.fail(new WarehouseUnavailable({ operation: "command", cause: "killed" })),
    })
  })

it.effect(
  "completes a start that died after any of its statements",
  () =>
    Effect.gen(function* () {
      const files = migrations()
      const whole = yield* Effect.andThen(migrate(), Effect.all([tables, catalog])).pipe(
        onNewEngine,
      )
      const commands = 1 + files.reduce((sum, { statements }) => sum + statements.length + 1, 0)
      for (let died = 0; died < commands; died++)
        yield* Effect.gen(function* () {
          const error = yield* migrate().pipe(dyingAfter(died), Effect.flip)
          assert.strictEqual(error._tag, "WarehouseUnavailable")
          const applied = yield* migrate()
          assert.deepStrictEqual(yield* Effect.all([tables, catalog]), whole, `after ${died}`)
          assert.isAtMost(applied.length, files.length)
          assert.deepStrictEqual(yield* migrate(), [])
          for (const { name } of yield* tables)
            yield* ClickHouse.use(({ command }) => command(`DROP TABLE ${name}`))
        })
    }).pipe(onNewEngine),
  { timeout: 120_000 },
)
