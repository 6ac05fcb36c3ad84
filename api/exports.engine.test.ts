import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { query } from "chdb"
import { parse } from "csv-parse/sync"
import type { Overview, Transaction, Transactions, Usage } from "./contract.ts"
import type { Checked, ExportJob, Exports, Manifest } from "./export-contract.ts"
import {
  type Client,
  clientOf,
  killSpawned,
  type Spawned,
  spawnServer,
  temporaryFolder,
} from "./testing/spawned-server.ts"

const folder = temporaryFolder()
const TIDEMARK_DATA = join(folder.path, "data")
let server: Spawned
let client: Client
const start = async () => {
  server = spawnServer({ TIDEMARK_DATA, UV_THREADPOOL_SIZE: "16" })
  client = await clientOf(server, TIDEMARK_DATA)
}
afterAll(() => {
  killSpawned()
  folder.remove()
})

const ODD = [
  '=HYPERLINK("http://x")',
  "-1",
  "'quoted'",
  'a "quote", a comma',
  "line\nbreak\r\n",
  "🌊",
]
const MINUTE = 60_000
const events = Array.from({ length: 3_000 }, (_, n) => ({
  account: "acme",
  id: `e-${n}`,
  type: n % 50 === 0 ? "purchase" : n % 7 === 3 ? "bonus" : "spend",
  operation: `operation-${n % 5}`,
  credits: n % 50 === 0 ? "500.000001" : `${n % 9}.${String((n * 7) % 997).padStart(3, "0")}1`,
  occurred_at: new Date(Date.UTC(2026, 0, 5) + n * 17 * MINUTE).toISOString(),
  description: ODD[n % ODD.length],
  ...(n % 3 === 0 && { quantity: "12.5", unit: "images", properties: { model: `m${n % 4}` } }),
  ...(n % 50 === 0 && { amount: "40", currency: "USD", reference: "https://pay.example/r" }),
}))
const refund = {
  ...{ account: "acme", id: "r-1", type: "refund", operation: "operation-1", credits: "0.0071" },
  ...{ occurred_at: "2026-03-01T00:00:00.000Z", refers_to: "e-1" },
}

const send = async (to: Client, list: ReadonlyArray<object>) => {
  const { body } = await to.sendEvents(
    list.map((one) => JSON.stringify(one)).join("\n"),
    "application/x-ndjson",
  )
  assert.strictEqual(body.accepted, list.length, JSON.stringify(body.results.slice(0, 3)))
}

beforeAll(async () => {
  await start()
  await send(client, [...events, refund])
})

const askedFor = async (body: object): Promise<ExportJob> => {
  const made = await client.post<ExportJob>("/v1/exports", body)
  assert.strictEqual(made.status, 202, JSON.stringify(made.body))
  return made.body
}
const ended = async ({ id }: ExportJob): Promise<ExportJob> => {
  for (;;) {
    const { body } = await client.get<ExportJob>(`/v1/exports/${id}`)
    if (!["waiting", "running"].includes(body.state)) return body
  }
}
const fetched = (path: string) =>
  fetch(`${client.address}${path}`, { headers: { authorization: `Bearer ${client.key}` } })
const fileOf = async ({ id }: ExportJob) => {
  const response = await fetched(`/v1/exports/${id}/file`)
  assert.strictEqual(response.status, 200)
  const bytes = Buffer.from(await response.arrayBuffer())
  assert.strictEqual(response.headers.get("content-length"), String(bytes.length))
  return bytes
}
const manifestOf = async ({ id }: ExportJob) =>
  (await client.get<Manifest>(`/v1/exports/${id}/manifest`)).body
const check = (manifest: Manifest, bytes: Buffer) =>
  client.post<Checked>("/v1/exports/check", {
    manifest,
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  })

const overview = async (of: Client, account = "acme") => {
  const { body } = await of.get<Overview>(`/v1/accounts/${account}/overview`)
  return { balance: body.balance, lifetime: body.lifetime }
}

const TIDEMARK = join(import.meta.dirname, "cli", "main.ts")
const FORMATS = ["csv", "jsonl", "parquet", "xlsx"] as const

