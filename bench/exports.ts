/**
 * A ledger of a million entries as a file: how soon the first byte comes, what it adds to the memory of the process,
 * and whether another program that reads the file gets the overview's figures. CSV is read by csv-parse, Parquet by
 * DuckDB.
 */
import { createReadStream, createWriteStream, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { parse } from "csv-parse"
import { Console, Effect } from "effect"
import type { Overview } from "#api/contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { encodeUsageEvent } from "#warehouse/domain/usage-event-schema.ts"
import { apiProcess, peakMemoryOf } from "./api-process.ts"
import { contenderPackages, statementOf } from "./contender.ts"
import { benchEvents } from "./events.ts"
import { sendAll } from "./http-client.ts"
import { spread } from "./measure.ts"

const ENTRIES = 1_000_000
const EVENTS_PER_BODY = 5_000
const ROUNDS = 5
const GOALS = { firstByteMs: 300, addedMegabytes: 80 }
const FORMATS = {
  csv: "text/csv",
  jsonl: "application/jsonl",
  parquet: "application/vnd.apache.parquet",
} as const
type Format = keyof typeof FORMATS

/** Credits, signed, by type. */
type Sums = ReadonlyMap<string, string>
type Api = Effect.Success<ReturnType<typeof apiProcess>>

const bodyOf = (from: number) =>
  benchEvents(from, EVENTS_PER_BODY, 1)
    .map((event) => JSON.stringify(encodeUsageEvent(event)))
    .join("\n")

function* bodies() {
  for (let from = 0; from < ENTRIES; from += EVENTS_PER_BODY) yield bodyOf(from)
}

/** The peak of resident memory is counted from here on. */
const forgetPeak = (pid: number) => writeFileSync(`/proc/${pid}/clear_refs`, "5")

const download = async (api: Api, account: string, format: Format, file: string) => {
  forgetPeak(api.pid)
  const before = peakMemoryOf(api.pid)
  const began = performance.now()
  const headers = { authorization: `Bearer ${api.key}`, accept: FORMATS[format] }
  const answer = await fetch(`${api.address}/v1/accounts/${account}/transactions`, { headers })
  if (answer.status !== 200 || answer.body === null) throw new Error(`${answer.status}`)
  let firstByte = 0
  const body = Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0])
  body.once("data", () => {
    firstByte = performance.now() - began
  })
  await pipeline(body, createWriteStream(file))
  const took = performance.now() - began
  return { firstByte, took, added: (peakMemoryOf(api.pid) - before) / 1e6 }
}

const sumsOfRows = async (rows: AsyncIterable<{ type: string; credits: string }>) => {
  const sums = new Map<string, bigint>()
  for await (const { type, credits } of rows) {
    const one = parseDecimal(credits)
    if (one === undefined) throw new Error(`${credits} are no credits`)
    sums.set(type, (sums.get(type) ?? 0n) + one)
  }
  return new Map([...sums].map(([type, sum]) => [type, formatDecimal(sum)]))
}

async function* jsonLines(file: string) {
  let rest = ""
  for await (const text of createReadStream(file, "utf8")) {
    const lines = `${rest}${text}`.split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) yield JSON.parse(line) as { type: string; credits: string }
  }
}

interface DuckDB {
  readonly DuckDBInstance: {
    readonly create: (path: string) => Promise<{
      readonly connect: () => Promise<{
        readonly runAndReadAll: (
          text: string,
          values: ReadonlyArray<string>,
        ) => Promise<{ readonly getRows: () => ReadonlyArray<ReadonlyArray<string>> }>
      }>
    }>
  }
}

const sumsOfParquet = async (file: string): Promise<Sums> => {
  const { require } = await contenderPackages()
  const { DuckDBInstance } = require("@duckdb/node-api") as DuckDB
  const connection = await (await DuckDBInstance.create(":memory:")).connect()
  const reader = await connection.runAndReadAll(statementOf("duckdb-exported") ?? "", [file])
  const rows = reader.getRows().map(([type = "", credits = ""]) => ({ type, credits }))
  return sumsOfRows(Readable.from(rows))
}

const sumsIn: Readonly<Record<Format, (file: string) => Promise<Sums>>> = {
  csv: (file) => sumsOfRows(createReadStream(file).pipe(parse({ columns: true, bom: true }))),
  jsonl: (file) => sumsOfRows(jsonLines(file)),
  parquet: sumsOfParquet,
}

const expected = ({ lifetime }: Overview): Sums =>
  new Map([
    ["spend", `-${lifetime.spent}`],
    ["purchase", lifetime.purchased],
  ])

const sameSums = (a: Sums, b: Sums) =>
  a.size === b.size && [...a].every(([type, sum]) => b.get(type) === sum)

export const exports = Effect.gen(function* () {
  const api = yield* apiProcess()
  const sender = { ...api, connections: 8, contentType: "application/x-ndjson" }
  yield* Effect.promise(() => sendAll(sender, bodies()))
  const [first] = benchEvents(0, 1, 1)
  const account = first?.account ?? ""
  const { body } = yield* Effect.promise(() =>
    api.get<Overview>(`/v1/accounts/${account}/overview`),
  )
  if (body.lifetime.count !== ENTRIES)
    return yield* Effect.fail(new Error(`${body.lifetime.count} entries are stored`))
  for (const format of Object.keys(FORMATS) as Format[]) {
    const rounds: Array<Awaited<ReturnType<typeof download>>> = []
    const file = join(api.folder, `ledger.${format}`)
    for (let round = 0; round < ROUNDS; round++)
      rounds.push(yield* Effect.promise(() => download(api, account, format, file)))
    const sums = yield* Effect.promise(() => sumsIn[format](file))
    if (!sameSums(sums, expected(body)))
      return yield* Effect.fail(new Error(`${format}: ${JSON.stringify([...sums])}`))
    yield* Console.log(
      `${format}, ${ENTRIES} entries: first byte ${spread(rounds.map((one) => one.firstByte))} ms ` +
        `(goal ≤ ${GOALS.firstByteMs}), whole ${spread(rounds.map((one) => one.took / 1000))} s, ` +
        `memory added ${spread(rounds.map((one) => one.added))} MB (goal ≤ ${GOALS.addedMegabytes}); ` +
        "sums by type equal the overview's",
    )
  }
})
