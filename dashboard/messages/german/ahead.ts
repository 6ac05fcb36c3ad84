import { plural } from "../../format-number.ts"
import type { ahead as english } from "../english/ahead.ts"

export const ahead: typeof english = {
  title: "Ausblick",
  what: "Die Vorhersage",
  runsOut: (day) => `Die Credits reichen beim üblichen Verbrauch ⟦etwa bis ${day}⟧`,
  between: (earliest, latest) => `, zwischen ${earliest} und ${latest} in vier von fünf Fällen.`,
  notBefore: (earliest) => `, und bis ${earliest} fast sicher.`,
  overYear: "Die Credits reichen beim üblichen Verbrauch ⟦über ein Jahr⟧.",
  overYearPerhaps: (earliest) =>
    `Die Credits reichen beim üblichen Verbrauch ⟦über ein Jahr⟧; kaum bis ${earliest}, wenn er so wächst wie bisher.`,
  noneLeft: "⟦Keine Credits mehr⟧, also kann nichts ausgehen.",
  notEnough: (days, needed) =>
    `⟦Zu kurze Vorgeschichte⟧, um zu sagen, wann die Credits ausgehen: ${plural(days, "ganzer Tag ist", "ganze Tage sind")} bekannt, ${needed} sind nötig.`,
  noUse: "⟦Kein Verbrauch in letzter Zeit⟧, aus dem sich ein Ende ablesen ließe.",
  period: (day, expected, low, high) =>
    `Bis ${day}, dem Ende des Abrechnungszeitraums: etwa ${expected} verbraucht, in vier von fünf Fällen ${low} bis ${high}.`,
  basis: "Nur aus ganzen Tagen, als käme nichts dazu.",
  today: "heute",
  refunds: {
    title: "Fehlschläge und Erstattungen",
    what: "Die Prüfung der Erstattungen",
    none: "Kein Fehlschlag und keine Erstattung in diesen Tagen.",
    failures: (n) => plural(n, "Fehlschlag", "Fehlschläge"),
    refunded: (n) => `${n} erstattet`,
    partly: (n) => `${n} zum Teil erstattet`,
    missing: (n) => `${n} ohne Erstattung`,
    waiting: (n) => `${n} warten auf die Ausgabe`,
    notASpend: (n) => `${n} zu keiner Ausgabe`,
    came: (figure) => `${figure} kamen zurück`,
    after: (length) => `die Hälfte davon binnen ${length}`,
    unlinked: (n) => `${plural(n, "Erstattung nennt", "Erstattungen nennen")} keine Ausgabe`,
    spends: (n) => `${plural(n, "Ausgabe", "Ausgaben")} erstattet`,
    inFull: (n) => `${n} ganz`,
    inPart: (n) => `${n} zum Teil`,
    show: "Einzeln zeigen",
    hide: "Ausblenden",
    more: (n) =>
      `${plural(n, "weitere ist", "weitere sind")} nicht aufgeführt: weniger Tage wählen.`,
    states: {
      refunded: "erstattet",
      partly: "zum Teil erstattet",
      over: "zu viel erstattet",
      missing: "keine Erstattung",
      waiting: "Ausgabe noch nicht da",
      not_a_spend: "nennt keine Ausgabe",
    },
    caption: "Fehlschläge und Erstattungen, neueste zuerst",
    entry: "Was fehlschlug",
    took: "Kostete",
    back: "Kam zurück",
    state: "Stand",
    soon: (length) => `nach ${length}`,
  },
  estimate: {
    title: "Was wird es kosten?",
    what: "Die Schätzung",
    operation: "Vorgang",
    quantity: "Menge",
    bad: "Eine Zahl über null mit höchstens 6 Nachkommastellen.",
    nothing: "In den letzten 12 Monaten wurde nichts ausgegeben, woraus sich rechnen ließe.",
    unknown: "Das hat dieses Konto noch nie getan.",
    exactly: (figure) => `⟦${figure}⟧`,
    about: (figure, low, high) => `⟦Etwa ${figure}⟧, in vier von fünf Fällen ${low} bis ${high},`,
    forUnits: (quantity, unit) => `für ${quantity} ${unit}`,
    forEntries: (entries) => `für ${entries}, weil nie eine Menge genannt war`,
    from: (n) =>
      n === 1
        ? "aus einer Buchung gerechnet"
        : `aus ${plural(n, "Buchung", "Buchungen")} gerechnet`,
    covered: {
      yes: "Das Guthaben reicht dafür.",
      maybe: "Das Guthaben reicht vielleicht nicht.",
      no: "Das Guthaben reicht nicht.",
    },
    units: "Einheiten",
  },
}
