import { type Context, Hono, type TypedResponse } from "hono"
import type { Answer } from "./answer.ts"
import { endSession, startSession } from "./authenticate.ts"
import type { Session } from "./contract.ts"
import type { ApiEnv } from "./environment.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"

const show = (c: Context<ApiEnv>): Answer<Session> => {
  const { accounts, admin } = c.var.credential
  return c.json({ accounts, admin }, 200) as unknown as Answer<Session>
}

export const session = new Hono<ApiEnv>()
  .get("/session", query(QUERIES.none), (c) => show(c))
  // Exchanges a key for a cookie, and a cookie for one that lasts its full time again.
  .post("/session", query(QUERIES.none), async (c) => {
    await startSession(c, c.var.credential)
    return show(c)
  })
  .delete("/session", query(QUERIES.none), (c): TypedResponse<null, 204, "body"> => {
    endSession(c)
    return c.body(null, 204)
  })