describe("an export", () => {
  it("holds what the account holds, in every format, and says so", async () => {
    const { lifetime, balance } = await overview(client)
    const sums = {
      ...{ spend: lifetime.spent, purchase: lifetime.purchased, refund: lifetime.refunded },
      ...{ bonus: lifetime.bonus, count: events.length + 1 },
    }
    for (const format of FORMATS) {
      const asked = await askedFor({ report: "transactions", account: "acme", format })
      const job = await ended(asked)
      assert.strictEqual(job.state, "done", job.failure ?? "")
      assert.deepStrictEqual(job.rows, { done: events.length + 1, expected: events.length + 1 })
      const [manifest, bytes] = [await manifestOf(job), await fileOf(job)]
      assert.strictEqual(manifest.sha256, createHash("sha256").update(bytes).digest("hex"))
      assert.deepStrictEqual(
        [manifest.rows, manifest.sums, manifest.opening_balance, manifest.closing_balance],
        [events.length + 1, sums, "0", balance],
      )
      const { complete, unchanged, totals } = (await check(manifest, bytes)).body
      assert.deepStrictEqual([complete, unchanged, totals], [true, true, { hold: true, sums }])
      const broken = (await check(manifest, bytes.subarray(0, -1))).body
      assert.deepStrictEqual([broken.complete, broken.unchanged], [false, false])
    }
  })

  it("keeps to days and filters, and its balances to its days", async () => {
    const words = { from: "2026-01-10", to: "2026-01-12", tz: "Asia/Kathmandu" }
    const search = new URLSearchParams(words)
    const usage = (await client.get<Usage>(`/v1/accounts/acme/usage?${search}`)).body
    for (const report of ["transactions", "usage"] as const)
      for (const format of ["jsonl", "parquet"] as const) {
        const job = await ended(await askedFor({ report, account: "acme", format, ...words }))
        const manifest = await manifestOf(job)
        assert.deepStrictEqual(manifest.sums, usage.total)
        assert.deepStrictEqual(
          [manifest.opening_balance, manifest.closing_balance],
          [usage.opening_balance, usage.series.at(-1)?.balance],
        )
        assert.deepStrictEqual([manifest.from, manifest.to], [usage.meta.from, usage.meta.to])
      }
    const filter = ["type:is:spend", "operation:is:operation-1,operation-2"]
    for (const report of ["transactions", "breakdown"] as const) {
      const asked = { report, account: "acme", format: "csv", ...words, filter }
      const manifest = await manifestOf(await ended(await askedFor(asked)))
      const page = `/v1/accounts/acme/transactions?${search}&${filter.map((one) => `filter=${one}`).join("&")}`
      assert.deepStrictEqual(manifest.sums, (await client.get<Transactions>(page)).body.sum)
      assert.deepStrictEqual([manifest.opening_balance, manifest.filters], [null, filter])
    }
    const all = await ended(await askedFor({ report: "statement", format: "csv", range: "12m" }))
    assert.strictEqual(all.state, "done")
  })

  it("has the columns that were asked for, with days of the zone, and is named by its days", async () => {
    const words = { from: "2026-01-10", to: "2026-01-12", tz: "Asia/Kathmandu" }
    const columns = "id,credits,occurred_at,day"
    for (const format of ["csv", "jsonl"] as const) {
      const asked = { report: "transactions", account: "acme", format, columns, ...words }
      const job = await ended(await askedFor(asked))
      assert.strictEqual(
        job.file_name,
        `transactions_acme_2026-01-10_2026-01-12_Asia-Kathmandu.${format}`,
      )
      const [manifest, bytes] = [await manifestOf(job), await fileOf(job)]
      assert.strictEqual(job.sha256, manifest.sha256)
      const rows: Record<string, string>[] =
        format === "csv"
          ? parse(bytes, { columns: true })
          : bytes
              .toString()
              .trimEnd()
              .split("\n")
              .map((line) => JSON.parse(line))
      assert.strictEqual(rows.length, manifest.rows)
      for (const row of rows) {
        assert.strictEqual(Object.keys(row).join(), columns)
        const local = new Date(Date.parse(row.occurred_at ?? "") + (5 * 60 + 45) * MINUTE)
        assert.strictEqual(row.day, local.toISOString().slice(0, 10))
      }
      assert.strictEqual((await check(manifest, bytes)).body.totals.hold, true)
    }
    const refusals = [
      { format: "csv", columns: "id,colour" },
      { format: "csv", columns: "id,id" },
      { format: "parquet", columns: "id" },
    ]
    for (const refusal of refusals) {
      const asked = { report: "transactions", account: "acme", ...refusal }
      const { status, body } = await client.post("/v1/exports", asked)
      assert.strictEqual(status, 400)
      assert.include(JSON.stringify(body), '"pointer":"/columns"')
    }
  })

  it("comes in the columns of FOCUS 1.0, in which usage adds up to what was spent", async () => {
    const asked = { report: "focus", account: "acme" }
    const csv = await ended(await askedFor({ ...asked, format: "csv" }))
    assert.strictEqual(csv.state, "done", csv.failure ?? "")
    const rows: Record<string, string>[] = parse(await fileOf(csv), { columns: true })
    const sample = join(import.meta.dirname, "..", "ingest", "samples", "data")
    const [names = ""] = readFileSync(join(sample, "focus-1.0-sample.csv"), "utf8").split("\n")
    const specified = names
      .replaceAll('"', "")
      .split(",")
      .filter((name) => name !== "Id")
    const own = ["x_TransactionId", "x_TransactionType", "x_Credits"]
    assert.deepStrictEqual(Object.keys(rows[0] ?? {}), [
      ...specified.map((name) => name.trim()),
      ...own,
    ])
    for (const row of rows) {
      for (const name of ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"])
        assert.match(row[name] ?? "", /^-?\d+(\.\d+)?$/)
      for (const name of ["BillingCurrency", "ChargeCategory", "ServiceName", "ProviderName"])
        assert.notStrictEqual(row[name], "")
      assert.match(row.ChargePeriodStart ?? "", /^2026-\d\d-\d\dT\d\d:00:00Z$/)
      for (const cell of Object.values(row)) assert.notMatch(cell, /^[=+@\t\r]|^-(?!\d)/)
    }
    const bought = rows.find(({ ChargeCategory }) => ChargeCategory === "Purchase")
    assert.deepStrictEqual(
      [bought?.BilledCost, bought?.BillingCurrency, bought?.EffectiveCost, bought?.x_Credits],
      ["40", "USD", "0", "500.000001"],
    )
    const parquet = await ended(await askedFor({ ...asked, format: "parquet" }))
    const path = join(folder.path, "focus.parquet")
    writeFileSync(path, await fileOf(parquet))
    const sums = query(
      `SELECT count() AS rows, toString(sumIf(EffectiveCost, ChargeCategory = 'Usage')) AS used,
         toString(-sumIf(EffectiveCost, ChargeCategory = 'Credit')) AS bonus,
         toString(sumIf(PricingQuantity, ChargeCategory = 'Purchase')) AS purchase,
         any(toTypeName(ChargePeriodStart)) AS time
       FROM file('${path}', 'Parquet')`,
      "JSONEachRow",
    )
    const { spend, refund, bonus, purchase } = (await manifestOf(parquet)).sums
    const millionths = (text: string) => BigInt(Math.round(Number(text) * 1e6))
    const { time, used, ...rest } = JSON.parse(sums)
    assert.strictEqual(millionths(used), millionths(spend) - millionths(refund))
    assert.deepStrictEqual(rest, { rows: rows.length, bonus, purchase })
    assert.include(time, "DateTime")
  })

  it("tells that a file's totals do not hold any more, and what it did not write", async () => {
    const asked = { report: "usage", account: "acme", format: "csv", from: "2026-01-05" }
    const job = await ended(await askedFor({ ...asked, to: "2026-01-06" }))
    const [manifest, bytes] = [await manifestOf(job), await fileOf(job)]
    await send(client, [
      {
        ...refund,
        id: "late",
        occurred_at: "2026-01-05T12:00:00Z",
        type: "bonus",
        refers_to: undefined,
      },
    ])
    const { totals, unchanged } = (await check(manifest, bytes)).body
    assert.deepStrictEqual([totals.hold, unchanged], [false, true])
    const forged = await check({ ...manifest, rows: manifest.rows + 1 }, bytes)
    assert.strictEqual(forged.status, 400)
    assert.include(JSON.stringify(forged.body), "not_genuine")
  })

  it("is refused with every bad field named, and fails with a reason", async () => {
    const bad = await client.post<{ errors: ReadonlyArray<{ pointer: string }> }>("/v1/exports", {
      ...{ report: "transactions", format: "pdf", range: "30d", from: "2026-01-01" },
      ...{ colour: "red", filter: ["x"], tz: 5 },
    })
    assert.strictEqual(bad.status, 400)
    assert.sameMembers(
      bad.body.errors.map(({ pointer }) => pointer),
      ["/format", "/account", "/colour", "/tz", "/filter/0", "/range"],
    )
    const long = { report: "usage", account: "acme", format: "csv", grain: "hour" }
    const job = await ended(await askedFor({ ...long, from: "2020-01-01", to: "2026-01-01" }))
    assert.strictEqual(job.state, "failed")
    assert.include(job.failure ?? "", "buckets")
    assert.strictEqual((await fetched(`/v1/exports/${job.id}/file`)).status, 409)
  })

  it("goes when it is deleted, with its file", async () => {
    const job = await askedFor({ report: "transactions", account: "acme", format: "xlsx" })
    const init = { method: "DELETE", headers: { authorization: `Bearer ${client.key}` } }
    const gone = await fetch(`${client.address}/v1/exports/${job.id}`, init)
    assert.strictEqual(gone.status, 204)
    assert.strictEqual((await fetched(`/v1/exports/${job.id}`)).status, 404)
    assert.isFalse(existsSync(join(TIDEMARK_DATA, "exports", job.id)))
  })
})

describe("an exported ledger", () => {
  const ledger = async (of: Client, account: string) => {
    const headers = { authorization: `Bearer ${of.key}`, accept: "application/jsonl" }
    const url = `${of.address}/v1/accounts/${account}/transactions`
    const lines = (await (await fetch(url, { headers })).text()).trimEnd().split("\n")
    return lines.map((line): Transaction => JSON.parse(line))
  }
  const shownMapping = () => {
    const document = readFileSync(join(import.meta.dirname, "..", "docs", "import.md"), "utf8")
    return JSON.parse(document.split("```json\n")[2]?.split("```")[0] ?? "")
  }

  it("gives the same figures elsewhere, from CSV and from JSON Lines", async () => {
    const elsewhere = join(folder.path, "elsewhere")
    const other = spawnServer({ TIDEMARK_DATA: elsewhere, UV_THREADPOOL_SIZE: "16" })
    const there = await clientOf(other, elsewhere)
    for (const format of ["csv", "jsonl"] as const) {
      const job = await ended(await askedFor({ report: "transactions", account: "acme", format }))
      const path = join(folder.path, `ledger.${format}`)
      writeFileSync(path, await fileOf(job))
      const { protected_texts, event, ...mapping } = shownMapping()
      const account = `acme-${format}`
      const mappingPath = join(folder.path, `${format}.json`)
      writeFileSync(
        mappingPath,
        JSON.stringify({
          ...{ ...mapping, format, event: { ...event, account: { constant: account } } },
          ...(format === "csv" && { protected_texts }),
        }),
      )
      const words = [TIDEMARK, "import", path, "--mapping", mappingPath, "--json"]
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [...words, "--url", there.address],
        { env: { TIDEMARK_KEY: there.key } },
      )
      const report = JSON.parse(stdout)
      assert.strictEqual(report.accepted, events.length + 2)
      assert.deepStrictEqual(await overview(there, account), await overview(client))
      assert.deepStrictEqual(await ledger(there, account), await ledger(client, "acme"))
    }
    await other.stop()
  })
})

