import { Hono } from "hono"
import { run } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { type Health, Readiness } from "./readiness.ts"

const ALIVE: Health = { status: "ok" }

export const health = new Hono<ApiEnv>()
  .get("/health/live", query(QUERIES.none), (c) => c.json(ALIVE, 200))
  .get("/health/ready", query(QUERIES.none), async (c) => {
    const body = await run(
      c,
      Readiness.use((readiness) => readiness.current),
    )
    return body.status === "ok" ? c.json(body, 200) : c.json(body, 503, { "retry-after": "5" })
  })
