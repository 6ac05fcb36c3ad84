/** The commands that were run last, in this browser. */
import { recall, remember } from "./storage.ts"

const RECENT_MAX = 5

/** Their ids, newest first. */
export const recentCommands = (): ReadonlyArray<string> => {
  try {
    const stored: unknown = JSON.parse(recall("commands") ?? "[]")
    return Array.isArray(stored) ? stored.filter((id) => typeof id === "string") : []
  } catch {
    return []
  }
}

export const rememberCommand = (id: string): void => {
  const others = recentCommands().filter((known) => known !== id)
  remember("commands", JSON.stringify([id, ...others].slice(0, RECENT_MAX)))
}
