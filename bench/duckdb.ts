/** DuckDB in this process, on the ledger as it came: one file, sorted as it was exported. */
import { rmSync } from "node:fs"
import { Effect } from "effect"
import { asText, type Contender, contenderPackages, numbered, statementOf } from "./contender.ts"

interface Reader {
  readonly getRows: () => ReadonlyArray<ReadonlyArray<unknown>>
}
interface Connection {
  readonly runAndReadAll: (text: string, values: ReadonlyArray<string>) => Promise<Reader>
  readonly run: (text: string) => Promise<unknown>
  readonly closeSync: () => void
}
interface DuckDB {
  readonly DuckDBInstance: {
    readonly create: (
      path: string,
      options: Readonly<Record<string, string>>,
    ) => Promise<{ readonly connect: () => Promise<Connection> }>
  }
}

/** `rows`: a CSV file of the ledger. `file`: where the database is made anew. */
export const duckdb = (rows: string, file: string) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      rmSync(file, { force: true })
      const { require } = await contenderPackages()
      const { DuckDBInstance } = require("@duckdb/node-api") as DuckDB
      const instance = await DuckDBInstance.create(file, { threads: "2" })
      const connection = await instance.connect()
      await connection.run(statementOf("create") ?? "")
      await connection.run(`${statementOf("duckdb-load")} '${rows}'`)
      return connection
    }),
    (connection) => Effect.sync(() => connection.closeSync()),
  ).pipe(
    Effect.map(
      (connection): Contender => ({
        name: "DuckDB",
        ask: (question, values) => {
          const statement = statementOf(`raw-${question}`)
          if (statement === null) return null
          const bound = numbered(statement, values)
          return connection
            .runAndReadAll(bound.text, bound.values)
            .then((reader) => reader.getRows().map((row) => row.map(asText)))
        },
      }),
    ),
  )
