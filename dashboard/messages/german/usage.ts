import { plural } from "../../format-number.ts"
import type { Messages } from "../../messages.ts"

const NBSP = "\u00a0"
const days = (n: number) => plural(n, "Tag", "Tage")
const points = (n: number) => plural(n, "Punkt", "Punkte")

export const usage: Messages["usage"] = {
  figures: "Guthaben und Verbrauch",
  what: "Das Guthaben",
  history: "Die letzten 30 Tage im Einzelnen ansehen",
  activity: "Letzte Buchungen",
  sentence: {
    noEntries: "Noch keine Credits, und ⟦nichts verbraucht⟧.",
    overdrawn: (figure, end) => `⟦${figure} Credits überzogen⟧${end}`,
    nothingLeft: (end) => `⟦Keine Credits mehr⟧${end}`,
    noneUsed: (left) => `${left} übrig und ⟦noch keine verbraucht⟧.`,
    allUsed: (left, end) => `${left} übrig, ⟦das ganze Kontingent ist verbraucht⟧${end}`,
    ahead: (left, size, runway, end) =>
      `${left} übrig – ⟦${size} Punkte über dem Soll⟧${runway}${end}`,
    enoughFor: (n) => `, genug für etwa ${days(n)}`,
    lasts: (left, runway, end) => `${left} übrig – ${runway}${end}`,
    quiet: (day) => `⟦nichts seit ${day}⟧`.replaceAll(" ", NBSP),
    firstDay: "der ⟦erste Tag⟧ des Abrechnungszeitraums",
    tooLittle: "⟦zu wenig Verbrauch⟧, um zu sagen, wie lange sie reichen",
    underADay: "beim jetzigen Tempo ⟦weniger als ein Tag⟧",
    overAYear: "beim jetzigen Tempo ⟦über ein Jahr⟧",
    days: (n) => `beim jetzigen Tempo etwa ⟦${days(n).replace(" ", NBSP)}⟧`,
    endsToday: ", und der Zeitraum endet heute.",
    endsTomorrow: ", und der Zeitraum endet morgen.",
    endsIn: (n) => `, und der Zeitraum endet in ${n} Tagen.`,
    endsInToo: (n) => `, und der Zeitraum endet in ${n}.`,
    stateOf: (time) => ` Das ist der Stand von ${time} Uhr.`,
  },
  period: "Dieser Abrechnungszeitraum",
  allTime: "Gesamte Zeit",
  counts: (figure) => `Was zählt: ${figure}`,
  exactly: (figure) => `, genau ${figure}`,
  available: "Verfügbare Credits",
  availableCounts: "Was noch ausgegeben werden kann: das Guthaben nach der neuesten Buchung.",
  belowMark: "Unter der Marke für niedriges Guthaben",
  bonusNote: (figure) => `bisher ${figure} Bonus-Credits erhalten`,
  used: "In diesem Zeitraum verbraucht",
  usedCounts:
    "Alle Ausgaben seit Beginn des Abrechnungszeitraums bis jetzt. Erstattungen stehen daneben und sind nicht abgezogen.",
  against: (change, when) => `${change} gegenüber ${when}`,
  nothingAsOn: (when) => `nichts verbraucht, wie ${when}`,
  newSince: (when) => `neu, nichts verbraucht ${when}`,
  sameAsOn: (when) => `so viel wie ${when}`,
  refunded: (figure) => `${figure} erstattet`,
  rate: "Verbrauchsquote",
  rateCountsPlan:
    "In diesem Zeitraum verbraucht, geteilt durch das Kontingent des Tarifs. Die Marke zeigt, wie viel des Zeitraums vorbei ist.",
  rateCountsBalance:
    "In diesem Zeitraum verbraucht, geteilt durch das, was da war: das Guthaben zu Beginn des Zeitraums und was seither dazukam. Das Konto hat keinen Tarif.",
  noRate: "Es gibt kein Kontingent, und zu Beginn des Zeitraums war nichts da.",
  rateText: (used, gone) => `${used} Prozent verbraucht, ${gone} Prozent des Zeitraums vergangen`,
  ofPlan: (figure) => `von ${figure}`,
  ofBalance: (figure) => `von ${figure}, die da waren`,
  aDay: (figure) => `${figure} am Tag`,
  today: (day, all) => `heute, Tag ${day} von ${all}`,
  onPace: "im Soll",
  underPace: (n) => `${points(n)} unter dem Soll`,
  overPace: (n) => `${points(n)} über dem Soll`,
  aheadOfPace: (n) => `${points(n)} über dem Soll`,
  balance: "Aktuelles Guthaben",
  balanceCounts: "Das Guthaben nach der neuesten Buchung.",
  after: (time) => `nach ${time}`,
  afterTime: (time) => `nach der Buchung von ${time}`,
  afterDay: (day, time) => `nach ${day}, ${time}`,
  spent: "Insgesamt verbraucht",
  spentCounts: "Alle Ausgaben, seit es das Konto gibt.",
  purchased: "Insgesamt gekauft",
  purchasedCounts: (bonus, refunded) =>
    `Alle Käufe, seit es das Konto gibt. Boni (${bonus}) und Erstattungen (${refunded}) sind nicht dabei.`,
}
