import { plural } from "../../format-number.ts"
import type { Messages } from "../../messages.ts"

export const common: Messages["common"] = {
  types: { spend: "Ausgabe", purchase: "Kauf", refund: "Erstattung", bonus: "Bonus" },
  credits: (figure, decimal) => `${figure} ${decimal === "1" ? "Credit" : "Credits"}`,
  about: (figure) => `etwa ${figure}`,
  copy: "Kopieren",
  copied: "Kopiert",
  copyFailed: "Konnte nicht kopiert werden",
  copyOf: (what) => `${what} kopieren`,
  session: "Die Sitzung",
  close: "Schließen",
  newTab: "(öffnet einen neuen Tab)",
  retry: "Noch einmal",
  failed: (title, detail) => `${title}. ${detail}`,
  couldNotLoad: (what) => `Nicht geladen: ${what}.`,
  entries: (n) => plural(n, "Buchung", "Buchungen"),
}
