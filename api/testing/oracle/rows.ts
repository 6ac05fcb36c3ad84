/** Random accounts and transactions, as they are sent, and as plain rows for the recount. */
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import type { Chance } from "./chance.ts"

export const TYPES = ["spend", "purchase", "refund", "bonus"] as const
export type Type = (typeof TYPES)[number]

export interface Account {
  readonly account: string
  readonly zone: string
  readonly anchor: number
  readonly allowance: bigint | null
}

/** One transaction. Credits are positive millionths, `delta` what they do to the balance. */
export interface Row {
  readonly account: string
  readonly id: string
  readonly type: Type
  readonly operation: string
  readonly category: string
  readonly description: string
  readonly credits: bigint
  readonly delta: bigint
  readonly at: number
  readonly actor: string
  readonly reference: string
  readonly properties: Readonly<Record<string, string>>
  /** Empty where it names none. */
  readonly refersTo: string
  readonly quantity: bigint | null
  readonly unit: string
}

export const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Pacific/Apia",
  "America/Sao_Paulo",
] as const

const CATALOG: Readonly<Record<string, readonly [category: string, description: string]>> = {
  keyframeGenerate: ["Image Generation", "Tool: keyframeGenerate"],
  voiceoverGenerate: ["Audio Generation", "Tool: voiceoverGenerate"],
  researcher: ["Research", "Tool: researcher"],
  purchase: ["Billing", "Credit purchase"],
}
export const OPERATIONS = [...Object.keys(CATALOG), "unheardOf", "Ünheard, of: \\2"]
export const CATEGORIES = ["Image Generation", "Research", "Billing", "Other", "Be,spoke: \\x", "É"]
export const ACTORS = ["", "mara@example.com", "Noor", "bot-7"]
export const PROPERTIES = ["model", "project"]
export const PROPERTY_VALUES = ["north", "Süd", "x:y,z", "nor"]
export const TEXTS = ["Night render", "weekly report", "RENDER 2", "Höhe 7"]

const DAY = 86_400_000
const QUARTER_HOUR = 900_000

/** Mostly of the last nine months, so over both changes of the clocks; some of them on edges. */
const instantOf = (chance: Chance, until: number): number => {
  const back = chance.once(25)
    ? Date.parse("2011-12-29T00:00:00Z") + chance.below(4 * DAY)
    : until - 60_000 - chance.below(chance.once(3) ? 20 * DAY : 280 * DAY)
  return chance.pick([
    back,
    back,
    back - (back % QUARTER_HOUR),
    back - (back % DAY),
    back - (back % 1000),
  ])
}

export const decimalOf = (millionths: bigint): string => {
  const digits = String(millionths).padStart(7, "0")
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}

export const millionthsOf = (text: string): bigint => {
  const parsed = parseDecimal(text)
  if (parsed === undefined) throw new Error(`${text} is no decimal`)
  return parsed
}

export const rowOf = (chance: Chance, account: string, number: number, until: number): Row => {
  const type = chance.pick(["spend", "spend", "spend", ...TYPES] as const)
  const operation = chance.pick(OPERATIONS)
  const [category, description] = CATALOG[operation] ?? ["Other", operation]
  const credits =
    BigInt(1 + chance.below(chance.once(2) ? 5 : 90_000_000)) * (chance.once(2) ? 1n : 500_000n)
  return {
    account,
    id: chance.once(3) ? `é${number}` : `e-${number % 7}-${number}`,
    type,
    operation,
    category: chance.once(3) ? chance.pick(CATEGORIES) : category,
    description: chance.once(3) ? chance.pick(TEXTS) : description,
    credits,
    delta: type === "spend" ? -credits : credits,
    at: instantOf(chance, until),
    actor: chance.pick(ACTORS),
    reference: chance.once(4) ? chance.pick(TEXTS) : "",
    properties: Object.fromEntries(
      PROPERTIES.filter(() => chance.once(2)).map((name) => [name, chance.pick(PROPERTY_VALUES)]),
    ),
    refersTo: "",
    quantity: chance.once(2) ? BigInt(1 + chance.below(4_000)) * 250_000n : null,
    unit: chance.pick(["", "", "frames", "combos"]),
  }
}

/** What of it is sent: what the catalog would say is left out. */
export const eventOf = (row: Row): object => {
  const [category, description] = CATALOG[row.operation] ?? ["Other", row.operation]
  return {
    account: row.account,
    id: row.id,
    type: row.type,
    operation: row.operation,
    credits: decimalOf(row.credits),
    occurred_at: new Date(row.at).toISOString(),
    ...(row.category !== category && { category: row.category }),
    ...(row.description !== description && { description: row.description }),
    ...(row.actor !== "" && { actor: row.actor }),
    ...(row.reference !== "" && { reference: row.reference }),
    ...(row.refersTo !== "" && { refers_to: row.refersTo }),
    ...(row.quantity !== null && { quantity: decimalOf(row.quantity) }),
    ...(row.unit !== "" && { unit: row.unit }),
    ...(Object.keys(row.properties).length > 0 && { properties: row.properties }),
  }
}
