/** The question that Explore asks, in words. */
import type { DayRange } from "../days.ts"
import { type Dimension, propertyName } from "../dimensions.ts"
import { dateRange } from "../format-date.ts"
import { exploreWords } from "../messages/explore.ts"
import type { UrlState } from "../url-state.ts"

export const slotNames = ["measure", "by", "grain", "range", "filters", "compare"] as const
export type SlotName = (typeof slotNames)[number]

export interface QuestionPiece {
  /** Words before the slot. */
  readonly text: string
  readonly slot: SlotName | undefined
  /** A mark that stays with the slot: a comma, the full stop. */
  readonly after: string
}

/** `"Show {1} by {2}."` as its pieces: the number is the slot's place among their names. */
export const piecesOf = (question: string): ReadonlyArray<QuestionPiece> => {
  const pieces: QuestionPiece[] = []
  for (const [, text = "", name, after = ""] of question.matchAll(
    /([^{]*)(?:\{(\w+)\}([,.;]?)|$)/g,
  )) {
    const slot = slotNames[Number(name) - 1]
    if (text !== "" || slot !== undefined) pieces.push({ text, slot, after })
  }
  return pieces
}

/** Within a sentence: "category", "team". */
export const dimensionName = (dimension: Dimension): string => {
  const said: Readonly<Record<string, string>> = exploreWords().dimensions
  return propertyName(dimension) ?? said[dimension] ?? dimension
}

/** As a heading: "Category". */
export const dimensionTitle = (dimension: Dimension): string => {
  const said: Readonly<Record<string, string>> = exploreWords().dimensionTitles
  return propertyName(dimension) ?? said[dimension] ?? dimension
}

/** "last 30 days", "1–9 Nov". */
export const rangeWords = (range: UrlState["range"], days: DayRange | undefined, today: string) => {
  if (typeof range === "string") return exploreWords().ranges[range]
  return days === undefined ? "" : dateRange(days, today)
}
