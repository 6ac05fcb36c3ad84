/** The real process, for tests of how it starts and stops. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { compileCache } from "#warehouse/testing/compile-cache.ts"
import type { EventResults } from "../event-contract.ts"

const MAIN = join(import.meta.dirname, "..", "main.ts")

export const temporaryFolder = () => {
  const path = mkdtempSync(join(tmpdir(), "tidemark-process-"))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
  readonly milliseconds: number
}

export interface Spawned {
  readonly child: ChildProcess
  /** Resolves with the first line of standard output that matches. Rejects when the process ends before. */
  readonly line: (pattern: RegExp) => Promise<string>
  readonly ended: Promise<Ended>
  readonly stop: (signal?: NodeJS.Signals) => Promise<Ended>
}

const running = new Set<ChildProcess>()

/** Nothing else of this process's own environment reaches the other one. */
export const spawnServer = (
  env: Readonly<Record<string, string>>,
  args: ReadonlyArray<string> = [],
): Spawned => {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PORT: "0", ...compileCache(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  running.add(child)
  let [output, errors] = ["", ""]
  let start = performance.now()
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output += text
    child.emit("output")
  })
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text
  })
  const ended = once(child, "close").then(([code]): Ended => {
    running.delete(child)
    child.emit("output")
    return { code, output, errors, milliseconds: performance.now() - start }
  })
  const line = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = output
        .split("\n")
        .slice(0, -1)
        .find((text) => pattern.test(text))
      if (found !== undefined) return found
      if (!running.has(child)) throw new Error(`it ended without ${pattern}: ${output}${errors}`)
      await once(child, "output")
    }
  }
  const stop = (signal: NodeJS.Signals = "SIGINT") => {
    start = performance.now()
    child.kill(signal)
    return ended
  }
  return { child, line, ended, stop }
}

/** Ends what a failed test left running. */
export const killSpawned = (): void => {
  for (const child of running) child.kill("SIGKILL")
}

/** `A` is what the caller expects: nothing checks it but the assertions that follow. */
export interface Answered<A> {
  readonly status: number
  readonly body: A
}

export interface Client {
  readonly address: string
  readonly link: string
  readonly key: string
  readonly get: <A>(path: string) => Promise<Answered<A>>
  readonly post: <A>(path: string, body: unknown) => Promise<Answered<A>>
  readonly put: <A>(path: string, body: unknown) => Promise<Answered<A>>
  readonly sendEvents: (
    body: BodyInit,
    type?: string,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answered<EventResults>>
}

/** Waits until the address is printed; asks with the admin key of the data folder. */
export const clientOf = async (server: Spawned, folder: string): Promise<Client> => {
  const link = await server.line(/^http:\/\//)
  const address = new URL(link).origin
  const key = readFileSync(join(folder, "admin-key"), "utf8").trim()
  const ask = async <A>(path: string, init: RequestInit = {}): Promise<Answered<A>> => {
    const headers = { authorization: `Bearer ${key}`, ...init.headers }
    const response = await fetch(`${address}${path}`, { ...init, headers })
    return { status: response.status, body: await response.json() }
  }
  const send = <A>(method: string, path: string, body: unknown) =>
    ask<A>(path, {
      method,
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    })
  return {
    address,
    link,
    key,
    get: (path) => ask(path),
    post: (path, body) => send("POST", path, body),
    put: (path, body) => send("PUT", path, body),
    sendEvents: (body, type = "application/json", headers = {}) =>
      ask("/v1/events", { method: "POST", body, headers: { ...headers, "content-type": type } }),
  }
}
