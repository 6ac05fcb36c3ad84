/** Headers for every answer. The pages run their own scripts and styles only, and are framed by nobody but who may embed. */
import type { MiddlewareHandler } from "hono"
import { secureHeaders } from "hono/secure-headers"

interface Page {
  readonly styles?: ReadonlyArray<string>
  readonly scripts?: ReadonlyArray<string>
  /** Origins that may hold the page in a frame. */
  readonly frameAncestors?: ReadonlyArray<string>
}

/** With hashes of further styles and scripts that a page of ours carries in itself. */
export const contentSecurityPolicy = ({
  styles = [],
  scripts = [],
  frameAncestors = ["'none'"],
}: Page = {}): string =>
  [
    "default-src 'self'",
    `script-src ${["'self'", ...scripts].join(" ")}`,
    `style-src ${["'self'", ...styles].join(" ")}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors.join(" ")}`,
  ].join("; ")

const POLICY = contentSecurityPolicy()
const EMBEDDED = /^\/embed(\/|$)/

/** `embedOrigins` may hold what is under `/embed` in a frame; nobody anything else. */
export const securityHeaders = (embedOrigins: ReadonlyArray<string>): MiddlewareHandler => {
  const framed = contentSecurityPolicy({ frameAncestors: embedOrigins })
  return async (c, next) => {
    await plainHeaders(c, next)
    const isFramed = embedOrigins.length > 0 && EMBEDDED.test(c.req.path)
    // It knows no list of origins; the policy, which browsers follow first, does.
    if (isFramed) c.res.headers.delete("x-frame-options")
    if (!c.res.headers.has("content-security-policy"))
      c.res.headers.set("content-security-policy", isFramed ? framed : POLICY)
  }
}

const plainHeaders = secureHeaders({
  xFrameOptions: "DENY",
  referrerPolicy: "no-referrer",
  // Whoever ends TLS in front of this process decides on it.
  strictTransportSecurity: false,
})
