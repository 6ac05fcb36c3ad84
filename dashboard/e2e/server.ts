/** Before the browser tests: the built dashboard behind the real process, with its sample accounts. */
import { type ChildProcess, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { TestProject } from "vitest/node"
import { findChromium } from "../../scripts/chromium.ts"
import { buildDashboard } from "../../scripts/dashboard-build.ts"
import { freePort } from "../../scripts/free-port.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** `http://127.0.0.1:port`, where the process listens. */
    origin: string
    /** The link the process printed; it signs in once. */
    signInLink: string
    adminKey: string
    /** Where a page may be served that holds the Usage page in a frame. Nobody listens there yet. */
    embedOrigin: string
    /** The path of a Chromium. */
    chromium: string
  }
}

const READY_MAX_MS = 120_000
const STOP_MAX_MS = 15_000

export default async function setup(project: TestProject) {
  const chromium = await findChromium(process.env.CHROMIUM_PATH)
  if (chromium === undefined) throw new Error("The browser tests need Chromium: install chromium.")
  buildDashboard((line) => console.error(`browser: ${line}`))
  const memory = "/dev/shm"
  const folder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), "tidemark-browser-"))
  const adminKey = `tm_admin_${randomBytes(24).toString("hex")}`
  // Another site than 127.0.0.1, as a host product is.
  const embedOrigin = `http://localhost:${await freePort(0)}`
  const api = start(folder, adminKey, embedOrigin)
  const stop = async () => {
    await end(api)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const signInLink = await linkOf(api)
    project.provide("origin", new URL(signInLink).origin)
    project.provide("signInLink", signInLink)
    project.provide("adminKey", adminKey)
    project.provide("embedOrigin", embedOrigin)
    project.provide("chromium", chromium)
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

const start = (folder: string, adminKey: string, embedOrigin: string): ChildProcess =>
  spawn(process.execPath, ["api/main.ts", "--samples"], {
    cwd: join(import.meta.dirname, "../.."),
    env: {
      PATH: process.env.PATH,
      UV_THREADPOOL_SIZE: "16",
      HOST: "127.0.0.1",
      PORT: "0",
      TIDEMARK_DATA: folder,
      TIDEMARK_ADMIN_KEY: adminKey,
      TIDEMARK_EMBED_ORIGINS: embedOrigin,
    },
    stdio: ["ignore", "pipe", "pipe"],
  })

/** Waits for the address; rejects with what the process said when it gives up or takes too long. */
const linkOf = (api: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    const said: string[] = []
    const fail = (why: string) => reject(new Error(`${why}:\n${said.slice(-20).join("\n")}`))
    const timer = setTimeout(() => fail("The process was not ready in time"), READY_MAX_MS)
    const listen = (line: string) => {
      said.push(line)
      if (!line.startsWith("http://")) return
      clearTimeout(timer)
      resolve(line)
    }
    for (const stream of [api.stdout, api.stderr])
      if (stream) createInterface({ input: stream }).on("line", listen)
    api.once("error", (error) => fail(error.message))
    api.once("exit", (code) => fail(`The process ended with ${code}`))
  })

const end = (api: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (api.exitCode !== null) return resolve()
    const timer = setTimeout(() => api.kill("SIGKILL"), STOP_MAX_MS)
    api.once("exit", () => {
      clearTimeout(timer)
      resolve()
    })
    api.kill("SIGTERM")
  })
