/** The command line, a client of the API: only one process may open an embedded warehouse. */
import { once } from "node:events"
import { SingleBar } from "cli-progress"
import { EXIT } from "./exit-code.ts"
import { runCommandLine } from "./program.ts"
import type { Progress, Terminal } from "./session.ts"

const { stdout, stderr } = process

// Who reads has stopped: so does this, without a word, as programs do that the signal of a pipe ends.
for (const stream of [stdout, stderr])
  stream.on("error", (error: NodeJS.ErrnoException) =>
    process.exit(error.code === "EPIPE" ? EXIT.pipeClosed : EXIT.failed),
  )

const interrupted = new AbortController()
process.on("SIGINT", () => {
  // The second time it does not wait for what is being tidied up.
  if (interrupted.signal.aborted) process.exit(EXIT.interrupted)
  interrupted.abort()
})

let bar: SingleBar | null = null
const endBar = () => {
  bar?.stop()
  bar = null
}

const write = async (content: string | Uint8Array) => {
  if (!stdout.write(content)) await once(stdout, "drain")
}

const NO_BAR: Progress = { at: () => {}, end: () => {} }

const terminal: Terminal = {
  out: async (line) => {
    if (stdout.isTTY) endBar()
    await write(`${line}\n`)
  },
  write,
  error: (line) => {
    endBar()
    stderr.write(`${line}\n`)
  },
  progress: (unit, total) => {
    if (!stderr.isTTY) return NO_BAR
    const shown = new SingleBar({
      format: total === 0 ? `{value} ${unit}` : `{bar} {value} of {total} ${unit}`,
      stream: stderr,
      clearOnComplete: true,
      hideCursor: true,
      fps: 5,
    })
    shown.start(total, 0)
    bar = shown
    return { at: (done) => shown.update(done), end: endBar }
  },
}

const { TIDEMARK_URL, TIDEMARK_KEY, TIDEMARK_DATA } = process.env
process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal,
  environment: { TIDEMARK_URL, TIDEMARK_KEY, TIDEMARK_DATA },
  signal: interrupted.signal,
})
