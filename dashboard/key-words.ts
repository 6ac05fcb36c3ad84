/** What is said of API keys. */
import { fromAbsolute } from "@internationalized/date"
import type { ApiKey, Keys } from "#api/contract.ts"
import { moment } from "./format-date.ts"
import { keysWords } from "./messages/keys.ts"
import { serverToday } from "./server-clock.ts"

const SOON_DAYS = 30
const DAY_MS = 86_400_000

/** `now`: epoch milliseconds. */
export const keysSentence = ({ keys, next }: Pick<Keys, "keys" | "next">, now: number): string => {
  const said = keysWords().sentence
  const active = keys.filter(({ state }) => state === "active")
  if (active.length === 0) return said.none
  const soon = active.filter(
    ({ expires_at: at }) => at !== null && Date.parse(at) - now < SOON_DAYS * DAY_MS,
  ).length
  return said.some(active.length, next !== null) + (soon === 0 ? said.end : said.soon(soon))
}

const at = (instant: string): string => moment(instant, "UTC", serverToday("UTC"))

/** `made 20 Nov, 14:05 · ends 20 Dec, 14:05`. */
export const keyTimes = ({ state, created_at, expires_at, revoked_at }: ApiKey): string => {
  const said = keysWords().list
  const end =
    revoked_at !== null
      ? said.revoked(at(revoked_at))
      : expires_at === null
        ? said.never
        : state === "expired"
          ? said.expired(at(expires_at))
          : said.expires(at(expires_at))
  return `${said.created(at(created_at))} · ${end}`
}

/** `used 20 Nov, 14:05`. */
export const keyUse = ({ last_used_at: used }: ApiKey): string =>
  used === null ? keysWords().list.neverUsed : keysWords().list.used(at(used))

/** RFC 3339, so many days from `now` (epoch milliseconds). */
export const daysFrom = (now: number, days: number): string =>
  fromAbsolute(Math.round(now), "UTC").add({ days }).toAbsoluteString()

/** Who did something: the administrator, or the key by its name where that is known. */
export const actorName = (actor: string, keys: ReadonlyArray<ApiKey>): string => {
  if (actor === "admin") return keysWords().audit.admin
  const id = actor.replace(/^key:/, "")
  return keys.find((key) => key.id === id)?.name ?? actor
}

/** `name: reports, scopes: read`; what is nothing is left out. */
export const detailsText = (details: Readonly<Record<string, unknown>>): string =>
  Object.entries(details)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name}: ${wordOf(value)}`)
    .join(", ")

const wordOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(wordOf).join(" ")
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}
