/** Looks again, while an answer is under way, whether the credential that asked for it still holds. */
import { Clock, Effect } from "effect"
import type { Context } from "hono"
import { Access } from "./access.ts"
import { run } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"

const CHECKED_EVERY_MS = 1_000
/** A server that is away for a moment breaks no file off; one that stays away does. */
const TRUSTED_FOR_MS = 10_000

/** Asked before each piece; false from when on nothing more may be sent. */
export const credentialWatch = (c: Context<ApiEnv>): (() => Promise<boolean>) => {
  const { credential } = c.var
  let checkedAt: number | null = null
  const check = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    // It was good when the answer began.
    const since = now - (checkedAt ?? now)
    checkedAt ??= now
    if (since < CHECKED_EVERY_MS) return true
    const held = yield* Effect.option((yield* Access).holds(credential))
    if (held._tag === "None") return since < TRUSTED_FOR_MS
    checkedAt = now
    if (!held.value) yield* Effect.logInfo("a file ended: its credential is over")
    return held.value
  })
  return () => run(c, check)
}
