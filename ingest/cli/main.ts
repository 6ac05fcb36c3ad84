/** The command line, a client of the API: only one process may open an embedded warehouse. */
import { Effect } from "effect"
import { runCommand } from "./run-command.ts"

const CLEAR_LINE = "\r\u001b[K"
const interactive = process.stderr.isTTY === true
const clear = () => (interactive ? process.stderr.write(CLEAR_LINE) : true)

process.exitCode = await Effect.runPromise(
  runCommand(process.argv.slice(2), {
    out: (text) => {
      clear()
      process.stdout.write(`${text}\n`)
    },
    error: (text) => {
      clear()
      process.stderr.write(`${text}\n`)
    },
    progress: (text) => {
      if (interactive) process.stderr.write(`${CLEAR_LINE}${text}`)
    },
  }),
)
