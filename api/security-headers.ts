/** Headers for every answer. The pages run their own scripts and styles only, and are framed by nobody. */
import type { MiddlewareHandler } from "hono"
import { secureHeaders } from "hono/secure-headers"

interface Inline {
  readonly styles?: ReadonlyArray<string>
  readonly scripts?: ReadonlyArray<string>
}

/** With hashes of further styles and scripts that a page of ours carries in itself. */
export const contentSecurityPolicy = ({ styles = [], scripts = [] }: Inline = {}): string =>
  [
    "default-src 'self'",
    `script-src ${["'self'", ...scripts].join(" ")}`,
    `style-src ${["'self'", ...styles].join(" ")}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ")

const POLICY = contentSecurityPolicy()

export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await plainHeaders(c, next)
  if (!c.res.headers.has("content-security-policy"))
    c.res.headers.set("content-security-policy", POLICY)
}

const plainHeaders = secureHeaders({
  xFrameOptions: "DENY",
  referrerPolicy: "no-referrer",
  // Whoever ends TLS in front of this process decides on it.
  strictTransportSecurity: false,
})
