/** For tests: programs of this folder in processes of their own, to be stopped and killed. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { Effect, Redacted } from "effect"
import type { ServerOptions } from "#warehouse/server.ts"
import { compileCache } from "#warehouse/testing/compile-cache.ts"
import type { KafkaSettings } from "../config.ts"

export interface Started {
  readonly process: ChildProcess
  readonly output: { stdout: string; stderr: string }
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>
}

/** Killed with the scope. `script` stands in `ingest/`. */
export const startProcess = (
  script: string,
  args: ReadonlyArray<string>,
  env: Record<string, string>,
) =>
  Effect.acquireRelease(
    Effect.sync((): Started => {
      const child = spawn(process.execPath, [join(import.meta.dirname, "..", script), ...args], {
        env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, ...compileCache(), ...env },
      })
      const output = { stdout: "", stderr: "" }
      child.stdout.on("data", (chunk) => {
        output.stdout += chunk
      })
      child.stderr.on("data", (chunk) => {
        output.stderr += chunk
      })
      const ended = once(child, "close").then(([code, signal]) => code ?? signal)
      return { process: child, output, ended }
    }),
    ({ process, ended }) =>
      Effect.promise(async () => {
        process.kill("SIGKILL")
        await ended
      }),
  )

export const variables = (kafka: KafkaSettings) => ({
  KAFKA_BROKERS: kafka.brokers.join(),
  KAFKA_TOPIC: kafka.topic,
  KAFKA_GROUP: kafka.group,
})

export const serverVariables = ({ url, user, password }: ServerOptions, folder: string) => ({
  CLICKHOUSE_URL: url.href,
  CLICKHOUSE_USER: user,
  CLICKHOUSE_PASSWORD: Redacted.value(password),
  TIDEMARK_DATA: folder,
})
