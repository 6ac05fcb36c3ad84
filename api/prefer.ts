/** The `Prefer` header (RFC 7240), of which one word means something here: how long to wait for fates. */

/** Longer is not waited, whatever is preferred. */
export const WAIT_SECONDS_MAX = 30

/**
 * Seconds to wait; null without a preference. As the RFC has it, the first `wait` counts, and what cannot
 * be understood is no preference.
 */
export const waitSecondsOf = (headers: Headers): number | null => {
  for (const preference of (headers.get("prefer") ?? "").split(",")) {
    const [word = ""] = preference.split(";")
    const [name = "", value = ""] = word.split("=")
    if (name.trim().toLowerCase() !== "wait") continue
    const seconds = value.trim().replace(/^"(.*)"$/, "$1")
    return /^\d{1,9}$/.test(seconds) ? Math.min(Number(seconds), WAIT_SECONDS_MAX) : null
  }
  return null
}
