/**
 * `npm run bench -- reads --rows 1m|30m|100m [--alone]`: what the pages ask of a large warehouse, against the
 * same questions on the ledger alone, on DuckDB and on PostgreSQL, whose answers are compared. Contenders are
 * asked in turn, each question in every round about another day, or another account.
 */
import { mkdirSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Console, Effect } from "effect"
import { addDays } from "#warehouse/domain/calendar.ts"
import { warehouseEmbedded } from "#warehouse/live.ts"
import { SnapshotGate } from "#warehouse/snapshot-gate.ts"
import type { Contender, Rows } from "./contender.ts"
import { duckdb } from "./duckdb.ts"
import { median, percentile, timed } from "./measure.ts"
import { postgres } from "./postgres.ts"
import { exportRows, fill, LAST_DAY, sizeOf } from "./reads-fill.ts"
import { overHttp } from "./reads-http.ts"
import { type Needs, type Question, questions } from "./reads-questions.ts"
import { type Asked, WHO } from "./reads-scope.ts"

const SIZES: Readonly<Record<string, number>> = { "1m": 1e6, "30m": 30e6, "100m": 100e6 }
const ROUNDS = 30
const WARM_UP = 3
/** Who took as long for one question is not asked again: its median stands. */
const PATIENCE_MS = 15_000

const argument = (name: string) => process.argv[process.argv.indexOf(`--${name}`) + 1] ?? ""

export const reads = Effect.gen(function* () {
  const size = process.argv.includes("--rows") ? argument("rows") : "1m"
  const rows = SIZES[size]
  if (rows === undefined)
    return yield* Effect.fail(new Error(`--rows is one of ${Object.keys(SIZES).join(", ")}`))
  const folder = join(import.meta.dirname, "..", ".cache", "bench", `reads-${size}`)
  yield* Effect.sync(() => mkdirSync(folder, { recursive: true }))
  yield* fill(folder, rows)
  yield* Console.log(`${rows} entries over 400 days; median / p95 in ms of ${ROUNDS}; × ours`)
  yield* Effect.scoped(compare(process.argv.includes("--alone"))).pipe(
    Effect.provide(warehouseEmbedded(folder)),
  )
  yield* overHttp(folder)
})

const compare = Effect.fnUntraced(function* (alone: boolean) {
  yield* Console.log(yield* sizeOf)
  const others = alone ? [] : yield* contenders
  const { ofAccount, ofAll } = questions
  for (const [who, accountOf] of Object.entries(WHO))
    for (const question of ofAccount)
      yield* measure(`${who}: ${question.name}`, question, others, accountOf)
  for (const question of ofAll)
    yield* measure(question.name, question, others, WHO.heavy as (typeof WHO)[string])
})

const contenders = Effect.gen(function* () {
  const file = join(tmpdir(), "tidemark-bench-reads.csv")
  yield* exportRows(file)
  const duck = yield* duckdb(file, join(tmpdir(), "tidemark-bench-reads.duckdb"))
  return [duck, ...(yield* postgres(file))]
})

type Ask = (
  asked: Asked,
) => Effect.Effect<Rows, unknown, Needs | SnapshotGate> | Effect.Effect<Rows> | null

const measure = Effect.fnUntraced(function* (
  title: string,
  question: Question,
  others: ReadonlyArray<Contender>,
  accountOf: (round: number) => Asked["account"],
) {
  const lanes = lanesOf(question, others)
  const times = new Map<string, number[]>(lanes.map(([name]) => [name, []]))
  for (let round = 0; round < ROUNDS + WARM_UP; round++) {
    const asked = { account: accountOf(round), last: addDays(LAST_DAY, -round) }
    let expected: Rows | undefined
    for (const [name, ask] of lanes) {
      const own = times.get(name) ?? []
      if (own.reduce((sum, time) => sum + time, 0) > PATIENCE_MS) continue
      const asking = ask(asked)
      if (asking === null) continue
      let answer: Rows = []
      const kept = Effect.map(asking, (rows) => {
        answer = rows
      })
      const time = yield* timed(kept)
      if (round >= WARM_UP) own.push(time)
      expected ??= answer
      if (JSON.stringify(answer) !== JSON.stringify(expected))
        return yield* Effect.die(new Error(differing(title, name, expected, answer)))
    }
  }
  const ours = times.get(lanes[0]?.[0] ?? "") ?? []
  const ratios = lanes
    .slice(1)
    .map(([name]) => [name, times.get(name) ?? []] as const)
    .filter(([, list]) => list.length > 0)
    .map(([name, list]) => `${name} ${(median(list) / median(ours)).toFixed(2)}`)
  yield* Console.log(
    `${title}: ${median(ours).toFixed(1)} / ${percentile(ours, 95).toFixed(1)}; × ${ratios.join(", ")}`,
  )
})

/** What was answered before would be answered from memory: the others have none. */
const asFirst = SnapshotGate.use(({ answers }) => Effect.sync(answers.forget))

const lanesOf = (
  question: Question,
  others: ReadonlyArray<Contender>,
): ReadonlyArray<readonly [name: string, ask: Ask]> => [
  ["Tidemark", (asked) => Effect.andThen(asFirst, question.ours(asked))],
  ...(question.raw === null ? [] : [["ledger alone", question.raw] as const]),
  ...others.map(({ name, ask }): readonly [string, Ask] => [
    name,
    (asked) => {
      const answer = ask(question.statement, question.values(asked))
      return answer === null ? null : Effect.promise(() => answer)
    },
  ]),
]

const differing = (title: string, name: string, expected: Rows, answer: Rows) => {
  const at = expected.findIndex((row, i) => row.join() !== answer[i]?.join())
  return `${title}: ${name} answers otherwise, ${answer.length} rows for ${expected.length}; row ${at}: ${expected[at]?.join()} and ${answer[at]?.join()}`
}
