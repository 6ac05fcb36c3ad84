/** Puts an administrative act on record before it is done. What it is called says the endpoint table. */
import { Effect } from "effect"
import type { Context } from "hono"
import { AuditLog } from "#warehouse/audit-log.ts"
import { endpointOf } from "./authorize.ts"
import { nameOf } from "./credential.ts"
import type { ApiEnv } from "./environment.ts"

/** `target`: what it is done to. `details`: never a secret. */
export const recordAct = (
  c: Context<ApiEnv>,
  target: string,
  details: Readonly<Record<string, unknown>> = {},
) =>
  Effect.gen(function* () {
    const act = endpointOf(c)?.act
    if (act === undefined) throw new Error("the endpoint table names no act for this")
    const { credential, requestId } = c.var
    yield* (yield* AuditLog).record({ actor: nameOf(credential), act, target, details, requestId })
  })
