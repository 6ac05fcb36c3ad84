/** The dashboard's files. Every path of its own router answers with its page. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { serveStatic } from "@hono/node-server/serve-static"
import type { MiddlewareHandler } from "hono"
import { etag } from "hono/etag"
import type { ApiEnv } from "./environment.ts"

const PAGE = "index.html"
/** The build names these files by their content. */
const HASHED = "/assets/"
const API = /^\/(v1|health|sign-in|openapi\.json|docs|embed)(\/|$)/

/** Middleware for everything that no endpoint has answered; without a build it passes everything on. */
export const staticFiles = (folder: string): MiddlewareHandler<ApiEnv>[] => {
  if (!existsSync(join(folder, PAGE))) return []
  const file = serveStatic<ApiEnv>({ root: folder, precompressed: true })
  const page = serveStatic<ApiEnv>({ root: folder, path: PAGE, precompressed: true })
  const serve: MiddlewareHandler<ApiEnv> = async (c, next) => {
    if (API.test(c.req.path)) return next()
    const found = await file(c, async () => {})
    if (found instanceof Response) return found
    return wantsPage(c.req.header("accept"), c.req.path) ? page(c, next) : next()
  }
  return [caching, etag(), serve]
}

const wantsPage = (accept: string | undefined, path: string) =>
  !path.startsWith(HASHED) && (accept?.includes("text/html") ?? false)

const caching: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next()
  if (c.res.status >= 400 || API.test(c.req.path)) return
  const hashed = c.req.path.startsWith(HASHED)
  c.res.headers.set("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache")
}
