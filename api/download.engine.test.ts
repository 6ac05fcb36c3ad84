import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { query } from "chdb"
import { parse } from "csv-parse/sync"
import ExcelJS from "exceljs"
import type { Overview, Statement, Transaction, Transactions, Usage } from "./contract.ts"
import {
  type Client,
  clientOf,
  killSpawned,
  spawnServer,
  temporaryFolder,
} from "./testing/spawned-server.ts"

const folder = temporaryFolder()
const TIDEMARK_DATA = join(folder.path, "data")
let client: Client
beforeAll(async () => {
  client = await clientOf(spawnServer({ TIDEMARK_DATA, UV_THREADPOOL_SIZE: "16" }), TIDEMARK_DATA)
})
afterAll(() => {
  killSpawned()
  folder.remove()
})

const ODD = [
  '=HYPERLINK("http://x")',
  "+1",
  "-1",
  "@sum",
  "\ttab",
  "'quoted'",
  'a "quote", a comma',
  "line\nbreak\r\n",
  "🌊 träge",
  "\\N",
  "null",
]
const event = (account: string, n: number) => ({
  account,
  id: `e-${String(n).padStart(7, "0")}`,
  type: n % 100 === 0 ? "purchase" : "spend",
  operation: `operation-${n % 7}`,
  credits: n % 100 === 0 ? "1000.000001" : `${n % 9}.${String(n % 997).padStart(3, "0")}1`,
  occurred_at: new Date(Date.UTC(2026, 0, 1) + Math.floor(n / 3) * 1000).toISOString(),
})

const askFor = (path: string, accept: string, signal: AbortSignal | null = null) =>
  fetch(`${client.address}/v1${path}`, {
    headers: { authorization: `Bearer ${client.key}`, accept },
    signal,
  })
const ask = (account: string, accept: string, words = "", signal: AbortSignal | null = null) =>
  askFor(`/accounts/${account}/transactions${words}`, accept, signal)
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
const PARQUET = "application/vnd.apache.parquet"

