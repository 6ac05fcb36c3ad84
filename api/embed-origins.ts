/** The host products whose pages may hold the Usage page in a frame. */

/** They stand in a header of every page that is framed. */
export const EMBED_ORIGINS_MAX = 32

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3})$/
// Narrower than what a URL may hold: a policy would read `*`, `;` or `'` as words of its own.
const ORIGIN = /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/

/**
 * `https://app.example.com`, several of them separated by commas, as browsers write origins. Null when one is
 * none: a path, a wildcard, a default port, or no TLS, which only pages of this machine are spared.
 */
export const readEmbedOrigins = (text: string): ReadonlyArray<string> | null => {
  const origins = [...new Set(text.split(",").map((origin) => origin.trim()))]
  return origins.length <= EMBED_ORIGINS_MAX && origins.every(isOrigin) ? origins : null
}

const isOrigin = (text: string): boolean => {
  if (!ORIGIN.test(text) || !URL.canParse(text)) return false
  const { origin, protocol, hostname } = new URL(text)
  return origin === text && (protocol === "https:" || LOOPBACK.test(hostname))
}
