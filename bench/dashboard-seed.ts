import { DateTime } from "effect"

/** A studio's two years, evenly over its days and the hours of work, with a purchase here and there. */
export const ACCOUNT = "studio"
const DAYS = 730
const DAY_MS = 86_400_000
const EVENTS_PER_BODY = 5_000
const CATEGORIES = ["Image", "Audio", "Video", "Research", "Script", "Export", "Training"]

export const eventAt = (n: number, at: number) => ({
  account: ACCOUNT,
  id: `event-${n}`,
  type: n % 200 === 0 ? "purchase" : "spend",
  operation: `operation-${n % 12}`,
  category: CATEGORIES[n % CATEGORIES.length],
  description: `Tool: operation-${n % 12}, run ${n}`,
  credits: `${(n % 7) + (n % 200 === 0 ? 1_500 : 0)}.${(n % 9) + 1}`,
  occurred_at: DateTime.formatIso(DateTime.makeUnsafe(at)),
})

/** As lines of JSON, oldest first, the newest a minute before `now` (epoch milliseconds). */
export function* studioBodies(entries: number, now: number) {
  const step = (DAYS * DAY_MS) / entries
  const first = now - 60_000 - (entries - 1) * step
  for (let from = 0; from < entries; from += EVENTS_PER_BODY)
    yield Array.from({ length: Math.min(EVENTS_PER_BODY, entries - from) }, (_, i) =>
      JSON.stringify(eventAt(from + i, Math.round(first + (from + i) * step))),
    ).join("\n")
}
