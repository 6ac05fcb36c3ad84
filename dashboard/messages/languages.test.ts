import { afterEach, expect, it } from "vitest"
import { runOutSentence } from "../forecast-words.ts"
import { shortDate, weekdayDate } from "../format-date.ts"
import { credits, percent, readNumber } from "../format-number.ts"
import { historySentence } from "../history-sentence.ts"
import { chooseNumberStyle, setLocale } from "../locale.ts"
import { type Messages, setMessages } from "../messages.ts"
import { bucket, forecast, overview, usage } from "../testing/answers.ts"
import { usageSentence } from "../usage-sentence.ts"
import { english } from "./english.ts"
import { german } from "./german.ts"
import { lengthened } from "./pseudo.ts"

const speak = (messages: Messages) => {
  setMessages(() => messages)
  setLocale(messages.tag)
}
afterEach(() => {
  speak(english)
  chooseNumberStyle("")
})
const text = (phrases: ReadonlyArray<{ readonly text: string }>) =>
  phrases
    .map((phrase) => phrase.text)
    .join("")
    .replaceAll("\u00a0", " ")

it("speaks German, with its figures and dates", () => {
  speak(german)
  expect(text(usageSentence(overview()))).toBe(
    "12.480 Credits übrig – beim jetzigen Tempo etwa 23 Tage, und der Zeitraum endet in 9.",
  )
  expect(runOutSentence(forecast(), "2026-11-21")).toBe(
    "Die Credits reichen beim üblichen Verbrauch ⟦etwa bis 14. Dez.⟧, zwischen 9. Dez. und 2. Jan. 2027 in vier von fünf Fällen.",
  )
  expect(text(historySentence(usage([bucket("2026-11-01")]), "in diesem Monat"))).toBe(
    "Nichts ist in diesem Monat geschehen.",
  )
  expect([percent(6.4), credits("12480.5"), shortDate("2026-11-09", "2026-11-21")]).toEqual([
    "6,4\u00a0%",
    "12.480,5",
    "9. Nov.",
  ])
  expect(readNumber("1.000,5")).toBe("1000.5")
})

it("writes figures another way where that was chosen, and leaves the dates", () => {
  chooseNumberStyle("point")
  expect([credits("12480.5"), weekdayDate("2026-11-09", "2026-11-21")]).toEqual([
    "12.480,5",
    "Mon 9 Nov",
  ])
})

/** Every text of a catalogue by its path; what takes values is given some. */
const textsOf = (value: unknown, path = ""): ReadonlyArray<readonly [string, string]> => {
  if (typeof value === "string") return [[path, value]]
  if (typeof value === "function") return textsOf(value("1", "2", "3", "4", "5"), path)
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`))
}

it("has no text in German that is only copied from English", () => {
  const same = new Map(textsOf(english))
  const copied = textsOf(german)
    .filter(([path, said]) => same.get(path) === said && /^[A-Za-z]{3}/.test(said))
    .map(([, said]) => said)
  const alike = new Set(
    "Bonus Bytes Credits Esc Filter JSON Link Offsets Partition Text Topic".split(" "),
  )
  expect(copied.filter((said) => !alike.has(said) && !said.startsWith("undefined"))).toEqual([])
})

it("lengthens every text of English for tests, and marks it", () => {
  for (const [path, said] of textsOf(lengthened).filter(([path]) => path !== ".tag"))
    if (/[aeiou]{1}[a-z]/i.test(new Map(textsOf(english)).get(path) ?? "")) {
      expect(said).toMatch(/[áéíóú~·]/i)
    }
})
