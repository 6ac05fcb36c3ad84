import { spawn } from "node:child_process"

/** How a command ended. `code` is undefined when there is no such command, 128 after a signal. */
export interface Ran {
  readonly code: number | undefined
  /** Standard output and error in the order they came, as far as they were kept. */
  readonly output: string
}

export interface RunOptions {
  /** "show" writes to where this process writes, and keeps nothing. */
  readonly output: "keep" | "show"
}

/** Runs a command without input to its end. Never rejects for what the command does. */
export const runCommand = (
  command: string,
  args: ReadonlyArray<string>,
  options: RunOptions = { output: "keep" },
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const stream = options.output === "show" ? "inherit" : "pipe"
    const child = spawn(command, args, {
      stdio: ["ignore", stream, stream],
    })
    let output = ""
    for (const readable of [child.stdout, child.stderr])
      readable?.setEncoding("utf8").on("data", (text: string) => {
        output += text
      })
    child.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? resolve({ code: undefined, output }) : reject(error),
    )
    child.on("close", (code) => resolve({ code: code ?? 128, output }))
  })
