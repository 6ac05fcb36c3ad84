/** `/embed/usage`: the dashboard's page for a frame in a host product's page. It holds no figures. */
import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { Hono, type MiddlewareHandler } from "hono"
import { etag } from "hono/etag"
import type { ApiEnv } from "./environment.ts"

const HEAD = "<head>"

/** The page is told whom it may listen to; browsers are told the same by `frame-ancestors`. */
const withOrigins = (page: string, origins: ReadonlyArray<string>) =>
  page.replace(HEAD, `${HEAD}<meta name="embed-origins" content="${origins.join(" ")}" />`)

/** Nothing without a build, as of all pages. */
export const embedPage = (folder: string, origins: ReadonlyArray<string>): Hono<ApiEnv> => {
  const file = join(folder, "index.html")
  const routes = new Hono<ApiEnv>()
  if (!existsSync(file)) return routes
  return routes.get("/embed/usage", noCache, etag(), async (c) =>
    c.html(withOrigins(await readFile(file, "utf8"), origins)),
  )
}

const noCache: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next()
  c.res.headers.set("cache-control", "no-cache")
}
