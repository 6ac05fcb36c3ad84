import type { Messages } from "../../messages.ts"

export const compare: Messages["compare"] = {
  label: "Vergleichen mit",
  none: "Vergleich: keiner",
  prev: "Vergleich: Tage davor",
  year: "Vergleich: Jahr davor",
  matchLabel: "Welche Tage sich begegnen",
  weekday: "nach Wochentag",
  date: "nach Datum",
  before: "Davor",
  more: (size, when, figure) => `${size} mehr als ${when} (${figure})`,
  less: (size, when, figure) => `${size} weniger als ${when} (${figure})`,
  same: (when, figure) => `so viel wie ${when} (${figure})`,
  fresh: (when) => `neu, nichts verbraucht ${when}`,
  bothNothing: (when) => `nichts verbraucht, auch ${when} nicht`,
}
