/** Views that somebody gave a name to. A view is an address; this browser keeps it with its name. */
import { createSignal } from "solid-js"
import { recall, remember } from "../storage.ts"

export interface SavedView {
  readonly name: string
  /** `?accounts=all&by=operation` */
  readonly search: string
}

export const VIEWS_MAX = 50
export const VIEW_NAME_MAX = 80
const SEARCH_MAX = 8_192

const isView = (value: unknown): value is SavedView =>
  typeof value === "object" &&
  value !== null &&
  "name" in value &&
  "search" in value &&
  typeof value.name === "string" &&
  typeof value.search === "string" &&
  isUsable(value.name) &&
  /^(\?|$)/.test(value.search) &&
  value.search.length <= SEARCH_MAX

const isUsable = (name: string): boolean => name.trim() !== "" && name.length <= VIEW_NAME_MAX

/** What is kept may be of another version, or spoiled: then less is known, and nothing breaks. */
export const readViews = (text: string | undefined): ReadonlyArray<SavedView> => {
  try {
    const kept: unknown = JSON.parse(text ?? "[]")
    return Array.isArray(kept) ? kept.filter(isView).slice(0, VIEWS_MAX) : []
  } catch {
    return []
  }
}

const [views, setViews] = createSignal(readViews(recall("views")))

export { views }

const keep = (next: ReadonlyArray<SavedView>) => {
  setViews(next)
  remember("views", next.length === 0 ? undefined : JSON.stringify(next))
}

/** A name that is taken gets the new address. False where there are too many, or it cannot be kept. */
export const saveView = (view: SavedView): boolean => {
  const named = { ...view, name: view.name.trim() }
  const others = views().filter(({ name }) => name !== named.name)
  if (!isView(named) || others.length >= VIEWS_MAX) return false
  keep([...others, named].sort((a, b) => a.name.localeCompare(b.name)))
  return true
}

export const removeView = (name: string): void => keep(views().filter((view) => view.name !== name))

/** Takes the place of one that had the new name. */
export const renameView = (name: string, to: string): boolean => {
  const view = views().find((known) => known.name === name)
  if (view === undefined || !isUsable(to)) return false
  if (to.trim() === name) return true
  removeView(name)
  return saveView({ ...view, name: to })
}
