/** Times as files write them to RFC 3339. */
import { DateTime } from "effect"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { readInstant } from "#warehouse/domain/usage-event-rules.ts"
import type { TimeSource } from "./mapping.ts"

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.(\d+))?)? ?([Zz]|[+-]\d\d:?\d\d)?$/

/**
 * What cannot be read stays as it is, for the decoder to refuse. A time that the zone's clocks show
 * twice is the earlier of the two, one that they skip lies as far behind the gap.
 */
export const mapTime = (source: TimeSource, text: string | undefined): string | undefined => {
  const match = text === undefined ? null : TIME.exec(text)
  if (match === null) return text
  const [, day, minute = "00:00", second = ":00", digits, offset] = match
  const fraction = source.digits === "cut" ? digits?.slice(0, 3) : digits
  const local = `${day}T${minute}${second}${fraction === undefined ? "" : `.${fraction}`}`
  if (offset !== undefined) return local + offset.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2")
  if (source.zone === undefined) return local
  const asUtc = readInstant(`${local}Z`)
  if (source.zone === "UTC" || typeof asUtc !== "number") return `${local}Z`
  return formatInstant(
    DateTime.toEpochMillis(
      DateTime.makeZonedUnsafe(asUtc, {
        timeZone: DateTime.zoneMakeNamedUnsafe(source.zone),
        adjustForTimeZone: true,
      }),
    ),
  )
}
