/** `tidemark proof` and `rebuild`: whether the figures are what the transactions add up to. */
import { setTimeout as sleep } from "node:timers/promises"
import { Integrity, Proof, Rollups } from "../proof-contract.ts"
import { type Act, ask, type Define, withExamples } from "./command.ts"
import { EXIT } from "./exit-code.ts"
import { tableText } from "./table.ts"

const POLL_MS = 500

export const defineIntegrity: Define = (program, run) => {
  withExamples(
    program
      .command("proof [account]")
      .description("holds an account's balance, or every rollup of all, to a recount")
      .option("--run", "without an account: begins a run now and waits for its end")
      .action(run(proof)),
    "proof acme",
    "proof --run",
  )
  withExamples(
    program
      .command("rebuild <rollup>")
      .description("makes a rollup anew from the ledger and puts it in place, while all goes on")
      .option(
        "--writers-stopped",
        "no other process writes, and none was killed while it stored a batch",
      )
      .action(run(rebuild)),
    "rebuild lifetime_totals",
  )
}

const proof: Act = async (session, [account], options) => {
  if (account === undefined) return integrity(session, [], options)
  const { client, terminal } = session
  const answer = await ask(
    Proof,
    client.v1.accounts[":account"].proof.$get({ param: { account }, query: {} }),
  )
  await terminal.out(session.json ? JSON.stringify(answer) : proofText(answer))
  return answer.differing.length + answer.more > 0 ? EXIT.failed : EXIT.done
}

const proofText = ({ balance, lifetime, daily, quarter_hours, ledger, ...proof }: Proof) => {
  const rows = [
    ["shown", { balance }],
    ["lifetime", lifetime],
    ["by day", daily],
    ["by quarter hour", quarter_hours],
    ["entries", ledger],
  ] as const
  const text = tableText(rows, [
    { title: "", cell: ([name]) => name },
    { title: "balance", cell: ([, sums]) => sums.balance, right: true },
  ])
  const count = proof.differing.length + proof.more
  return `${text}\n\n${proof.groups} groups compared, ${count} differ; drift ${proof.drift}`
}

const integrity: Act = async ({ client, terminal, json: asJson, signal }, _, { run }) => {
  const read = () => ask(Integrity, client.v1.integrity.$get({ query: {} }))
  let answer = await read()
  const bar = terminal.progress("slices", 0)
  if (run === true) {
    const ended = endOf(answer)
    answer = await ask(Integrity, client.v1.integrity.$post({ query: {} }))
    // The answer may come before the run is under way.
    while (answer.running !== null || endOf(answer) === ended) {
      bar.at(answer.running?.slices ?? 0)
      await sleep(POLL_MS, undefined, { signal })
      answer = await read()
    }
  }
  bar.end()
  await terminal.out(asJson ? JSON.stringify(answer) : integrityText(answer))
  const failed = answer.last === null || answer.last.differing > 0 || answer.failure !== null
  return failed ? EXIT.failed : EXIT.done
}

/** Another one for each run that has ended, one way or the other. */
const endOf = ({ last, failure }: Integrity) => `${last?.finished_at} ${failure?.at}`

const integrityText = ({ last, failure }: Integrity): string => {
  const problem = failure === null ? [] : [`the newest run came to no end: ${failure.reason}`]
  if (last === null) return [...problem, "no run has come to its end; --run begins one"].join("\n")
  const text = tableText(last.rollups, [
    { title: "rollup", cell: ({ rollup }) => rollup },
    { title: "groups", cell: ({ groups }) => groups, right: true },
    { title: "differ", cell: ({ differing, more }) => differing.length + more, right: true },
    { title: "drift", cell: ({ drift }) => drift, right: true },
  ])
  return [...problem, text, "", `compared with the ledger, ${last.finished_at}`].join("\n")
}

type Rollup = Rollups["rollups"][number]

const rebuild: Act = async (
  { patient, terminal, json: asJson, signal },
  [rollup = ""],
  options,
) => {
  const { v1 } = patient
  const query = options.writersStopped === true ? { writers: "stopped" as const } : {}
  const stateIn = ({ rollups }: Rollups): Rollup => {
    const state = rollups.find((one) => one.rollup === rollup)
    if (state === undefined) throw new Error(`the answer says nothing of ${rollup}`)
    return state
  }
  // Safe to repeat: while it is under way it is not begun again.
  let state = stateIn(
    await ask(Rollups, v1.rollups[":rollup"].rebuild.$post({ param: { rollup }, query })),
  )
  const bar = terminal.progress("slices", 0)
  while (state.running !== null) {
    bar.at(state.running.slices)
    await sleep(POLL_MS, undefined, { signal })
    state = stateIn(await ask(Rollups, v1.rollups.$get({ query: {} })))
  }
  bar.end()
  await terminal.out(asJson ? JSON.stringify(state) : rebuildText(rollup, state.last))
  return state.last?.failure === null ? EXIT.done : EXIT.failed
}

const rebuildText = (rollup: string, last: Rollup["last"]): string => {
  if (last === null)
    return `Tidemark began anew meanwhile: ${rollup} is the old one or the new one, whole. Run this again.`
  return last.failure === null
    ? `${rollup} was made anew from ${last.entries.toLocaleString("en-US")} entries`
    : `${rollup} stays as it was: ${last.failure}`
}
