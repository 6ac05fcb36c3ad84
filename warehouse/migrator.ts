/** Brings the tables up to what `sql/migrations` says: each numbered file once, in order. */
import { Clock, Effect, Schema } from "effect"
import { ClickHouse } from "./clickhouse.ts"
import { StartRefused } from "./errors.ts"
import { type Migration, migrations, sqlQuery } from "./sql-files.ts"

const createLog = sqlQuery("create-schema-migrations")
const readLog = sqlQuery("schema-migrations")
const writeLog = sqlQuery("insert-schema-migration")

const Applied = Schema.Struct({ name: Schema.String, checksum: Schema.String })

/**
 * Applies what is missing and returns its names. Fails with `StartRefused` when a file that was
 * applied has changed or is gone, or when the engine refuses one. A start that died half way repeats
 * the file: its statements bear it.
 */
export const migrate = Effect.fn("warehouse.migrate")(function* (
  files: ReadonlyArray<Migration> = migrations(),
) {
  const clickhouse = yield* ClickHouse
  yield* clickhouse.command(createLog)
  const applied = yield* clickhouse.query(readLog, {}, Applied)
  for (const { name, checksum } of applied) {
    const file = files.find((migration) => migration.name === name)
    if (file === undefined || file.checksum !== checksum)
      return yield* new StartRefused({
        reason: `the migration ${name} was applied to this warehouse and ${
          file === undefined ? "is missing from" : "has been changed in"
        } sql/migrations: restore the file (a change of shape is a new migration), or, where a version before the first release made this warehouse, begin a new one and send its events again`,
      })
  }
  const missing = files.filter(({ name }) => !applied.some((done) => done.name === name))
  for (const { name, checksum, statements } of missing) {
    yield* Effect.forEach(statements, (statement) => clickhouse.command(statement)).pipe(
      Effect.catchTag("StatementRejected", ({ reason }) =>
        Effect.fail(
          new StartRefused({ reason: `the migration ${name} cannot be applied: ${reason}` }),
        ),
      ),
    )
    const appliedAt = yield* Clock.currentTimeMillis
    yield* clickhouse.command(writeLog, { name, checksum, applied_at: appliedAt })
  }
  return missing.map(({ name }) => name)
})
