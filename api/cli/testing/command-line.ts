/** The command line inside of a test: what it writes is kept. */
import { runCommandLine } from "../program.ts"
import type { CliEnvironment } from "../session.ts"

interface Watched {
  readonly signal?: AbortSignal
  readonly onLine?: (count: number) => unknown
}

/** Runs one command to its end, or until `signal` interrupts it; `onLine` hears of each line. */
export const commandLine =
  (environment: CliEnvironment) =>
  async (
    words: ReadonlyArray<string>,
    { signal = new AbortController().signal, onLine = () => {} }: Watched = {},
  ) => {
    const lines: string[] = []
    const errors: string[] = []
    const pieces: Uint8Array[] = []
    const units: string[] = []
    const code = await runCommandLine(words, {
      terminal: {
        out: async (line) => {
          lines.push(line)
          await onLine(lines.length)
        },
        write: async (bytes) => void pieces.push(bytes),
        error: (line) => errors.push(line),
        progress: (unit) => {
          units.push(unit)
          return { at: () => {}, end: () => {} }
        },
      },
      environment,
      signal,
    })
    return {
      code,
      out: lines.join("\n"),
      written: Buffer.concat(pieces).toString(),
      errors: errors.join("\n"),
      units,
    }
  }
