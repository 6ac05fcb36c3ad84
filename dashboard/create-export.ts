/** One export from its request to its file, followed while somebody looks at it. */
import { createSignal, onCleanup } from "solid-js"
import type { ExportJob } from "#api/contract.ts"
import { createAct } from "./create-act.ts"
import { type ExportRequest, exportsClient, fileAddress, isOver } from "./exports-client.ts"

/** A small one is made within the first of these, a long one is worth no hurry. */
const PAUSES_MS = [80, 120, 200, 400] as const
const PAUSE_MAX_MS = 1_000

/** The browser's own download: it streams to disk, whatever the size. */
export const fetchFile = (id: string): void => {
  const link = document.createElement("a")
  link.href = fileAddress(id)
  link.download = ""
  document.body.append(link)
  link.click()
  link.remove()
}

export const createExport = () => {
  const act = createAct()
  const [job, setJob] = createSignal<ExportJob>()
  let gone: () => void = () => undefined
  const left = new Promise<void>((resolve) => {
    gone = resolve
  })
  let isLeft = false
  onCleanup(() => {
    isLeft = true
    gone()
  })

  const follow = async (begun: ExportJob) => {
    let known = begun
    for (let time = 0; !isOver(known); time++) {
      const pause = new Promise((resolve) => setTimeout(resolve, PAUSES_MS[time] ?? PAUSE_MAX_MS))
      await Promise.race([pause, left])
      // It goes on, and stands in the list of all.
      if (isLeft || job() === undefined) return
      known = await exportsClient.get(begun.id)
      setJob(known)
    }
    if (known.state === "done" && !isLeft) fetchFile(known.id)
  }
  return {
    busy: act.busy,
    failure: act.failure,
    job,
    start: (request: ExportRequest) =>
      act.run(async () => {
        const begun = await exportsClient.create(request)
        setJob(begun)
        await follow(begun)
      }),
    /** Stops it, and leaves nothing of it. */
    cancel: async () => {
      const begun = job()
      setJob(undefined)
      if (begun !== undefined) await exportsClient.remove(begun.id)
    },
    forget: () => setJob(undefined),
  }
}
export type ExportRun = ReturnType<typeof createExport>
