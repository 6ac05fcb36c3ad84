/** The API reference at `/docs`: one page that brings its style and script along, for everybody. */
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Hono } from "hono"
import { etag } from "hono/etag"
import { raw } from "hono/html"
import type { ApiEnv } from "./environment.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { referencePage } from "./reference-page.ts"
import { contentSecurityPolicy } from "./security-headers.ts"

const read = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8")
const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

const style = read("reference-page.css")
const script = read("reference-page.js")
const policy = contentSecurityPolicy({ styles: [hashOf(style)], scripts: [hashOf(script)] })

/** Made when somebody first asks: few processes are asked at all. */
let page: string | null = null

export const reference = new Hono<ApiEnv>()
  .use("/docs", etag())
  .get("/docs", query(QUERIES.none), (c) => {
    page ??= `${referencePage({ style: raw(style), script: raw(script) })}`
    c.header("content-security-policy", policy)
    c.header("cache-control", "no-cache")
    return c.html(page)
  })
