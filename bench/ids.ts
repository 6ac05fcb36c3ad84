/**
 * What thirty million stored ids cost the writer: its rate on them beside its rate on a small
 * warehouse, in turn, each in a process of its own. Takes about eight minutes and four gigabytes of
 * temporary files.
 */
import { execFile } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { Console, Effect } from "effect"
import { median, spread } from "./measure.ts"

const STORED = 30_000_000
const TURNS = 5
const ROUNDS = 6
/** Longer than it takes to read all ids into memory. */
const PAUSE_SECONDS = 25
const NUMBERS_PER_TURN = 10_000_000
const GOALS = { ratio: 0.8, openingMs: 10_000 }

const run = promisify(execFile)

interface Printed {
  readonly opening: number
  readonly rates: ReadonlyArray<number>
  readonly megabytes: number
}

const inProcess = (folder: string, figures: ReadonlyArray<number>) =>
  Effect.promise(async () => {
    const main = join(import.meta.dirname, "ids-main.ts")
    const { stdout } = await run(process.execPath, [main, folder, ...figures.map(String)])
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Printed
  })

const temporaryFolder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "tidemark-ids-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true })),
)

export const ids = Effect.gen(function* () {
  const [small, large] = [yield* temporaryFolder, yield* temporaryFolder]
  yield* inProcess(large, [0, 0, STORED, 0])
  const turns: Array<{ readonly small: Printed; readonly large: Printed }> = []
  for (let turn = 1; turn <= TURNS; turn++) {
    const first = STORED + turn * NUMBERS_PER_TURN
    turns.push({
      small: yield* inProcess(small, [first, ROUNDS, 0, PAUSE_SECONDS]),
      large: yield* inProcess(large, [first, ROUNDS, 0, PAUSE_SECONDS]),
    })
  }
  const rateOf = ({ rates }: Printed) => median(rates)
  const ratios = turns.map((turn) => rateOf(turn.large) / rateOf(turn.small))
  yield* Console.log(`small warehouse: ${spread(turns.map((turn) => rateOf(turn.small)))} events/s`)
  yield* Console.log(`30 million ids: ${spread(turns.map((turn) => rateOf(turn.large)))} events/s`)
  yield* Console.log(`ratio ${spread(ratios)} (goal ≥ ${GOALS.ratio})`)
  yield* Console.log(
    `start of 30 million ids: ${spread(turns.map(({ large }) => large.opening))} ms ` +
      `(goal ≤ ${GOALS.openingMs}), peak memory ${spread(turns.map(({ large }) => large.megabytes))} MB ` +
      `beside ${spread(turns.map(({ small }) => small.megabytes))} MB`,
  )
})
