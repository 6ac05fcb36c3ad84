import { Cause, Config, Effect, Exit, Runtime, SchemaIssue } from "effect"
import { StartRefused } from "#warehouse/errors.ts"

/** What is not over by then is safe where it stands: nothing was acknowledged that is not stored. */
const DRAIN_MS_MAX = 4_500

/**
 * Runs until SIGINT or SIGTERM, lets finalizers finish, then exits. A requested stop exits with 0; a
 * start that was refused says so in one sentence and exits with 1.
 */
export const runMain = Runtime.makeRunMain(({ fiber, teardown }) => {
  const stop = () => {
    setTimeout(() => process.exit(0), DRAIN_MS_MAX).unref()
    fiber.interruptUnsafe()
  }
  // Not `once`: Ctrl-C reaches the process from the terminal and again from npm, and a second signal
  // without a listener would end it in the middle of its finalizers.
  process.on("SIGINT", stop)
  process.on("SIGTERM", stop)
  fiber.addObserver((exit) => teardown(exit, (code) => process.exit(code)))
})

export const teardown: Runtime.Teardown = (exit, onExit) => {
  if (Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause)) return onExit(0)
  Runtime.defaultTeardown(exit, onExit)
}

/** Says why a start was refused as a sentence, without a trace; every other failure is logged whole. */
export const reportFailure = (cause: Cause.Cause<unknown>): Effect.Effect<void> => {
  if (Cause.hasInterruptsOnly(cause)) return Effect.void
  const error = Cause.squash(cause)
  if (error instanceof StartRefused) return Effect.sync(() => console.error(error.message))
  if (error instanceof Config.ConfigError)
    return Effect.sync(() => console.error(configSentence(error)))
  return Effect.logFatal(cause)
}

const NOT_SET = "is not set"

/** The environment holds nothing but text: a wrong type means that there is none. */
const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1({
  leafHook: (issue) =>
    issue._tag === "InvalidType" ? NOT_SET : SchemaIssue.defaultLeafHook(issue),
})

/** The variable and what it must be; never its value, which may be a secret. */
const configSentence = ({ cause, message }: Config.ConfigError): string => {
  if (cause._tag !== "SchemaError") return message
  return issuesOf(cause.issue)
    .issues.map((issue) => {
      const variable = issue.path?.join(".") ?? "the environment"
      return issue.message === NOT_SET
        ? `${variable} ${NOT_SET}`
        : `${variable}: ${lowerFirst(issue.message)}`
    })
    .join("; ")
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
