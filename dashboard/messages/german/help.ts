import type { help as english } from "../english/help.ts"

export const help: typeof english = {
  title: "Hilfe",
  keys: "Tasten",
  reference: "API-Referenz",
  keysOff: "Einzelne Tasten sind in den Einstellungen ausgeschaltet.",
  groups: {
    page: "Seite",
    days: "Tage",
    explore: "Auswertung",
    entries: "Buchungen",
    chart: "Diagramm und Kalender",
  },
  chart:
    "Pfeiltasten bewegen um eins, Bild auf und Bild ab um sieben, Pos 1 und Ende an die Enden. Eingabe zeigt die Buchungen, Esc hebt auf.",
  actions: {
    commands: "Befehle",
    help: "Diese Hilfe",
    settings: "Einstellungen",
    export: "Exportieren, was gezeigt ist",
    copyLink: "Den Link kopieren",
    clear: "Schließen, dann Tag und Filter aufheben",
    today: "Heute",
    "7d": "Letzte 7 Tage",
    "30d": "Letzte 30 Tage",
    "90d": "Letzte 90 Tage",
    mtd: "Dieser Monat",
    ytd: "Dieses Jahr",
    previous: "Der Abrechnungszeitraum davor",
    custom: "Tage wählen",
    earlier: "Frühere Tage",
    later: "Spätere Tage",
    compare: "Mit den Tagen davor vergleichen",
    highest: "Den höchsten Balken markieren",
    groupBy: "Teilen nach",
    saveView: "Ansicht speichern",
    search: "Buchungen durchsuchen",
    next: "Nächste Buchung",
    before: "Buchung davor",
    newer: "Neuere Seite",
    older: "Ältere Seite",
  },
  figures: "Was die Zahlen sind",
  definitions: [
    [
      "Credits",
      "Die Änderung durch eine Buchung: eine Ausgabe ist negativ, Kauf, Erstattung und Bonus sind positiv. Auf sechs Stellen genau; niemals Geld.",
    ],
    ["Aktuelles Guthaben", "Das Guthaben nach der neuesten Buchung."],
    ["Verfügbare Credits", "Was noch ausgegeben werden kann: das aktuelle Guthaben."],
    [
      "In diesem Zeitraum verbraucht",
      "Alle Ausgaben seit Beginn des Abrechnungszeitraums. Erstattungen stehen daneben und sind nicht abgezogen.",
    ],
    [
      "Kontingent",
      "Das des Tarifs für den Zeitraum; ohne Tarif das Guthaben zu dessen Beginn und was seither dazukam.",
    ],
    [
      "Verbrauchsquote und Soll",
      "Verbraucht geteilt durch Kontingent; über oder unter dem Soll ist die Quote weniger dem Anteil des Zeitraums, der vorbei ist, in Prozentpunkten.",
    ],
    [
      "Insgesamt verbraucht, gekauft",
      "Alle Ausgaben und alle Käufe, seit es das Konto gibt. Boni und Erstattungen sind keine Käufe.",
    ],
    [
      "Im Mittel am Tag",
      "Die Summe geteilt durch die Kalendertage des Bereichs, ruhige Tage mitgezählt.",
    ],
    [
      "Tage beim jetzigen Tempo",
      "Was verfügbar ist, geteilt durch den mittleren Verbrauch der letzten 14 ganzen Tage.",
    ],
    [
      "Tag",
      "Ein Kalendertag in der Zeitzone des Kontos oder in der gewählten; die Zeitzone ist Teil jedes Links.",
    ],
    [
      "Ungewöhnlich hoher Tag",
      "Ein ganzer Tag, der den Median desselben Wochentags der acht Wochen davor um das Dreifache der üblichen Streuung übersteigt, dazu das Anderthalbfache des Medians und 100 Credits.",
    ],
    [
      "Verglichene Tage",
      "Die Tage davor, um ganze Wochen zurück, sodass sich Wochentage begegnen, oder nach Datum. Endet der Zeitraum heute, so endet der letzte von ihnen zur selben Tageszeit, auf die Viertelstunde genau.",
    ],
    [
      "Vorhersage",
      "Der übliche Verbrauch jedes Wochentags, berichtigt danach, wie Vorhersagen des letzten Jahres ausgingen. Vier von fünf Fällen liegen in ihrem Bereich.",
    ],
    [
      "Schätzung",
      "Was die neuesten 1.000 Buchungen eines Vorgangs je Einheit kosteten; neun von zehn kosteten mindestens den unteren und, für sich gezählt, höchstens den oberen Wert.",
    ],
  ],
}
