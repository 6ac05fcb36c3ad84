/** The whole command line: every command, its help, and how it is run. */
import { Command, CommanderError } from "commander"
import { defineAccess } from "./access-commands.ts"
import { runnerOf } from "./command.ts"
import { defineCompletion } from "./completion.ts"
import { EXIT, EXIT_MEANINGS, type ExitCode, exitCodeOf, Interrupted } from "./exit-code.ts"
import { defineExport } from "./export-command.ts"
import { defineFigures } from "./figure-commands.ts"
import { defineForecasts } from "./forecast-commands.ts"
import { defineIntegrity } from "./integrity-commands.ts"
import { defineLedger } from "./ledger-commands.ts"
import { defineNotes } from "./notes-commands.ts"
import { defineRejections } from "./rejection-commands.ts"
import { defineRule } from "./rule-commands.ts"
import { defineSending } from "./send-commands.ts"
import { type CliEnvironment, openSession, type Terminal } from "./session.ts"
import { defineTail } from "./tail-command.ts"
import { defineViews } from "./view-commands.ts"

export interface CommandLine {
  readonly terminal: Terminal
  readonly environment: CliEnvironment
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

const AFTER = `
Environment:
  TIDEMARK_URL   where Tidemark runs
  TIDEMARK_KEY   a key or token; no option takes one, since other users of a
                 machine can see the words of a command
  TIDEMARK_DATA  the data folder; a server of this machine is asked with the
                 admin key that it keeps there, when no other key is given

Exit codes:
${Object.entries(EXIT)
  .map(([name, code]) => `  ${`${code}`.padStart(3)}  ${EXIT_MEANINGS[name as keyof typeof EXIT]}`)
  .join("\n")}`

/** Commander's tree. `ended` is told how a command ended that ran to its end. */
export const buildProgram = (
  { terminal, environment, signal }: CommandLine,
  ended: (code: ExitCode) => void,
): Command => {
  const output = {
    writeOut: (text: string) => void terminal.out(text.trimEnd()),
    writeErr: (text: string) => terminal.error(text.trimEnd()),
  }
  const program = new Command("tidemark")
    .description("Asks a Tidemark where the credits went, and sends it events.")
    .option("--url <url>", "where Tidemark runs; http://127.0.0.1:4000 unless given")
    .option("--key-file <file>", "a file with a key or token")
    .option("--json", "for programs: JSON, one line for each entry of a list")
    .addHelpText("after", AFTER)
    .configureHelp({ showGlobalOptions: true, helpWidth: 100 })
    .configureOutput(output)
    .showHelpAfterError("Try --help behind the command.")
    .exitOverride()
  const run = runnerOf(
    (command) => openSession(command.optsWithGlobals(), environment, { terminal, signal }),
    ended,
  )
  const parts = [
    ...[defineSending, defineFigures, defineLedger, defineTail, defineForecasts, defineExport],
    ...[defineRule, defineNotes, defineIntegrity, defineRejections, defineAccess, defineViews],
    defineCompletion(terminal.out),
  ]
  for (const define of parts) define(program, run)
  return program
}

/** From the words to the exit code. Whatever goes wrong is told in one sentence. */
export const runCommandLine = async (
  words: ReadonlyArray<string>,
  commandLine: CommandLine,
): Promise<ExitCode> => {
  const { terminal, signal } = commandLine
  let code: ExitCode = EXIT.done
  const program = buildProgram(commandLine, (ended) => {
    code = ended
  })
  try {
    await program.parseAsync(words, { from: "user" })
    return code
  } catch (error) {
    const reason = signal.aborted ? new Interrupted() : error
    // Commander has said what is wrong with the words.
    if (!(reason instanceof CommanderError || reason instanceof Interrupted))
      terminal.error(`tidemark: ${sentenceOf(reason)}`)
    return exitCodeOf(reason)
  }
}

const sentenceOf = (error: unknown): string =>
  error instanceof Error && error.message !== "" ? error.message : String(error)
