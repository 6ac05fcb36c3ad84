/** What commands are made of: what is looked at, and what is known of its days, values and accounts. */
import type { AccountSummary, Usage } from "#api/contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import type { DayRange } from "./days.ts"
import { credits } from "./format-number.ts"
import { m } from "./messages.ts"
import type { Place } from "./places.ts"
import { type Action, shortcuts, shortcutsOn } from "./shortcuts.ts"
import type { UrlState } from "./url-state.ts"
import type { View } from "./view.ts"

export const commandFields = ["category", "operation", "type"] as const
export type CommandField = (typeof commandFields)[number]

export interface FieldValue {
  readonly value: string
  readonly count: number
  /** A decimal. */
  readonly spend: string
}

export type FieldValues = Readonly<Partial<Record<CommandField, ReadonlyArray<FieldValue>>>>

export interface CommandContext {
  readonly view: View
  /** The screen's path. */
  readonly path: string
  readonly places: ReadonlyArray<Place>
  /** Each day of the last twelve months, as far as the filters let through. */
  readonly daily: Usage | undefined
  /** Of the days that are shown, each as if it were chosen. */
  readonly values: FieldValues
  readonly accounts: ReadonlyArray<AccountSummary>
  readonly go: (path: string, change: Partial<UrlState>) => void
  /** Like the key. */
  readonly act: (action: Action) => void
  readonly copy: (text: () => string | Promise<string>) => void
}

/** Of the screens that show an account's days; others lead to Usage. */
export const change = ({ path, view, go }: CommandContext, change: Partial<UrlState>): void => {
  if (path.startsWith("/usage") || path === "/explore") view.update(change)
  else go("/usage", change)
}

/** Where single keys are off, none is promised. */
export const keysOf = (action: string): string | undefined => {
  const known: Readonly<Record<string, string>> = Object.assign({}, ...Object.values(shortcuts))
  return shortcutsOn() ? known[action] : undefined
}

export const sayCredits = (decimal: string): string => m().common.credits(credits(decimal), decimal)

/** Spent on these days; `undefined` where not all of them are known. */
export const spentIn = (daily: Usage | undefined, days: DayRange): string | undefined => {
  if (daily === undefined || days.first < daily.first_day || days.last > daily.last_day)
    return undefined
  const sum = daily.series
    .filter(({ bucket }) => bucket >= days.first && bucket <= days.last)
    .reduce((total, { spend }) => total + (parseDecimal(spend) ?? 0n), 0n)
  return formatDecimal(sum)
}

/** Pieces that are known, with a dot between them. */
export const joined = (...pieces: ReadonlyArray<string | undefined>): string | undefined => {
  const known = pieces.filter((piece) => piece !== undefined)
  return known.length === 0 ? undefined : known.join(" · ")
}
