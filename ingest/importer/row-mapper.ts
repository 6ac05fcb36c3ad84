/**
 * A row to the usage event that the mapping makes of it. What cannot be turned into a field goes on as
 * it is: the one decoder refuses it with its usual code, so that files know no other rules than HTTP.
 */
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import {
  addExact,
  EXACT_ZERO,
  type Exact,
  formatExact,
  multiplyExact,
  parseExact,
  roundExact,
} from "./exact-decimal.ts"
import { idNumbering } from "./id-numbering.ts"
import { mapTime } from "./map-time.ts"
import type { DecimalSource, ImportMapping, Skip, TextSource, TypeSource } from "./mapping.ts"
import type { Row } from "./row-reader.ts"

/** A usage event on its way to the decoder: wire names, values not yet checked. */
export type WireEvent = Readonly<Record<string, unknown>>

/** Signed as in the file. */
export interface RowCredits {
  readonly exact: Exact
  /** Millionths. */
  readonly sent: bigint
}

export type MappedRow =
  | { readonly kind: "event"; readonly event: WireEvent; readonly credits: RowCredits | null }
  | { readonly kind: "skipped"; readonly reason: string; readonly credits: RowCredits | null }

type Cells = Row["cells"]

const PLACEHOLDER = /\{([^{}]+)\}/g

/** Every column that the mapping reads. */
export const columnsOf = ({ event, skip = [] }: ImportMapping): ReadonlySet<string> => {
  const { id, credits, quantity, amount, occurred_at, properties = {}, ...others } = event
  const { properties_from, ...texts } = others
  const columns = new Set([...id.columns, occurred_at.column])
  if (properties_from !== undefined) columns.add(properties_from)
  for (const source of [...Object.values(texts), ...Object.values(properties)]) {
    if (source.column !== undefined) columns.add(source.column)
    for (const [, name = ""] of (source.template ?? "").matchAll(PLACEHOLDER)) columns.add(name)
  }
  for (const source of [credits, quantity, amount]) {
    if (source?.column !== undefined) columns.add(source.column)
    for (const term of source?.sum ?? []) columns.add(term.column)
  }
  for (const rule of skip) if (rule.column !== undefined) columns.add(rule.column)
  return columns
}

/** Counts rows, so one mapper serves one file from its beginning. */
export const makeRowMapper = (mapping: ImportMapping): ((cells: Cells) => MappedRow) => {
  const { id, account, type, operation, credits, occurred_at, properties, ...rest } = mapping.event
  const { amount, quantity, properties_from, ...texts } = rest
  const nextId = idNumbering(id)
  const skips = mapping.skip ?? []

  return (cells) => {
    const eventId = nextId(cells)
    const read = decimalFrom(credits, cells)
    const skip = skips.find((rule) => matches(rule, cells, read))
    if (skip !== undefined) {
      const rounded = skip.credits === "zero" ? read?.credits : undefined
      return { kind: "skipped", reason: skip.reason, credits: rounded ?? null }
    }
    const event: Record<string, unknown> = {
      id: eventId,
      account: textFrom(account, cells),
      type: typeFrom(type, cells, read?.credits?.sent ?? 0n),
      operation: textFrom(operation, cells),
      credits: type.sign_of === "credits" ? read?.text.replace(/^-/, "") : read?.text,
      occurred_at: mapTime(occurred_at, cells.get(occurred_at.column)),
      ...(quantity && { quantity: decimalFrom(quantity, cells)?.text }),
      ...(amount && { amount: decimalFrom(amount, cells)?.text }),
    }
    for (const [field, source] of Object.entries(texts)) event[field] = textFrom(source, cells)
    if (properties !== undefined || properties_from !== undefined)
      event.properties = propertiesFrom(properties ?? {}, properties_from, cells)
    return { kind: "event", event: withoutAbsent(event), credits: read?.credits ?? null }
  }
}

