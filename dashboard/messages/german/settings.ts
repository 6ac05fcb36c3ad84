import type { Messages } from "../../messages.ts"

export const settings: Messages["settings"] = {
  title: "Einstellungen",
  open: "Einstellungen",
  menu: "Darstellung und Sitzung",
  theme: "Darstellung",
  themes: { system: "Wie das System", light: "Hell", dark: "Dunkel" },
  language: "Sprache",
  likeBrowser: "Wie der Browser",
  numbers: "Zahlen",
  likeLanguage: "Wie in der Sprache üblich",
  zone: "Zeitzone der Tage und Zeiten",
  zoneNote: "Zahlen nach Tagen folgen ihr; sie ist Teil jedes Links.",
  density: "Zeilen der Buchungen",
  shortcuts: "Befehle mit einzelnen Tasten",
  kept: "Wird in diesem Browser behalten.",
  signOut: "Abmelden",
}
