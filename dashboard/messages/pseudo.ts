/** English with every text longer and accented, so that tests see what is cut off or not translated. */
import type { Messages, Speech, Words } from "../messages.ts"
import { english } from "./english.ts"

const accents: Readonly<Record<string, string>> = {
  a: "á",
  e: "é",
  i: "í",
  o: "ó",
  u: "ú",
  A: "Á",
  E: "É",
  O: "Ó",
}

/** 40 % longer, as German and Finnish can be; figures and marks stay. */
const lengthen = (text: string): string => {
  if (!/[a-z]/i.test(text)) return text
  const accented = text.replaceAll(/[aeiouAEO]/g, (letter) => accents[letter] ?? letter)
  const extra = "·~".repeat(Math.ceil(text.length / 5)).slice(0, Math.ceil(text.length * 0.4))
  return `${accented}${extra}`
}

const transform = (value: unknown): unknown => {
  if (typeof value === "string") return lengthen(value)
  if (typeof value === "function")
    return (...values: ReadonlyArray<unknown>) => transform(value(...values))
  if (Array.isArray(value)) return value.map(transform)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, transform(inner)]))
}

export const lengthened = { ...(transform(english) as Messages), tag: english.tag }

const known = new WeakMap<object, unknown>()

export const lengthenedSpeech: Speech = {
  messages: lengthened,
  pick: <A>(words: Words<A>) => {
    if (!known.has(words)) known.set(words, transform(words.en))
    return known.get(words) as A
  },
}
