import { readdirSync } from "node:fs"
import { afterEach, expect, it } from "vitest"
import { runOutSentence } from "../forecast-words.ts"
import { shortDate, weekdayDate } from "../format-date.ts"
import { credits, percent, readNumber } from "../format-number.ts"
import { historySentence } from "../history-sentence.ts"
import { chooseNumberStyle, setLocale } from "../locale.ts"
import { englishSpeech, type Speech, setSpeech, wordsOf } from "../messages.ts"
import { bucket, forecast, overview, usage } from "../testing/answers.ts"
import { usageSentence } from "../usage-sentence.ts"
import { english } from "./english.ts"
import { germanSpeech } from "./german.ts"
import { lengthenedSpeech } from "./pseudo.ts"

const speak = (speech: Speech) => {
  setSpeech(speech)
  setLocale(speech.messages.tag)
}
afterEach(() => {
  speak(englishSpeech)
  chooseNumberStyle("")
})
const text = (phrases: ReadonlyArray<{ readonly text: string }>) =>
  phrases
    .map((phrase) => phrase.text)
    .join("")
    .replaceAll("\u00a0", " ")

it("speaks German, with its figures and dates", () => {
  speak(germanSpeech)
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

const filesOf = (language: string) => readdirSync(new URL(`${language}/`, import.meta.url)).sort()
/** All sections of a language: those of the first load, and those that come with a later part. */
const sectionsOf = async (language: string): Promise<Readonly<Record<string, unknown>>> => {
  const modules = await Promise.all(
    filesOf(language).map(
      (file) => import(/* @vite-ignore */ new URL(`${language}/${file}`, import.meta.url).href),
    ),
  )
  return Object.assign({}, ...modules)
}

it("has every section in every language, and each in the first load or in a part", async () => {
  expect(filesOf("german")).toEqual(filesOf("english"))
  const here = readdirSync(new URL(".", import.meta.url))
  for (const file of filesOf("english"))
    expect([file, here.includes(file)]).toEqual([file, !(file.replace(".ts", "") in english)])
})

it("says what a part says in the language that is spoken", () => {
  const words = wordsOf({ en: { yes: "yes" }, de: { yes: "ja" } })
  const said = () => words().yes
  expect(said()).toBe("yes")
  speak(germanSpeech)
  expect(said()).toBe("ja")
  speak(lengthenedSpeech)
  expect(said()).toMatch(/^yés./)
})

it("has no text in German that is only copied from English", async () => {
  const same = new Map(textsOf(await sectionsOf("english")))
  const copied = textsOf(await sectionsOf("german"))
    .filter(([path, said]) => same.get(path) === said && /^[A-Za-z]{3}/.test(said))
    .map(([, said]) => said)
  const alike = new Set([
    ..."Bonus Bytes CSV Credits Esc Filter JSON Link Manifest Name Offsets".split(" "),
    ..."Parquet Partition SHA-256 SVG Text Topic".split(" "),
    ...["Excel (XLSX)", "FOCUS 1.0", "JSON Lines"],
  ])
  expect(copied.filter((said) => !alike.has(said) && !said.startsWith("undefined"))).toEqual([])
})

it("lengthens every text of English for tests, and marks it", async () => {
  const sections = await sectionsOf("english")
  const plain = new Map(textsOf(sections))
  const long = lengthenedSpeech.pick({ en: sections, de: sections })
  for (const [path, said] of textsOf(long))
    if (/[aeiou]{1}[a-z]/i.test(plain.get(path) ?? "")) expect(said).toMatch(/[áéíóú~·]/i)
})
