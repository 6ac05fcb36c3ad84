/** What a run needs of the system that it tortures, whatever that is made of. */
import { once } from "node:events"
import { existsSync, mkdirSync, mkdtempSync, rmSync, watch } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Cluster } from "../kafka-cluster.ts"
import type { ControlName } from "./controls.ts"
import type { Findings } from "./findings.ts"
import type { SenderOptions } from "./http-sender.ts"
import type { KillPlan } from "./killer.ts"
import type { Load } from "./load.ts"
import type { Sent } from "./sent.ts"

export interface StageOptions {
  readonly without: ControlName | null
  readonly brokers: 1 | 3
  readonly say: (line: string) => void
}

export interface Evidence {
  readonly load: Load
  readonly sent: Sent
  readonly findings: Findings
}

export interface Stage {
  /** Messages without a value are part of the load: only a log carries them. */
  readonly tombstones: boolean
  readonly targets: KillPlan["targets"]
  readonly underWay: KillPlan["underWay"]
  /** Null without a log. */
  readonly cluster: Cluster | null
  /** Each sends until it is stopped. */
  readonly senders: ReadonlyArray<(options: SenderOptions) => Promise<void>>
  /** Resolves when no more messages are on their way than that; rejects when that does not come about. */
  readonly quiet: (behindMax: number) => Promise<void>
  /** Ends every process in order. What ends otherwise is a finding. */
  readonly stop: (findings: Findings) => Promise<void>
  /** Compares what is stored with what was sent; resolves to a sentence about how much that was. */
  readonly check: (evidence: Evidence) => Promise<string>
  /** Ends whatever still runs and removes what it left. Never rejects. */
  readonly close: () => Promise<void>
}

/** Things to be undone, newest first, whatever fails on the way. */
export const makeCleanup = () => {
  const steps: Array<() => Promise<unknown> | unknown> = []
  return {
    add: (step: () => Promise<unknown> | unknown) => steps.push(step),
    run: async () => {
      for (const step of steps.splice(0).reverse())
        await Promise.resolve()
          .then(step)
          .catch(() => {})
    },
  }
}

const MEMORY = "/dev/shm"

/** In memory where there is such a place: many small inserts wear a disk and take four times as long. */
export const temporaryFolder = (name: string) => {
  const path = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), `tidemark-${name}-`))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** The modules to be loaded before a process of the product. */
export const importsFor = (without: ControlName | null): ReadonlyArray<string> =>
  without === null ? [] : [`${new URL("rewrite.ts", import.meta.url)}?without=${without}`]

/** Tells when something is written to the journal in one of these data folders. */
export const journalWatch =
  (folders: ReadonlyArray<string>): KillPlan["underWay"] =>
  async (signal) => {
    const watchers = folders.map((folder) => {
      const journal = join(folder, "journal")
      mkdirSync(journal, { recursive: true })
      return watch(journal)
    })
    const stopped = once(signal, "abort")
    await Promise.race([stopped, ...watchers.map((watcher) => once(watcher, "change"))])
    for (const watcher of watchers) watcher.close()
  }
