import { count } from "../../format-number.ts"
import type { story as english } from "../english/story.ts"

const reasons = {
  generation_failure: "die Erzeugung schlug fehl",
  server_error: "Serverfehler",
  timeout: "Zeitüberschreitung",
}

export const story: typeof english = {
  name: "Buchung",
  newer: "Nächste neuere Buchung",
  older: "Nächste ältere Buchung",
  loading: "Die Buchung wird geholt",
  what: "Die Geschichte der Buchung",
  sentence: {
    spend: (operation, figure, time) => `${operation} nahm ⟦${figure}⟧ um ${time}.`,
    spendBack: (operation, figure, time, back, later) =>
      `${operation} nahm ${figure} um ${time}, schlug fehl und ⟦gab alle ${back} zurück⟧, ${later} später.`,
    spendPartBack: (operation, figure, time, back) =>
      `${operation} nahm ${figure} um ${time}, und ⟦${back} davon kamen zurück⟧.`,
    spendWaiting: (operation, figure, time) =>
      `${operation} nahm ${figure} um ${time} und schlug fehl; ⟦die Erstattung ist noch nicht da⟧.`,
    refund: (figure, time) => `⟦${figure} kamen zurück⟧ um ${time}.`,
    refundOf: (figure, time, operation, spentAt) =>
      `⟦${figure} kamen zurück⟧ um ${time}, für ${operation} von ${spentAt}.`,
    purchase: (figure, time) => `⟦${figure} wurden gekauft⟧ um ${time}.`,
    purchaseFor: (figure, money, time) => `⟦${figure} wurden gekauft⟧ für ${money} um ${time}.`,
    bonus: (figure, time) => `⟦${figure} kamen als Bonus⟧ um ${time}.`,
    failure: (time) => `Ein Fehlschlag wurde um ${time} gemeldet; er bewegt selbst keine Credits.`,
    conflict: "⟦Unter dieser Id zählt nichts⟧: Was ankam, stand im Widerspruch.",
    rejected: "⟦Unter dieser Id zählt nichts⟧: Was ankam, wurde abgelehnt.",
  },
  balanceBefore: "Guthaben davor",
  thisEntry: "Diese Buchung",
  balanceAfter: "Guthaben danach",
  linked: (type, time) => `${type} um ${time}`,
  why: "Warum sie hier ist",
  happened: "Geschehen",
  happenedText: "die Zeit, die das Ereignis nennt; sie bestimmt den Tag und den Platz in der Liste",
  accepted: "Angenommen",
  viaHttp: (batch) => `über HTTP, Stapel ${batch}`,
  viaLog: (topic, partition, offset) => `Topic ${topic}, Partition ${partition}, Offset ${offset}`,
  late: (length) => `${length} nachdem es geschah`,
  conflict: "Widerspruch, nicht gezählt",
  conflictText: "gleiche Id, anderer Inhalt",
  differs: (field, stored, sent) => `${field}: gespeichert ${stored}, gesendet ${sent}`,
  absent: "nichts",
  rejection: "Abgelehnt, nicht gezählt",
  failure: "Fehlschlag gemeldet",
  failureText: (reason, id) => `${reasons[reason]} · ${id}`,
  refundWritten: "Erstattung gebucht",
  unlisted: (n) => `${count(n)} weitere kamen unter dieser Id an und sind nicht aufgeführt.`,
  quiet:
    "Eine Wiederholung mit gleichem Inhalt ändert nichts und hinterlässt keine Spur: Sie kann nicht doppelt zählen.",
  fields: "Felder",
  labels: {
    id: "Id",
    operation: "Vorgang",
    category: "Kategorie",
    description: "Beschreibung",
    quantity: "Menge",
    payment: "Zahlung",
    amount: "Betrag",
    actor: "Mitglied",
    refersTo: "Bezieht sich auf",
  },
  each: (figure) => `je ${figure}`,
  stored: "Das Ereignis, wie es zählt",
  storedNote: "wie gespeichert; was gesendet wurde, bedeutet dasselbe",
  thatDay: "Dieser Tag",
  copyLink: "Link kopieren",
  copyBundle: "Für den Support kopieren",
  step: "weiter, zurück",
  closeKey: "schließen",
}
