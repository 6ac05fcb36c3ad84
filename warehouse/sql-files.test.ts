import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, assert, describe, it } from "@effect/vitest"
import {
  clusterDialect,
  embeddedDialect,
  migrations,
  render,
  serverDialect,
  sqlQuery,
} from "./sql-files.ts"

const ROOT = join(import.meta.dirname, "..")
const QUERIES = join(ROOT, "sql", "queries")
const MIGRATIONS = join(ROOT, "sql", "migrations")

const namesIn = (folder: string) => readdirSync(folder).sort()
const queryNames = namesIn(QUERIES).map((name) => name.replace(/\.sql$/, ""))
const dialects = {
  embedded: embeddedDialect,
  server: serverDialect,
  cluster: clusterDialect("tide"),
} as const

const folders: string[] = []
const folderWith = (files: Readonly<Record<string, string>>) => {
  const folder = mkdtempSync(join(tmpdir(), "tidemark-sql-"))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

describe("rendering", () => {
  it("puts a dialect's text for each placeholder", () => {
    const text = "CREATE TABLE t {{on_cluster}} ENGINE = {{replicated}}MergeTree"
    assert.strictEqual(
      render(text, clusterDialect("tide")),
      "CREATE TABLE t ON CLUSTER 'tide' ENGINE = ReplicatedMergeTree",
    )
    assert.strictEqual(render(text, embeddedDialect), "CREATE TABLE t  ENGINE = MergeTree")
  })

  it("refuses a placeholder it does not know, by name", () => {
    assert.throws(
      () => render("SELECT {{fast}}", serverDialect),
      /unknown placeholder \{\{fast\}\}/,
    )
  })

  it("does not take what every object has for a placeholder", () => {
    assert.throws(() => render("SELECT {{constructor}}", serverDialect), /unknown placeholder/)
  })

  it("leaves parameters to the engine", () => {
    const text = "SELECT {account:String}, {keys:Array(UInt64)}"
    assert.strictEqual(render(text, serverDialect), text)
  })
})

describe("a query file", () => {
  it("is read without its header and without its semicolon", () => {
    const text = sqlQuery("lifetime")
    assert.match(text, /^SELECT\n/)
    assert.match(text, /GROUP BY account$/)
  })

  it.each(queryNames)("%s says what it is for, in a comment before one statement", (name) => {
    const text = readFileSync(join(QUERIES, `${name}.sql`), "utf8")
    assert.match(text, /^-- [A-Z]/)
    assert.match(text, /;\n$/)
    assert.notInclude(sqlQuery(name), ";")
    assert.notInclude(sqlQuery(name), "--")
  })

  it.each(queryNames)("%s types each of its parameters", (name) => {
    const braces = sqlQuery(name).match(/\{+[^{}]*\}+/g) ?? []
    const odd = braces.filter(
      (text) => !/^\{[a-z_]+:[A-Z]\w*(\([A-Z]\w*\))?\}$/.test(text) && !/^\{\{\w+\}\}$/.test(text),
    )
    assert.deepStrictEqual(odd, [])
  })

  it.each(queryNames)("%s gives a parameter one type", (name) => {
    const typed = new Set(sqlQuery(name).match(/\{[a-z_]+:[^}]+\}/g) ?? [])
    const names = [...typed].map((text) => text.slice(1, text.indexOf(":")))
    assert.strictEqual(new Set(names).size, names.length)
  })

  it("is used by a module", () => {
    const used = new Set(sources().flatMap(namesOfQueries))
    assert.deepStrictEqual(
      queryNames.filter((name) => !used.has(name)),
      [],
    )
    assert.deepStrictEqual(
      [...used].filter((name) => !queryNames.includes(name)),
      [],
    )
  })
})

const sources = () =>
  ["warehouse", "ingest", "api", "bench"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => readFileSync(join(ROOT, folder, name), "utf8")),
  )
const namesOfQueries = (source: string) =>
  [...source.matchAll(/sqlQuery\("([^"]+)"\)/g)].map(([, name]) => name as string)

describe("the migrations", () => {
  it("come in the order of their numbers, with a checksum of every byte", () => {
    const folder = folderWith({
      "0010_later.sql": "CREATE 10;\n",
      "0002_first.sql": "-- why\nCREATE 2;\n\nINSERT 3;\n",
      "README.md": "not a migration",
    })
    const [first, later] = migrations(folder)
    assert.strictEqual(first?.name, "0002_first")
    assert.deepStrictEqual(first?.statements, ["-- why\nCREATE 2", "INSERT 3"])
    assert.strictEqual(later?.name, "0010_later")
    writeFileSync(join(folder, "0002_first.sql"), "-- why \nCREATE 2;\n\nINSERT 3;\n")
    assert.notStrictEqual(migrations(folder)[0]?.checksum, first?.checksum)
  })

  it("have a number each, and none is left out for its name", () => {
    const names = migrations().map(({ name }) => `${name}.sql`)
    assert.deepStrictEqual(names, namesIn(MIGRATIONS))
    const numbers = names.map((name) => Number(name.slice(0, 4)))
    assert.deepStrictEqual(numbers, [...new Set(numbers)])
  })

  it.each(migrations())("$name begins with why, and may be repeated", ({ statements }) => {
    assert.match(statements[0] as string, /^-- [A-Z]/)
    for (const statement of statements) {
      const bare = statement.replace(/^--.*\n/gm, "")
      assert.match(
        bare,
        /^(CREATE (TABLE|MATERIALIZED VIEW) IF NOT EXISTS \w+ \{\{on_cluster\}\} |ALTER TABLE \w+ \{\{on_cluster\}\}\n {2}(ADD COLUMN IF NOT EXISTS |MODIFY SETTING )|INSERT INTO \w+ \()/,
      )
    }
  })

  // A batch repeated with its token must meet its own earlier part, in the ledger and behind each view.
  it("keep the window of tokens on the ledger and on every view's target, unpartitioned", () => {
    const statements = migrations().flatMap((migration) => migration.statements)
    const targets = statements.flatMap((text) => / TO (\w+) AS\n/.exec(text)?.[1] ?? [])
    assert.isAbove(targets.length, 2)
    for (const table of ["transactions", ...targets]) {
      const created = statements.find((text) => text.includes(`TABLE IF NOT EXISTS ${table} `))
      assert.include(created, "SETTINGS {{deduplication_window}}", table)
      assert.notInclude(created, "PARTITION BY", table)
    }
  })

  it.each(Object.entries(dialects))("render for the %s dialect", (name, dialect) => {
    const text = migrations()
      .flatMap(({ statements }) => statements)
      .map((statement) => render(statement, dialect).replace(/^--.*\n/gm, ""))
      .join(";\n")
    const engines = [...text.matchAll(/ENGINE = (\w+)/g)].map(([, engine]) => engine)
    assert.isAbove(engines.length, 7)
    const replicated = engines.filter((engine) => engine?.startsWith("Replicated"))
    const created = text.match(/^CREATE .*$/gm) ?? []
    const clustered = created.filter((line) => line.includes(" ON CLUSTER 'tide' "))
    const expected = name === "cluster" ? [engines, created] : [[], []]
    assert.deepStrictEqual([replicated, clustered], expected)
    assert.strictEqual(/\breplicated_deduplication_window\b/.test(text), name === "cluster")
    assert.strictEqual(/\bnon_replicated_ded/.test(text), name !== "cluster")
  })
})
