/** What the command menu offers, and which of it fits what is typed. */
import { type Fit, fitOf } from "./fuzzy.ts"

/** In the order of the menu while nothing is typed. */
export const commandGroups = ["goTo", "days", "bars", "filter", "accounts", "act"] as const
export type CommandGroup = (typeof commandGroups)[number]

export interface Command {
  /** Stays the same from one visit to the next, so that it can be offered again. */
  readonly id: string
  readonly group: CommandGroup
  readonly text: string
  /** What it will show, known before it is run: dates, entries, credits. */
  readonly gives?: string | undefined
  /** As in the table of keys: `g h`. */
  readonly keys?: string | undefined
  /** Either does something, or writes `more` into the field, which lists its values. */
  readonly run?: () => void
  readonly more?: string
  /** One of many: only there for who types some of it. */
  readonly deep?: true
}

export interface FoundCommand {
  readonly command: Command
  /** The characters of its text that were typed. */
  readonly at: ReadonlyArray<number>
}

export interface FoundGroup {
  readonly group: CommandGroup | "recent"
  readonly found: ReadonlyArray<FoundCommand>
}

export const RESULTS_MAX = 30

/** Recent ones first; then by group, the group with the best fit first. */
export const findCommands = (
  commands: ReadonlyArray<Command>,
  query: string,
  recent: ReadonlyArray<string>,
): ReadonlyArray<FoundGroup> => {
  const isTyped = query.trim() !== ""
  const fitting = commands
    .map((command) => ({ command, fit: isTyped ? fitOf(query, command.text) : untyped(command) }))
    .filter((each): each is Fitting => each.fit !== undefined)
    .toSorted((a, b) => b.fit.score - a.fit.score)
  const shown = (isTyped ? fitting.slice(0, RESULTS_MAX) : fitting).map(
    ({ command, fit: { at } }) => ({ command, at }),
  )
  const again = recent
    .map((id) => shown.find(({ command }) => command.id === id))
    .filter((found) => found !== undefined)
  const others = shown.filter((found) => !again.includes(found))
  // What fits best comes first within its group, and its group first among them.
  const order = isTyped ? [...new Set(others.map(({ command }) => command.group))] : commandGroups
  const groups = order.map((group) => ({
    group,
    found: others.filter(({ command }) => command.group === group),
  }))
  return within(RESULTS_MAX, [{ group: "recent", found: again }, ...groups])
}

interface Fitting {
  readonly command: Command
  readonly fit: Fit
}

const untyped = ({ deep }: Command): Fit | undefined =>
  deep === true ? undefined : { score: 0, at: [] }

const within = (most: number, groups: ReadonlyArray<FoundGroup>): ReadonlyArray<FoundGroup> => {
  let left = most
  return groups
    .map(({ group, found }) => {
      const kept = found.slice(0, left)
      left -= kept.length
      return { group, found: kept }
    })
    .filter(({ found }) => found.length > 0)
}