const withoutAbsent = (fields: WireEvent): WireEvent =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** Absent when a column it is made of has no value. */
const textFrom = (source: TextSource, cells: Cells): string | undefined => {
  const text = source.constant ?? columnText(source, cells) ?? templateText(source, cells)
  return text !== undefined && source.slug === true ? slugOf(text) : text
}

const columnText = ({ column, values }: TextSource, cells: Cells): string | undefined => {
  const text = column === undefined ? undefined : cells.get(column)
  if (text === undefined || values === undefined || !Object.hasOwn(values, text)) return text
  return values[text]
}

const templateText = ({ template }: TextSource, cells: Cells): string | undefined => {
  if (template === undefined) return undefined
  let complete = true
  const text = template.replace(PLACEHOLDER, (_whole, name: string) => {
    const cell = cells.get(name)
    if (cell === undefined) complete = false
    return cell ?? ""
  })
  return complete ? text : undefined
}

const slugOf = (text: string): string | undefined =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "") || undefined

const typeFrom = (source: TypeSource, cells: Cells, credits: bigint): string | undefined =>
  source.sign_of === undefined
    ? textFrom(source, cells)
    : credits < 0n
      ? source.negative
      : source.positive

const propertiesFrom = (
  sources: Readonly<Record<string, TextSource>>,
  column: string | undefined,
  cells: Cells,
): unknown => {
  const all = column === undefined ? {} : objectFrom(column, cells)
  // What is no object goes on as it is: the decoder refuses it.
  if (typeof all !== "object") return all
  const properties = withoutAbsent({
    ...all,
    ...Object.fromEntries(
      Object.entries(sources).map(([name, source]) => [name, textFrom(source, cells)]),
    ),
  })
  return Object.keys(properties).length > 0 ? properties : undefined
}

/** A cell that holds JSON; or the values that a line of JSON has inside of it, as columns. */
const objectFrom = (column: string, cells: Cells): unknown => {
  const cell = cells.get(column)
  if (cell === undefined) {
    const inside = [...cells].filter(([name]) => name.startsWith(`${column}.`))
    return Object.fromEntries(inside.map(([name, text]) => [name.slice(column.length + 1), text]))
  }
  try {
    return JSON.parse(cell) ?? cell
  } catch {
    return cell
  }
}

interface ReadDecimal {
  readonly text: string
  /** Absent where the text is no number, or would have to be rounded and must not be. */
  readonly credits?: RowCredits
}

const decimalFrom = (source: DecimalSource, cells: Cells): ReadDecimal | undefined => {
  if (source.constant !== undefined) return rounded(parseExact(source.constant), source)
  const terms = source.sum ?? [{ column: source.column ?? "", scale: source.scale ?? "1" }]
  let total = EXACT_ZERO
  for (const { column, scale } of terms) {
    const cell = cells.get(column)
    if (cell === undefined) return undefined
    const value = parseExact(cell)
    const factor = parseExact(scale ?? "1")
    if (value === undefined || factor === undefined) return { text: cell }
    total = addExact(total, multiplyExact(value, factor))
  }
  if (source.magnitude === true && total.digits < 0n) total = { ...total, digits: -total.digits }
  return rounded(total, source)
}

const rounded = (exact: Exact | undefined, source: DecimalSource): ReadDecimal | undefined => {
  if (exact === undefined) return undefined
  const sent = roundExact(exact, source.rounding ?? "exact")
  return sent === undefined
    ? { text: formatExact(exact) }
    : { text: formatDecimal(sent), credits: { exact, sent } }
}

const matches = (rule: Skip, cells: Cells, credits: ReadDecimal | undefined): boolean => {
  if (rule.credits === "zero") return credits?.credits?.sent === 0n
  const cell = cells.get(rule.column ?? "")
  if (rule.is === "null") return cell === undefined
  if (cell === undefined) return false
  if (rule.equals !== undefined) return rule.equals.includes(cell)
  const digits = parseExact(cell)?.digits
  return digits !== undefined && (rule.is === "zero" ? digits === 0n : digits < 0n)
}
