import { plural } from "../../format-number.ts"
import type { Messages } from "../../messages.ts"

export const shell: Messages["shell"] = {
  skip: "Springen",
  skipTo: {
    content: "Zum Inhalt",
    "usage-over-time": "Zum Verbrauch im Lauf der Zeit",
    activity: "Zu den Buchungen",
    "unusual-days": "Zu den ungewöhnlichen Tagen",
  },
  screens: "Seiten",
  export: "Exportieren …",
  names: {
    usage: "Verbrauch",
    history: "Verlauf",
    explore: "Auswertung",
    operations: "Betrieb",
    exports: "Exporte",
    accounts: "Konten",
    keys: "Schlüssel",
  },
  menu: {
    name: "Darstellung und Sitzung",
    theme: "Darstellung",
    themes: { system: "Wie das System", light: "Hell", dark: "Dunkel" },
    settings: "Einstellungen",
    help: "Hilfe und Tasten",
    signOut: "Abmelden",
  },
  command: "Suchen, ausführen…",
  linkCopied: "Link kopiert",
  screenOf: (screen, account) => `${screen} von ${account}`,
  dropped: (names) => `In der Adresse nicht verstanden und weggelassen: ${names}.`,
  about: "Über dieses Konto",
  account: {
    everyone: "Alle Konten",
    everyoneNote: "Alles, was Sie lesen dürfen, zusammen",
    name: "Konto",
    choose: "Ein Konto wählen",
    prefix: "Konto: ",
    search: "Konten suchen",
    hint: "Nach Name oder Id suchen",
    what: "Die Konten",
    found: (n) => `${plural(n, "Konto", "Konten")} gefunden`,
    list: "Konten",
    nothing: "Kein Konto passt.",
    more: (n) => `Die ersten ${n} sind aufgeführt. Andere findet die Suche.`,
    credits: " Credits",
    missing: (id) => `Hier gibt es kein Konto „${id}“`,
    missingText:
      "Vielleicht ist es anders geschrieben, oder diese Sitzung darf es nicht lesen. Oben lässt sich ein anderes Konto wählen.",
  },
  notFound: "Diese Seite gibt es nicht",
  toUsage: "Zum Verbrauch",
  signIn: {
    title: "Anmelden, um den Verbrauch zu sehen",
    text: (file) =>
      `Den einmaligen Link öffnen, den Tidemark beim Start ausgibt, oder einen Admin- oder API-Schlüssel eingeben. Der Admin-Schlüssel steht in der Datei ${file} des Datenordners. Danach geht es auf dieser Seite weiter.`,
    key: "Schlüssel",
    submit: "Anmelden",
    noKey: "Das ist kein Schlüssel",
    noKeyText:
      "Ein Schlüssel hat nur Buchstaben, Ziffern und Zeichen und keine Leerzeichen. Bitte noch einmal kopieren.",
  },
}
