/**
 * The language: the browser's unless one was chosen. The first page comes with English, others are
 * loaded when needed; what is loaded later brings its words in every language.
 */
import { createSignal } from "solid-js"
import { setLocale, setRightToLeft } from "./locale.ts"
import { englishSpeech, type Speech, setSpeech } from "./messages.ts"
import { recall, remember } from "./storage.ts"

export const languages = { en: "English", de: "Deutsch" } as const
/** With two for tests: one that lengthens every text, one that is written from right to left. */
export type Language = keyof typeof languages | "en-XA" | "en-XB"

const speeches: Readonly<Record<Language, () => Promise<Speech>>> = {
  en: async () => englishSpeech,
  de: async () => (await import("./messages/german.ts")).germanSpeech,
  "en-XA": async () => (await import("./messages/pseudo.ts")).lengthenedSpeech,
  "en-XB": async () => (await import("./messages/pseudo.ts")).lengthenedSpeech,
}

const known = (text: string): Language | undefined =>
  (Object.keys(speeches) as Language[]).find((language) => language === text)

const ofBrowser = (): Language => {
  for (const tag of navigator.languages) {
    const language = (Object.keys(languages) as Language[]).find((name) => tag.startsWith(name))
    if (language !== undefined) return language
  }
  return "en"
}

const [language, setLanguage] = createSignal<Language>("en")
const [chosenLanguage, setChosen] = createSignal<Language | undefined>(
  known(recall("language") ?? ""),
)

/** `language`: the one that is shown. `chosenLanguage`: `undefined` where it follows the browser. */
export { chosenLanguage, language }

/** Shows the chosen language; English where its words cannot be loaded. */
export const startLanguage = async (): Promise<void> => {
  const wanted = chosenLanguage() ?? ofBrowser()
  let speech = englishSpeech
  let shown: Language = "en"
  try {
    speech = await speeches[wanted]()
    shown = wanted
  } catch {
    // Offline, or a newer version was put in place: what came with the page is there.
  }
  setSpeech(speech)
  setLocale(speech.messages.tag)
  document.documentElement.lang = speech.messages.tag
  setRightToLeft(shown === "en-XB")
  document.documentElement.dir = shown === "en-XB" ? "rtl" : "ltr"
  setLanguage(shown)
}

export const chooseLanguage = (text: string): Promise<void> => {
  setChosen(known(text))
  remember("language", known(text))
  return startLanguage()
}
