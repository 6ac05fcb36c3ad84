/** The keys of the page and what they do. */
import { createSignal } from "solid-js"
import { recall, remember } from "./storage.ts"

/** In the order of the sheet that lists them. */
export const shortcuts = {
  page: {
    // Not a single key: it works everywhere, and cannot be switched off.
    commands: /^(Mac|iP)/.test(navigator.platform) ? "⌘ K" : "Ctrl K",
    help: "?",
    settings: ",",
    goUsage: "g u",
    goHistory: "g h",
    goExplore: "g e",
    goOperations: "g o",
    goExports: "g x",
    export: "e",
    copyLink: "l",
    clear: "Escape",
  },
  days: {
    today: "d",
    "7d": "w",
    "30d": "t",
    "90d": "n",
    mtd: "m",
    ytd: "y",
    previous: "p",
    custom: "c",
    earlier: "ArrowLeft",
    later: "ArrowRight",
    compare: "x",
    highest: "h",
  },
  explore: {
    groupBy: "b",
    saveView: "s",
  },
  entries: {
    search: "/",
    next: "j",
    before: "k",
    newer: "[",
    older: "]",
  },
} as const

export type Action = {
  [G in keyof typeof shortcuts]: keyof (typeof shortcuts)[G]
}[keyof typeof shortcuts]

const actions = new Map(
  Object.values(shortcuts).flatMap((group) =>
    Object.entries(group).map(([action, keys]) => [keys as string, action as Action] as const),
  ),
)

/** After the first key of two the second has to come soon. */
const WAIT_MAX_MS = 1500

/** Reads key after key; `now` in milliseconds. */
export const createKeyReader = (): ((key: string, now: number) => Action | undefined) => {
  let first: { readonly key: string; readonly at: number } | undefined
  return (key, now) => {
    const before = first !== undefined && now - first.at <= WAIT_MAX_MS ? first.key : undefined
    first = undefined
    if (before !== undefined) return actions.get(`${before} ${key}`)
    if (key === "g") first = { key, at: now }
    return actions.get(key)
  }
}

const [shortcutsOn, setShortcutsOn] = createSignal(recall("shortcuts") !== "off")

/** False where somebody has switched single keys off, because a voice or a cat types them. */
export { shortcutsOn }

export const chooseShortcuts = (on: boolean): void => {
  setShortcutsOn(on)
  remember("shortcuts", on ? undefined : "off")
}