/** What another instance of the engine, which knows nothing but the file, says of it. */
const inFile = async <A>(response: Response, question: string): Promise<A[]> => {
  assert.strictEqual(response.status, 200)
  const path = join(folder.path, "a.parquet")
  writeFileSync(path, new Uint8Array(await response.arrayBuffer()))
  const answer = query(`${question.replace("FILE", `file('${path}', 'Parquet')`)}`, "JSONEachRow")
  return linesOf(answer) as A[]
}
const linesOf = (text: string): Transaction[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
const rowsOf = (text: string): Record<string, string>[] => parse(text, { columns: true })
const withoutApostrophe = (cell: string | undefined) => cell?.replace(/^'/, "")

const send = async (events: ReadonlyArray<object>) => {
  for (let from = 0; from < events.length; from += 5_000) {
    const body = events.slice(from, from + 5_000).map((one) => JSON.stringify(one))
    const answer = await client.sendEvents(body.join("\n"), "application/x-ndjson")
    assert.strictEqual(answer.body.accepted, body.length)
  }
}

describe("a ledger as a file", () => {
  it("holds every text as it was sent, and nothing that a spreadsheet takes for a formula", async () => {
    const sent = ODD.map((text, i) => ({
      ...event("odd", i + 1),
      ...{ description: text, reference: text.replaceAll(/\p{Cc}/gu, "·"), unit: "x" },
      properties: { text },
    }))
    await send(sent)
    const jsonl = await ask("odd", "application/jsonl")
    assert.strictEqual(jsonl.headers.get("content-type"), "application/jsonl; charset=utf-8")
    const lines = linesOf(await jsonl.text())
    const page = await client.get<Transactions>("/v1/accounts/odd/transactions")
    assert.deepStrictEqual(lines, page.body.transactions.toReversed())
    const csv = await ask("odd", "text/csv")
    assert.strictEqual(
      csv.headers.get("content-disposition"),
      "attachment; filename*=UTF-8''transactions_odd_UTC.csv",
    )
    const rows = rowsOf(await csv.text())
    for (const [i, row] of rows.entries()) {
      for (const cell of Object.values(row)) assert.notMatch(cell, /^[=+@\t\r]|^-(?!\d)/)
      assert.strictEqual(withoutApostrophe(row.description), lines[i]?.description)
      assert.strictEqual(withoutApostrophe(row.reference), lines[i]?.reference)
      assert.deepStrictEqual(JSON.parse(row.properties ?? ""), lines[i]?.properties)
      for (const name of ["id", "credits", "balance_after", "occurred_at", "type"] as const)
        assert.strictEqual(row[name], lines[i]?.[name])
      assert.deepStrictEqual([row.quantity, row.actor, row.refers_to], ["", "", ""])
    }
    assert.strictEqual(rows.length, ODD.length)
  })

  it("adds up to the overview, in order, however long it is", { timeout: 120_000 }, async () => {
    await send(Array.from({ length: 60_000 }, (_, n) => event("long", n)))
    const response = await ask("long", "text/csv")
    const rows = rowsOf(await response.text())
    assert.strictEqual(rows.length, 60_000)
    const micro = (text = "") => {
      const [whole = "", fraction = ""] = text.replace("-", "").split(".")
      const value = BigInt(whole + fraction.padEnd(6, "0"))
      return text.startsWith("-") ? -value : value
    }
    let balance = 0n
    for (const [n, row] of rows.entries()) {
      balance += micro(row.credits)
      assert.strictEqual(row.id, event("long", n).id)
      assert.strictEqual(micro(row.balance_after), balance)
    }
    const { body } = await client.get<Overview>("/v1/accounts/long/overview")
    assert.strictEqual(micro(body.balance), balance)
  })

  it("is the same in Parquet, with decimals and times of their own kind", async () => {
    const described = await inFile<{ name: string; type: string }>(
      await ask("odd", PARQUET),
      "DESCRIBE FILE",
    )
    const types = Object.fromEntries(described.map(({ name, type }) => [name, type]))
    assert.match(types.credits ?? "", /Decimal\(18, 6\)/)
    assert.match(types.balance_after ?? "", /Decimal\(38, 6\)/)
    assert.match(types.occurred_at ?? "", /DateTime64\(3/)
    const rows = await inFile<Transaction>(
      await ask("odd", PARQUET),
      `SELECT id, description, toString(credits) AS credits, toString(balance_after) AS balance_after,
         unit, actor, properties FROM FILE`,
    )
    const lines = linesOf(await (await ask("odd", "application/jsonl")).text())
    assert.deepStrictEqual(
      rows,
      lines.map(({ id, description, credits, balance_after, unit, actor, properties }) => ({
        ...{ id, description, credits, balance_after, unit, actor, properties },
      })) as unknown as Transaction[],
    )
    const [sums] = await inFile<{ rows: string; net: string; last: string }>(
      await ask("long", PARQUET),
      `SELECT toString(count()) AS rows, toString(sum(credits)) AS net,
         toString(argMax(balance_after, (occurred_at, id))) AS last FROM FILE`,
    )
    const { body } = await client.get<Overview>("/v1/accounts/long/overview")
    assert.deepStrictEqual(sums, { rows: "60000", net: body.balance, last: body.balance })
  })

  it("is the same in a workbook, with numbers that are exact", async () => {
    const book = new ExcelJS.Workbook()
    const response = await ask("odd", XLSX)
    assert.strictEqual(response.status, 200)
    await book.xlsx.load(await response.arrayBuffer())
    const csv = rowsOf(await (await ask("odd", "text/csv")).text())
    const [names, ...rows] = (book.worksheets[0]?.getSheetValues().slice(1) ?? []).map((row) =>
      (row as unknown[]).slice(1),
    )
    assert.deepStrictEqual(names, Object.keys(csv[0] ?? {}))
    assert.deepStrictEqual(
      rows.map(([id, , , description, , credits, balance]) => [
        ...[id, String(description).replaceAll("_x000D_", "\r")],
        ...[credits, balance],
      ]),
      csv.map(({ id, description, credits, balance_after }) => [
        ...[id, description],
        ...[Number(credits), Number(balance_after)],
      ]),
    )
    const long = await ask("long", XLSX)
    assert.isAbove((await long.arrayBuffer()).byteLength, 1_000_000)
  })

  it("is there for what sums up, too, and adds up to the same", async () => {
    const words = "?from=2026-01-01&to=2026-01-03"
    const usage = `/accounts/long/usage${words}&by=operation,type`
    const { body } = await client.get<Usage>(`/v1${usage}`)
    const rows = rowsOf(await (await askFor(usage, "text/csv")).text())
    assert.strictEqual(rows.length, 3 * (body.groups?.length ?? 0))
    const lines = linesOf(await (await askFor(usage, "application/jsonl")).text())
    assert.deepStrictEqual(
      lines.map((line) => Object.values(line).map((cell) => String(cell ?? ""))),
      rows.map((row) => Object.values(row)),
    )
    const [sums] = await inFile<object>(
      await askFor(usage, PARQUET),
      `SELECT toString(sumIf(measured, second_value = 'spend')) AS spend,
         toString(sumIf(measured, second_value = 'purchase')) AS purchase, toString(min(from)) AS first FROM FILE`,
    )
    const { spend, purchase } = body.total
    assert.deepStrictEqual(sums, { spend, purchase, first: "2026-01-01 00:00:00.000" })
    const [statement] = await inFile<object>(
      await askFor(`/statement${words}`, PARQUET),
      "SELECT bucket, toString(closing) AS closing, toString(sum(spent) OVER ()) AS spent FROM FILE",
    )
    const { total } = (await client.get<Statement>(`/v1/statement${words}`)).body
    const { spent, closing } = total
    assert.deepStrictEqual(statement, { bucket: "2026-01", closing, spent })
    const [groups] = await inFile<object>(
      await askFor(`/accounts/long/breakdown${words}&by=operation&limit=2&compare=prev`, PARQUET),
      "SELECT toString(sum(spend)) AS spend, toString(sum(share)) AS share, countIf(row = 'other') AS other FROM FILE",
    )
    assert.deepStrictEqual(groups, { spend, share: "1", other: 1 })
  })

  it("keeps to days and filters, with balances of the whole ledger", async () => {
    const words =
      "?from=2026-01-01T01:00:00Z&to=2026-01-01T02:00:00Z&filter=operation:is:operation-3"
    const lines = linesOf(await (await ask("long", "application/jsonl", words)).text())
    const page = await client.get<Transactions>(`/v1/accounts/long/transactions${words}&limit=500`)
    assert.strictEqual(lines.length, page.body.count)
    const last = lines.slice(-500).toReversed()
    assert.deepStrictEqual(
      last.map(({ id, balance_after }) => [id, balance_after]),
      page.body.transactions.map(({ id, balance_after }) => [id, balance_after]),
    )
  })

  it("gives its place back when the client goes away", async () => {
    for (let i = 0; i < 12; i++) {
      const accept = i % 2 === 0 ? "text/csv" : PARQUET
      const gone = new AbortController()
      const response = await ask("long", accept, "", gone.signal)
      assert.strictEqual(response.status, 200)
      await response.body?.getReader().read()
      gone.abort()
      // The server hears of it a moment later.
      while ((await ask("odd", accept)).status !== 200);
    }
  })

  it("is not a page, and is for who may read the account", async () => {
    const refused = await ask("long", "text/csv", "?limit=5&sort=credits")
    assert.strictEqual(refused.status, 400)
    const { errors } = (await refused.json()) as { errors: ReadonlyArray<{ pointer: string }> }
    assert.deepStrictEqual(
      errors.map(({ pointer }) => pointer),
      ["/sort", "/limit"],
    )
    assert.strictEqual((await ask("nobody", "text/csv")).status, 404)
  })
})