describe("a server that stops", () => {
  it("keeps exports that are done, and says of others that they are lost", async () => {
    const done = await ended(await askedFor({ report: "usage", account: "acme", format: "csv" }))
    await server.stop()
    const exports = join(TIDEMARK_DATA, "exports")
    const [cut, torn] = ["a".repeat(32), "b".repeat(32)]
    const record = JSON.parse(readFileSync(join(exports, done.id, "export.json"), "utf8"))
    for (const id of [cut, torn]) mkdirSync(join(exports, id))
    writeFileSync(
      join(exports, cut, "export.json"),
      JSON.stringify({ ...record, id: cut, state: "running", manifest: null }),
    )
    writeFileSync(join(exports, cut, "file"), "half of it")
    writeFileSync(join(exports, torn, "export.json"), '{"id":')
    await start()
    const { body } = await client.get<Exports>("/v1/exports")
    const states = new Map(body.exports.map(({ id, state }) => [id, state]))
    assert.deepStrictEqual(
      [states.get(done.id), states.get(cut), states.has(torn)],
      ["done", "lost", false],
    )
    assert.deepStrictEqual(readdirSync(join(exports, cut)), ["export.json"])
    const [manifest, bytes] = [await manifestOf(done), await fileOf(done)]
    assert.strictEqual((await check(manifest, bytes)).body.unchanged, true)
  })
})
