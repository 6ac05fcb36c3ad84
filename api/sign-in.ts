/** The sign-in page, and the one-time link that the server prints. */
import { createHash } from "node:crypto"
import { type Context, Hono } from "hono"
import { Access } from "./access.ts"
import { run } from "./answer.ts"
import { checkOrigin, credentialOf, startSession } from "./authenticate.ts"
import { bodyBytes } from "./body.ts"
import type { ApiEnv } from "./environment.ts"
import { refused } from "./problem.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { contentSecurityPolicy } from "./security-headers.ts"

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 ui-sans-serif, system-ui, sans-serif }
body { max-width: 34rem; margin: 15vh auto 0; padding: 0 1rem }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem }
button { font: inherit; margin-top: 1rem; padding: .5rem 1rem }
`
const styleHash = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`

const page = (message: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in to Tidemark</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Sign in to Tidemark</h1>
<p>${message}</p>
<form method="post" action="/sign-in">
<label for="key">Admin key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required>
<button type="submit">Sign in</button>
</form>
<p>The key is in the file <code>admin-key</code> of the server's data folder, unless
<code>TIDEMARK_ADMIN_KEY</code> sets it. Starting the server again prints a new link.</p>
</main>
</body>
</html>
`

const INVITATION = "Open the link that the server printed when it started, or give the admin key."
const LINK_SPENT = "This sign-in link has been used, has expired, or belongs to an earlier start."
const KEY_WRONG = "This is not the admin key of this server."

const show = (c: Context<ApiEnv>, message: string, status: 200 | 401 | 410) => {
  c.header("content-security-policy", contentSecurityPolicy(styleHash))
  return c.html(page(message), status)
}

const wantsHtml = (c: Context<ApiEnv>) => c.req.header("accept")?.includes("text/html") ?? false

const openLink = async (c: Context<ApiEnv>, token: string) => {
  // A browser that fetches ahead of the click, or asks for the head alone, must not use the link up.
  const ahead = c.req.header("sec-purpose")?.includes("prefetch") ?? false
  if (ahead || c.req.method === "HEAD") return c.body(null, 204)
  const credential = await run(
    c,
    Access.use((access) => access.redeemLink(token)),
  )
  if (credential !== null) {
    await startSession(c, credential)
    return c.redirect("/", 303)
  }
  if ((await credentialOf(c)) !== null) return c.redirect("/", 303)
  if (wantsHtml(c)) return show(c, LINK_SPENT, 410)
  throw refused("linkSpent", `${LINK_SPENT} Start the server again to get a new one.`)
}

const KEY_BYTES_MAX = 4_096

export const signIn = new Hono<ApiEnv>()
  .get("/sign-in", query(QUERIES.signIn), (c) => {
    const { token } = c.req.valid("query")
    return token === undefined ? show(c, INVITATION, 200) : openLink(c, token)
  })
  .post("/sign-in", query(QUERIES.none), async (c) => {
    checkOrigin(c)
    const form = new URLSearchParams(
      Buffer.from(await run(c, bodyBytes(c.req.raw, KEY_BYTES_MAX))).toString("utf8"),
    )
    const key = form.get("key") ?? ""
    const credential = await run(
      c,
      Access.use((access) => access.byKey(key.trim())),
    )
    if (credential === null) return show(c, KEY_WRONG, 401)
    await startSession(c, credential)
    return c.redirect("/", 303)
  })
