/** One process, no log: senders over HTTP, the embedded engine, the journal. */
import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { layerEmbedded } from "#warehouse/embedded.ts"
import { storedRejections } from "#warehouse/testing/stored-rows.ts"
import { checkAnswers } from "./check-answers.ts"
import { checkRejections, type Expected } from "./check-rejections.ts"
import { sendOverHttp } from "./http-sender.ts"
import { portsInARow } from "./port-range.ts"
import {
  type Evidence,
  importsFor,
  journalWatch,
  makeCleanup,
  type Stage,
  type StageOptions,
  temporaryFolder,
} from "./stage.ts"
import { countsOf, readStored, type StoredContents } from "./stored-contents.ts"
import { type Supervised, supervise } from "./supervised.ts"

const SENDERS = 4
const STOPS_MAX = 3
export const ADMIN_KEY = "torture-admin-key"
export const API = new URL("../../api/main.ts", import.meta.url).pathname

export const openHttpStage = async ({ without }: StageOptions): Promise<Stage> => {
  const cleanup = makeCleanup()
  const folder = temporaryFolder("torture")
  cleanup.add(folder.remove)
  const port = await portsInARow(1)
  const api = supervise({
    name: "api",
    script: API,
    args: [],
    env: {
      PORT: `${port}`,
      TIDEMARK_DATA: folder.path,
      TIDEMARK_ADMIN_KEY: ADMIN_KEY,
      LOG_LEVEL: "Warn",
    },
    imports: importsFor(without),
    readyLine: /^http:\/\//m,
  })
  cleanup.add(() => api.end())
  const target = { address: `http://127.0.0.1:${port}`, key: ADMIN_KEY }
  return {
    tombstones: false,
    cluster: null,
    underWay: journalWatch([folder.path]),
    targets: [{ target: api, weight: 1 }],
    senders: Array.from(
      { length: SENDERS },
      () => (options) => sendOverHttp(options, () => target),
    ),
    quiet: async () => {},
    stop: async (findings) => {
      await stopUntilStored(api, folder.path, findings.add)
      for (const end of api.ownEnds) findings.add(end)
    },
    check: (evidence) =>
      Effect.runPromise(check(evidence).pipe(Effect.provide(layerEmbedded(folder.path)))),
    close: cleanup.run,
  }
}

/** A stop stores what is in the journal, or leaves it to the next start. */
export const stopUntilStored = async (
  process: Supervised,
  folder: string,
  found: (what: string) => void,
): Promise<void> => {
  for (let stops = 1; ; stops++) {
    await process.ready()
    const how = await process.stop()
    if (how !== 0) found(`${process.name} was asked to stop and ended with ${how}`)
    const left = journalBytes(folder)
    if (left === 0) return
    if (stops === STOPS_MAX) return found(`${left} bytes stay in the journal of ${process.name}`)
    process.start()
  }
}

const journalBytes = (folder: string): number => {
  const journal = join(folder, "journal")
  return readdirSync(journal).reduce((sum, name) => sum + statSync(join(journal, name)).size, 0)
}

const check = Effect.fnUntraced(function* ({ load, sent, findings }: Evidence) {
  const taken = sent.taken()
  const stored = yield* readStored(load, taken, findings)
  checkAnswers(load, sent, stored, findings)
  const rejections = yield* storedRejections
  checkRejections(rejections, expectedRejections({ load, sent, findings }, stored), findings)
  return `${taken} messages, ${countsOf(stored)}, ${rejections.length} rejections`
})

function* expectedRejections({ load, sent }: Evidence, stored: StoredContents): Iterable<Expected> {
  for (let index = 0; index < sent.taken(); index++) {
    const { base, variant, bytes, malformed } = load.messageAt(index)
    const conflict = malformed === null && variant !== stored.variantOf(base)
    if (bytes === null || (malformed === null && !conflict)) continue
    yield {
      reason: malformed?.reason ?? "conflict",
      place: "",
      raw: bytes.toString("latin1"),
      code: malformed?.code ?? null,
      required: true,
      what: `message ${index} (${load.kindAt(index)})`,
    }
  }
}
