/** Finds where a text stops being JSON. Only asked after `JSON.parse` has refused it. */

const ATOM = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y
const SPACE = /[ \t\n\r]*/y

/** What may come next. */
type Expected = "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end"

export interface JsonPosition {
  /** Characters before the first one that cannot be there. */
  readonly offset: number
  /** Both from 1. */
  readonly line: number
  readonly column: number
  readonly atEnd: boolean
}

export const jsonPosition = (text: string): JsonPosition => {
  const offset = firstBad(text)
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf("\n") + 1
  return {
    offset,
    line: before.split("\n").length,
    column: offset - lineStart + 1,
    atEnd: offset >= text.length,
  }
}

const firstBad = (text: string): number => {
  const open: Array<"[" | "{"> = []
  let expected: Expected = "value"
  let offset = 0
  for (;;) {
    offset = skipSpace(text, offset)
    const character = text[offset]
    if (expected === "comma or end" && open.length === 0) return offset
    if (character === undefined) return offset
    const step = next(text, offset, expected, open)
    if (step === null) return offset
    ;[expected, offset] = step
  }
}

const skipSpace = (text: string, from: number): number => {
  SPACE.lastIndex = from
  SPACE.exec(text)
  return SPACE.lastIndex
}

type Step = readonly [Expected, number] | null

const next = (text: string, offset: number, expected: Expected, open: Array<"[" | "{">): Step => {
  const character = text[offset]
  const inside = open.at(-1)
  const closes = (inside === "[" && character === "]") || (inside === "{" && character === "}")
  switch (expected) {
    case "colon":
      return character === ":" ? ["value", offset + 1] : null
    case "comma or end":
      if (closes) return closed(open, offset)
      if (character !== ",") return null
      return [inside === "{" ? "key" : "value", offset + 1]
    case "key":
    case "key or }":
      if (expected === "key or }" && closes) return closed(open, offset)
      return character === '"' ? scalar(text, offset, "colon") : null
    case "value":
    case "value or ]":
      if (expected === "value or ]" && closes) return closed(open, offset)
      if (character === "[" || character === "{") {
        open.push(character)
        return [character === "[" ? "value or ]" : "key or }", offset + 1]
      }
      return scalar(text, offset, "comma or end")
  }
}

const closed = (open: Array<"[" | "{">, offset: number): Step => {
  open.pop()
  return ["comma or end", offset + 1]
}

const scalar = (text: string, offset: number, then: Expected): Step => {
  const end = text[offset] === '"' ? stringEnd(text, offset) : matchEnd(ATOM, text, offset)
  return end === null ? null : [then, end]
}

const matchEnd = (pattern: RegExp, text: string, offset: number): number | null => {
  pattern.lastIndex = offset
  return pattern.exec(text) === null ? null : pattern.lastIndex
}

/** By hand: one expression for a whole string would run out of stack on a long one. */
const stringEnd = (text: string, start: number): number | null => {
  let offset: number | null = start + 1
  while (offset !== null && offset < text.length) {
    const character: string = text[offset] ?? ""
    if (character === '"') return offset + 1
    if (character < " ") return null
    offset = character === "\\" ? matchEnd(ESCAPE, text, offset) : offset + 1
  }
  return null
}
