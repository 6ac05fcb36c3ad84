/** Finds where a text stops being JSON. Only asked after `JSON.parse` has refused it. */

const ATOM = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y
const SPACE = /[ \t\n\r]*/y

/** What may come next. */
type Expected = "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end"

interface JsonPosition {
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
  const open: Open = []
  let expected: Expected = "value"
  let offset = skipSpace(text, 0)
  while (offset < text.length && !(expected === "comma or end" && open.length === 0)) {
    const step = next(text, offset, expected, open)
    if ("bad" in step) return step.bad
    expected = step.expected
    offset = skipSpace(text, step.offset)
  }
  return offset
}

const skipSpace = (text: string, from: number): number => {
  SPACE.lastIndex = from
  SPACE.exec(text)
  return SPACE.lastIndex
}

type Open = Array<"[" | "{">
type Step = { readonly expected: Expected; readonly offset: number } | { readonly bad: number }

const next = (text: string, offset: number, expected: Expected, open: Open): Step => {
  const character = text[offset]
  const inside = open.at(-1)
  const closes = (inside === "[" && character === "]") || (inside === "{" && character === "}")
  if (closes && expected.includes(" or ")) {
    open.pop()
    return { expected: "comma or end", offset: offset + 1 }
  }
  switch (expected) {
    case "colon":
      return character === ":" ? { expected: "value", offset: offset + 1 } : { bad: offset }
    case "comma or end":
      if (character !== ",") return { bad: offset }
      return { expected: inside === "{" ? "key" : "value", offset: offset + 1 }
    case "key":
    case "key or }":
      return character === '"' ? stringFrom(text, offset, "colon") : { bad: offset }
    case "value":
    case "value or ]":
      return valueFrom(text, offset, open)
  }
}

const valueFrom = (text: string, offset: number, open: Open): Step => {
  const character = text[offset]
  if (character === '"') return stringFrom(text, offset, "comma or end")
  if (character === "[" || character === "{") {
    open.push(character)
    return { expected: character === "[" ? "value or ]" : "key or }", offset: offset + 1 }
  }
  const end = matchEnd(ATOM, text, offset)
  return end === null ? { bad: offset } : { expected: "comma or end", offset: end }
}

const matchEnd = (pattern: RegExp, text: string, offset: number): number | null => {
  pattern.lastIndex = offset
  return pattern.exec(text) === null ? null : pattern.lastIndex
}

/** By hand: one expression for a whole string would run out of stack on a long one. */
const stringFrom = (text: string, start: number, expected: Expected): Step => {
  for (let offset = start + 1; offset < text.length; ) {
    const character = text[offset] ?? ""
    if (character === '"') return { expected, offset: offset + 1 }
    const end = character === "\\" ? matchEnd(ESCAPE, text, offset) : offset + 1
    if (end === null || character < " ") return { bad: offset }
    offset = end
  }
  return { bad: text.length }
}
