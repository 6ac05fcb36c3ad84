/** How a command is written down: its words, its help and what it does, in one place. */
import type { Command } from "commander"
import { Option, Schema } from "effect"
import { TidemarkUnavailable } from "../client.ts"
import { EXIT, type ExitCode } from "./exit-code.ts"
import type { Session } from "./session.ts"

export type Options = Readonly<Record<string, unknown>>

/** Runs a command: with the session, its arguments and its options. Nothing means that it is done. */
export type Act = (
  session: Session,
  words: ReadonlyArray<string>,
  options: Options,
) => Promise<ExitCode | undefined>

/** Adds one command, or one with commands of its own, to the program. */
export type Define = (program: Command, run: Runner) => void

/** What Commander is to call. */
export type Runner = (act: Act) => (...given: unknown[]) => Promise<void>

/** Commander gives a command's arguments, then its options, then the command. */
export const runnerOf =
  (open: (command: Command) => Promise<Session>, ended: (code: ExitCode) => void): Runner =>
  (act) =>
  async (...given) => {
    const command = given.at(-1) as Command
    const words = given.slice(0, -2).filter((word) => word !== undefined) as string[]
    ended((await act(await open(command), words, command.opts())) ?? EXIT.done)
  }

/** Examples at the end of a command's help. */
export const withExamples = (command: Command, ...examples: ReadonlyArray<string>): Command =>
  command.addHelpText(
    "after",
    `\nExamples:\n${examples.map((example) => `  $ tidemark ${example}`).join("\n")}`,
  )

interface Answer {
  readonly url: string
  readonly json: () => Promise<unknown>
}

/** The answer's body, in the shape that it has to have: anything may listen at an address. */
export const ask = async <A>(schema: Schema.Decoder<A>, answer: Promise<Answer>): Promise<A> => {
  const response = await answer
  const body = await response.json().catch(() => undefined)
  return shaped(schema, body, response.url)
}

export const shaped = <A>(schema: Schema.Decoder<A>, body: unknown, url: string): A => {
  const decoded = Schema.decodeUnknownOption(schema)(body)
  if (Option.isSome(decoded)) return decoded.value
  const reason = "the answer is not what was asked for; is this a Tidemark of this version?"
  throw new TidemarkUnavailable({ url, reason, sent: true })
}

/** For programs: one line of JSON each. */
export const outJson = async (
  { terminal }: Pick<Session, "terminal">,
  values: Iterable<unknown> | AsyncIterable<unknown>,
): Promise<void> => {
  for await (const value of values) await terminal.out(JSON.stringify(value))
}
