/** Every zone the machine knows, its wall clock by `Intl`, and instants worth trying. */
import fc from "fast-check"
import { type Day, EARLIEST_INSTANT, HOUR_MS } from "../calendar.ts"

export const ZONES: ReadonlyArray<string> = Intl.supportedValuesOf("timeZone")
export const LATEST_INSTANT = Date.UTC(2040, 0, 1)

/** Zones with an offset of :30 or :45, a skipped day, midnights that a clock change skips or repeats. */
export const HARD_ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "America/Sao_Paulo",
  "America/Havana",
  "Australia/Lord_Howe",
  "Pacific/Kwajalein",
  "Africa/Cairo",
] as const

const clocks = new Map<string, Intl.DateTimeFormat>()
const clockOf = (zone: string): Intl.DateTimeFormat => {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    })
  clocks.set(zone, clock)
  return clock
}

/** What a clock on the wall shows: `2026-03-05T10:30`. Made without anything of ours. */
export const wallClock = (instant: number, zone: string): string =>
  clockOf(zone).format(instant).replace(", ", "T")

export const wallDay = (instant: number, zone: string): Day => wallClock(instant, zone).slice(0, 10)

export const anyZone = fc.oneof(fc.constantFrom(...ZONES), fc.constantFrom(...HARD_ZONES))

const anyInstant = fc.integer({ min: EARLIEST_INSTANT, max: LATEST_INSTANT })

/** A zone with an instant, every other time within three hours of a midnight there. */
export const anyMoment = fc.oneof(
  fc.record({ zone: anyZone, instant: anyInstant }),
  fc
    .record({
      zone: anyZone,
      instant: anyInstant,
      off: fc.integer({ min: -3 * HOUR_MS, max: 3 * HOUR_MS }),
    })
    .map(({ zone, instant, off }) => {
      const [hour, minute] = wallClock(instant, zone).slice(11).split(":").map(Number)
      const sinceMidnight = ((hour ?? 0) * 60 + (minute ?? 0)) * 60_000 + (instant % 60_000)
      return { zone, instant: Math.max(EARLIEST_INSTANT, instant - sinceMidnight + off) }
    }),
)
