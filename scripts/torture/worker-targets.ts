/** A worker as something to be killed, or to be frozen while another takes over what it was doing. */
import { setTimeout as sleep } from "node:timers/promises"
import type { Killable, Supervised } from "./supervised.ts"

/** Takes all members out of the consumer group: sessions of dead ones would take eight seconds to end. */
export type Forget = () => Promise<void>

/** A killed member leaves its group at once. */
export const forgottenTarget = (process: Supervised, forget: Forget): Killable => ({
  ...process,
  kill: async () => {
    await process.kill()
    await forget()
  },
})

/** Another worker has claimed its partitions by then, and stored some batches of them. */
const TAKEN_OVER_MS = 3_000

/**
 * A zombie: stands still in the middle of whatever it was doing, until its partitions are another's, and
 * then goes on with it as if nothing had been. Only where there is another worker.
 */
export const frozenTarget = (worker: Supervised, forget: Forget): Killable => ({
  name: `${worker.name} frozen`,
  startMs: worker.startMs,
  ready: worker.ready,
  kill: async () => {
    worker.signal("SIGSTOP")
    await forget()
    await sleep(TAKEN_OVER_MS)
    worker.signal("SIGCONT")
  },
})
