/** What this browser remembers. Storage may be blocked or full: then nothing is remembered, nor is it in a frame, where the host says. */
import { embedded } from "./embedded.ts"

const names = {
  theme: "tidemark.theme",
  account: "tidemark.account",
  language: "tidemark.language",
  live: "tidemark.live",
  numbers: "tidemark.numbers",
  density: "tidemark.density",
  columns: "tidemark.columns",
  commands: "tidemark.commands",
  shortcuts: "tidemark.shortcuts",
  week: "tidemark.week",
  views: "tidemark.views",
} as const

export const recall = (name: keyof typeof names): string | undefined => {
  if (embedded) return undefined
  try {
    return localStorage.getItem(names[name]) ?? undefined
  } catch {
    return undefined
  }
}

export const remember = (name: keyof typeof names, value: string | undefined): void => {
  if (embedded) return
  try {
    if (value === undefined) localStorage.removeItem(names[name])
    else localStorage.setItem(names[name], value)
  } catch {
    // The choice holds until the page is left.
  }
}
