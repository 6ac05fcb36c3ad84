import type { settings as english } from "../english/settings.ts"

export const settings: typeof english = {
  title: "Einstellungen",
  language: "Sprache",
  likeBrowser: "Wie der Browser",
  numbers: "Zahlen",
  likeLanguage: "Wie in der Sprache üblich",
  week: "Wochen in Kalendern beginnen am",
  zone: "Zeitzone der Tage und Zeiten",
  zoneNote: "Zahlen nach Tagen folgen ihr; sie ist Teil jedes Links.",
  density: "Zeilen der Buchungen",
  shortcuts: "Befehle mit einzelnen Tasten",
  live: "Zahlen kommen von selbst",
  kept: "Wird in diesem Browser behalten.",
}
