/** One event in the many spellings that JSON, decimals and RFC 3339 allow: all of them mean the same. */
import type { Random } from "#ingest/samples/random.ts"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import type { UsageEvent } from "#warehouse/domain/usage-event.ts"

/** The event as one line of JSON, spelled by chance. */
export const spell = (event: UsageEvent, random: Random): string => {
  const fields: Array<readonly [string, unknown]> = [
    ["id", event.id],
    ["account", event.account],
    ["type", event.type],
    ...(event.operation === "" ? [] : [["operation", event.operation] as const]),
    ...(event.type === "failure"
      ? []
      : [["credits", spellDecimal(event.credits, random)] as const]),
    ["occurred_at", spellInstant(event.occurredAt, random)],
    ...optional(event, random),
  ]
  return jsonOf(random.below(2) === 0 ? shuffled(fields, random) : fields, random)
}

const optional = (event: UsageEvent, random: Random): Array<readonly [string, unknown]> => {
  const fields: Array<readonly [string, unknown]> = []
  if (event.category !== undefined) fields.push(["category", event.category])
  if (event.description !== undefined) fields.push(["description", event.description])
  else if (random.below(8) === 0) fields.push(["description", null])
  if (event.quantity !== undefined) fields.push(["quantity", spellQuantity(event.quantity, random)])
  if (event.unit !== undefined) fields.push(["unit", event.unit])
  if (event.reference !== undefined) fields.push(["reference", event.reference])
  if (event.refersTo !== undefined) fields.push(["refers_to", event.refersTo])
  if (event.reason !== undefined) fields.push(["reason", event.reason])
  if (event.properties !== undefined)
    fields.push([
      "properties",
      Object.fromEntries(shuffled(Object.entries(event.properties), random)),
    ])
  return fields
}

const spellDecimal = (millionths: bigint, random: Random): string => {
  const plain = formatDecimal(millionths)
  switch (random.below(4)) {
    case 0:
      return withZeros(plain)
    case 1:
      return `0${plain}`
    default:
      return plain
  }
}

/** `1.5` → `1.500000`, `2` → `2.000000` */
const withZeros = (plain: string): string => {
  const [whole, fraction = ""] = plain.split(".")
  return `${whole}.${fraction.padEnd(6, "0")}`
}

const spellQuantity = (millionths: bigint, random: Random): string | number => {
  const plain = formatDecimal(millionths)
  return /^\d+$/.test(plain) && random.below(2) === 0
    ? Number(plain)
    : spellDecimal(millionths, random)
}

const MINUTE_MS = 60_000
const OFFSETS = ["+02:00", "+05:45", "-03:30", "-08:00", "+14:00", "+00:00"]

const spellInstant = (instant: number, random: Random): string => {
  const zulu = formatInstant(instant)
  if (random.below(3) === 0) return zulu.toLowerCase()
  if (random.below(3) > 0) return instant % 1000 === 0 ? zulu.replace(".000", "") : zulu
  const offset = OFFSETS[random.below(OFFSETS.length)] as string
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))
  const shift = (offset.startsWith("-") ? -minutes : minutes) * MINUTE_MS
  return formatInstant(instant + shift).replace("Z", offset)
}

const shuffled = <A>(items: ReadonlyArray<A>, random: Random): A[] => {
  const left = [...items]
  return Array.from(items, () => left.splice(random.below(left.length), 1)[0] as A)
}

const jsonOf = (fields: ReadonlyArray<readonly [string, unknown]>, random: Random): string => {
  const plain = JSON.stringify(Object.fromEntries(fields))
  switch (random.below(6)) {
    case 0:
      return plain.replaceAll('":', '" : ').replaceAll(',"', ', "')
    case 1:
      return plain.replace('"type":"', '"\\u0074ype":"')
    default:
      return plain
  }
}
