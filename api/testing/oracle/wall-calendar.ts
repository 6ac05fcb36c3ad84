/** Days as a wall calendar in a zone shows them, by `Intl` and by looking: nothing is reckoned cleverly. */
const QUARTER_HOUR = 900_000
const HOUR = 3_600_000
const DAY = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

export const wallDay = (instant: number, zone: string): string => {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    })
  formats.set(zone, format)
  return format.format(instant)
}

export const dayAfter = (day: string, count = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10)

const starts = new Map<string, number | null>()

/** The first quarter of an hour that the calendar shows as this day; null where the zone left it out. */
export const dayStart = (day: string, zone: string): number | null => {
  const name = `${zone} ${day}`
  const known = starts.get(name)
  if (known !== undefined) return known
  const midnight = Date.parse(`${day}T00:00:00Z`)
  let found: number | null = null
  for (
    let at = midnight - 15 * HOUR;
    at < midnight + 16 * HOUR && found === null;
    at += QUARTER_HOUR
  )
    if (wallDay(at, zone) === day) found = at
  starts.set(name, found)
  return found
}

/** The days from one to another, both in it, that the zone has. */
export const daysBetween = (first: string, last: string, zone: string): string[] => {
  const days: string[] = []
  for (let day = first; day <= last; day = dayAfter(day))
    if (dayStart(day, zone) !== null) days.push(day)
  return days
}

export type Grain = "hour" | "day" | "week" | "month" | "quarter"

const mondayOf = (day: string) =>
  dayAfter(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

/** The bucket of a series that an instant belongs to. */
export const bucketOf = (instant: number, grain: Grain, zone: string): string => {
  const day = wallDay(instant, zone)
  if (grain === "hour") {
    const start = dayStart(day, zone) ?? 0
    return new Date(start + Math.floor((instant - start) / HOUR) * HOUR).toISOString()
  }
  return bucketOfDay(day, grain)
}

const bucketOfDay = (day: string, grain: Exclude<Grain, "hour">): string => {
  if (grain === "day") return day
  if (grain === "week") return mondayOf(day)
  if (grain === "month") return day.slice(0, 7)
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
}

/** All buckets of a range, empty ones too, in order. */
export const bucketsBetween = (
  first: string,
  last: string,
  grain: Grain,
  zone: string,
): ReadonlyArray<string> => {
  const days = daysBetween(first, last, zone)
  if (grain !== "hour") return [...new Set(days.map((day) => bucketOfDay(day, grain)))]
  return days.flatMap((day) => {
    const start = dayStart(day, zone) as number
    const hours: string[] = []
    for (let at = start; wallDay(at, zone) === day; at += HOUR)
      hours.push(new Date(at).toISOString())
    return hours
  })
}

const lastOfMonth = (month: string) => {
  const [year = 0, number = 0] = month.split("-").map(Number)
  return new Date(Date.UTC(year, number, 0)).getUTCDate()
}

const inMonth = (month: string, anchor: number) =>
  `${month}-${String(Math.min(anchor, lastOfMonth(month))).padStart(2, "0")}`

const monthAfter = (month: string, count: number) => {
  const [year = 0, number = 0] = month.split("-").map(Number)
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}

/** The first day of the billing period that holds a day. */
export const periodStart = (day: string, anchor: number): string => {
  const here = inMonth(day.slice(0, 7), anchor)
  return here <= day ? here : inMonth(monthAfter(day.slice(0, 7), -1), anchor)
}

/** The first day of the period behind it. */
export const nextPeriod = (start: string, anchor: number): string =>
  inMonth(monthAfter(start.slice(0, 7), 1), anchor)
