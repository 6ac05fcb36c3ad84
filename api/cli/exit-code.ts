/** How a command ends, for scripts. */
import { CommanderError } from "commander"
import { Data } from "effect"
import { TidemarkProblem, TidemarkUnavailable } from "../client.ts"

export const EXIT = {
  done: 0,
  /** It ran, and the answer is no; or it failed for another reason than those below. */
  failed: 1,
  usage: 2,
  refused: 3,
  away: 4,
  interrupted: 130,
  pipeClosed: 141,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: "done; nothing was refused and nothing differs",
  failed: "it ran and the answer is no (events were not counted, figures differ), or it failed",
  usage: "the command, one of its options or a file for it cannot be understood",
  refused: "the key is missing, opens nothing, or may not do this",
  away: "the server does not answer, or not now",
  interrupted: "stopped with Ctrl-C",
  pipeClosed: "whoever read the output stopped reading",
}

/** A command that cannot be understood, in one sentence. */
export class UsageError extends Data.TaggedError("UsageError")<{ readonly reason: string }> {
  override get message() {
    return this.reason
  }
}

/** No key to ask with. */
export class KeyMissing extends Data.TaggedError("KeyMissing")<{ readonly reason: string }> {
  override get message() {
    return this.reason
  }
}

/** Ctrl-C. */
export class Interrupted extends Data.TaggedError("Interrupted") {}

const AWAY = new Set([408, 429, 502, 503, 504])

export const exitCodeOf = (error: unknown): ExitCode => {
  if (error instanceof Interrupted) return EXIT.interrupted
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  if (error instanceof UsageError) return EXIT.usage
  if (error instanceof KeyMissing) return EXIT.refused
  if (error instanceof TidemarkUnavailable) return EXIT.away
  if (!(error instanceof TidemarkProblem)) return EXIT.failed
  if (error.status === 401 || error.status === 403) return EXIT.refused
  if (error.status === 400) return EXIT.usage
  return AWAY.has(error.status) && error.type !== "/problems/took-too-long"
    ? EXIT.away
    : EXIT.failed
}
