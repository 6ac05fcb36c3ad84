import { plural } from "../../format-number.ts"

export const common = {
  types: { spend: "Spend", purchase: "Purchase", refund: "Refund", bonus: "Bonus" },
  credits: (figure: string, decimal: string) =>
    `${figure} ${decimal === "1" ? "credit" : "credits"}`,
  about: (figure: string) => `about ${figure}`,
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Could not copy",
  copyOf: (what: string) => `Copy ${what}`,
  session: "The session",
  close: "Close",
  newTab: "(opens in a new tab)",
  retry: "Retry",
  failed: (title: string, detail: string) => `${title}. ${detail}`,
  couldNotLoad: (what: string) => `${what} could not be loaded.`,
  entries: (n: number) => plural(n, "entry", "entries"),
}
