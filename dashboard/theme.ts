/** The theme: the system's unless one was chosen. public/theme.js sets it before the first paint. */
import { createSignal } from "solid-js"
import { recall, remember } from "./storage.ts"

export const themes = ["system", "light", "dark"] as const
export type Theme = (typeof themes)[number]

const stored = recall("theme")
const [theme, setTheme] = createSignal<Theme>(
  stored === "light" || stored === "dark" ? stored : "system",
)

export { theme }

export const chooseTheme = (chosen: Theme): void => {
  setTheme(chosen)
  remember("theme", chosen === "system" ? undefined : chosen)
  if (chosen === "system") delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = chosen
}
