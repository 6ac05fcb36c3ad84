/** A ClickHouse that speaks HTTP, in a process of its own, for tests: to be killed and started again. */
import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { Effect, Redacted } from "effect"
import type { ServerOptions } from "../server.ts"
import type { Fault, SeenRequest } from "./clickhouse-faults.ts"
import { CLUSTER, type ClusterForm } from "./cluster-form.ts"
import { temporaryFolder } from "./warehouse.ts"

export type Call =
  | { readonly id: number; readonly do: "seen" }
  | { readonly id: number; readonly do: "fail"; readonly fault: Fault }
export type Answer =
  | { readonly port: number }
  | { readonly id: number; readonly seen: ReadonlyArray<SeenRequest> }

export const USER = "tidemark"
export const PASSWORD = "p:ä'\\ss"

export interface ClickHouseProcess {
  /** The same over all starts. */
  readonly options: ServerOptions
  readonly fail: (fault: Fault) => Effect.Effect<void>
  /** The requests since the last look. */
  readonly seen: Effect.Effect<ReadonlyArray<SeenRequest>>
  /** As `kill -9`. */
  readonly kill: Effect.Effect<void>
  readonly start: Effect.Effect<void>
}

/** A server that stands alone; runs until the scope closes. Its folder goes with it. */
export const clickHouseProcess = Effect.suspend(() => running(null))

/** The same as a cluster of one shard and one replica. */
export const clusterProcess = (form: ClusterForm) => running(form)

const running = Effect.fnUntraced(function* (form: ClusterForm | null) {
  const folder = join(yield* temporaryFolder, "server")
  let port = 0
  let calls = 0
  let child: ChildProcess | null = null
  const start = Effect.promise(async () => {
    const started = fork(
      join(import.meta.dirname, "clickhouse-main.ts"),
      [folder, String(port), USER, PASSWORD, ...(form === null ? [] : [form])],
      { execArgv: [] },
    )
    child = started
    const answer = await nextMessage(started, (message) => "port" in message)
    if ("port" in answer) port = answer.port
  })
  const kill = Effect.promise(async () => {
    const running = child
    child = null
    if (running === null || running.exitCode !== null) return
    running.kill("SIGKILL")
    await once(running, "exit")
  })
  const ask = (call: (id: number) => Call) =>
    Effect.promise(async () => {
      if (child === null) return []
      const id = calls++
      const answered = nextMessage(child, (message) => "id" in message && message.id === id)
      child.send(call(id))
      const answer = await answered
      return "seen" in answer ? answer.seen : []
    })
  yield* Effect.acquireRelease(start, () => kill)
  return {
    options: {
      url: new URL(`http://127.0.0.1:${port}`),
      user: USER,
      password: Redacted.make(PASSWORD),
      cluster: form === null ? null : CLUSTER,
    },
    fail: (fault) => Effect.asVoid(ask((id) => ({ id, do: "fail", fault }))),
    seen: ask((id) => ({ id, do: "seen" })),
    kill,
    start,
  } satisfies ClickHouseProcess
})

const nextMessage = (child: ChildProcess, wanted: (message: Answer) => boolean) =>
  new Promise<Answer>((resolve, reject) => {
    const listen = (message: Answer) => {
      if (!wanted(message)) return
      stop()
      resolve(message)
    }
    const fail = (code: number | null) => {
      stop()
      reject(new Error(`the ClickHouse process ended with ${code}`))
    }
    const stop = () => {
      child.off("message", listen)
      child.off("exit", fail)
    }
    child.on("message", listen)
    child.on("exit", fail)
  })
