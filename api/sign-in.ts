/** The one-time link that the server prints. Without one, the dashboard asks for a key by itself. */
import { createHash } from "node:crypto"
import { type Context, Hono } from "hono"
import { Access } from "./access.ts"
import { run } from "./answer.ts"
import { credentialOf, failedSignIn, startSession } from "./authenticate.ts"
import type { ApiEnv } from "./environment.ts"
import { refused } from "./problem.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { contentSecurityPolicy } from "./security-headers.ts"

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 ui-sans-serif, system-ui, sans-serif }
body { max-width: 34rem; margin: 15vh auto 0; padding: 0 1rem }
`
const styleHash = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`

const LINK_SPENT = "This sign-in link has been used, has expired, or belongs to an earlier start."

const SPENT_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in to Tidemark</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>This link is spent</h1>
<p>${LINK_SPENT}</p>
<p>Start the server again to get a new one, or <a href="/">sign in with the admin key</a>: it is in
the file <code>admin-key</code> of the data folder, unless <code>TIDEMARK_ADMIN_KEY</code> sets it.</p>
</main>
</body>
</html>
`

const linkSpent = (c: Context<ApiEnv>) => {
  if (!c.req.header("accept")?.includes("text/html"))
    throw refused("linkSpent", `${LINK_SPENT} Start the server again to get a new one.`)
  c.header("content-security-policy", contentSecurityPolicy({ styles: [styleHash] }))
  return c.html(SPENT_PAGE, 410)
}

export const signIn = new Hono<ApiEnv>().get("/sign-in", query(QUERIES.signIn), async (c) => {
  c.header("cache-control", "no-store")
  const { token } = c.req.valid("query")
  if (token === undefined) return c.redirect("/", 303)
  // A browser that fetches ahead of the click, or asks for the head alone, must not use the link up.
  const ahead = c.req.header("sec-purpose")?.includes("prefetch") ?? false
  if (ahead || c.req.method === "HEAD") return c.body(null, 204)
  const linked = await run(
    c,
    Access.use((access) => access.redeemLink(token)),
  )
  if (linked !== null) await startSession(c, linked)
  else if ((await credentialOf(c)) === null) {
    await run(c, failedSignIn(c))
    return linkSpent(c)
  }
  return c.redirect("/", 303)
})
