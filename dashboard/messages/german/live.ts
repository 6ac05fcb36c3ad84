import type { Messages } from "../../messages.ts"

export const live: Messages["live"] = {
  live: "Live · Stand",
  lost: "Verbindet neu · Stand",
  off: "Stand",
  ago: (seconds) => `vor ${seconds} s`,
  dataTo: (time) => `Daten bis ${time}`,
}
