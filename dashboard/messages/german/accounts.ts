import { plural } from "../../format-number.ts"
import type { accounts as english } from "../english/accounts.ts"

const konten = (n: number) => plural(n, "Konto", "Konten")

export const accounts: typeof english = {
  place: "wer sie sind, und was sie verbrauchen dürfen",
  what: "Die Konten",
  sentence: {
    all: (n, balance, used) =>
      `⟦${konten(n)}⟧ mit zusammen ${balance} Credits; ${used} in den letzten 30 Tagen verbraucht.`,
    first: (n) => `⟦Mehr als ${konten(n)}⟧: die anderen findet die Suche.`,
    found: (n, text) =>
      n === 0
        ? `⟦Kein Konto⟧ hat „${text}“ in Name oder Id.`
        : `⟦${konten(n)}⟧ mit „${text}“ in Name oder Id.`,
    none: "⟦Noch kein Konto⟧: das erste Ereignis legt eines an.",
  },
  list: {
    search: "Nach Name oder Id suchen",
    add: "Konto anlegen …",
    caption: "Konten mit Guthaben und Verbrauch",
    partly: (n) => `Geordnet sind die ersten ${n} Konten nach Id; die Suche findet die anderen.`,
    order: "Ordnung",
    byId: "Nach Id",
    account: "Konto",
    plan: "Tarif",
    zone: "Zeitzone",
    allowance: "Kontingent",
    balance: "Stand",
    used: "In 30 Tagen verbraucht",
    last: "Zuletzt aktiv",
    actions: "Aktionen",
    never: "noch nie",
    low: (mark) => `unter der Marke von ${mark}`,
    edit: "Bearbeiten",
    editOf: (name) => `${name} bearbeiten`,
    usageOf: (name) => `Verbrauch von ${name}`,
    more: "Mehr zeigen",
    saved: (name) => `${name} ist gespeichert.`,
    onlyAdmin: "Nur die Verwaltung kann Konten ändern.",
  },
  form: {
    edit: (name) => `Konto ${name}`,
    add: "Neues Konto",
    account: "Id",
    accountNote: "So, wie Ereignisse es nennen. Später nicht mehr zu ändern.",
    name: "Name",
    zone: "Zeitzone",
    zoneNote: "In ihr werden Tage gezählt, auch vergangene.",
    plan: "Tarif",
    allowance: "Kontingent je Abrechnungszeitraum",
    allowanceNote: "Credits. Leer: der Stand am Anfang des Zeitraums und was seither dazukam.",
    anchor: "Abrechnungszeitraum beginnt am Tag",
    anchorNote: "1 bis 31; der letzte Tag, wo ein Monat kürzer ist.",
    mark: "Marke für niedrigen Stand",
    markNote: "Darunter gilt das Konto als niedrig. Leer: nie.",
    about: "Hinweis",
    aboutNote:
      "Was über das Konto zu wissen ist; was vor einem Doppelpunkt steht, steht neben dem Namen.",
    optional: "kann leer bleiben",
    save: "Speichern",
    cancel: "Abbrechen",
    noId: "darf nicht leer sein",
  },
  noPermission: "Diese Seite ist für alle, die Zahlen lesen dürfen",
  noPermissionText:
    "Mit einem Schlüssel anmelden, der lesen darf, oder die Verwaltung um einen bitten.",
}
