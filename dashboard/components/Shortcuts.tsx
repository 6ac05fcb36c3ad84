/** Listens for the page's keys, and says what one of them did where nothing else shows it. */
import { useLocation, useNavigate } from "@solidjs/router"
import { onCleanup, Show } from "solid-js"
import { said, say, setRunner } from "../actions.ts"
import { copyText } from "../clipboard.ts"
import { addDays } from "../days.ts"
import { openExport } from "../export-offer.ts"
import { m } from "../messages.ts"
import { openPanel, setOpenPanel } from "../open-panel.ts"
import { placesFor } from "../places.ts"
import { stepRange } from "../ranges.ts"
import { type Action, createKeyReader, shortcutsOn } from "../shortcuts.ts"
import { comparing, comparisonOf, usualComparison } from "../state-change.ts"
import type { UrlState } from "../url-state.ts"
import { useView, type View } from "../view.ts"

export function Shortcuts() {
  const view = useView()
  const location = useLocation()
  const navigate = useNavigate()
  const go = (path: string) => navigate(view.href(path, { page: undefined, day: undefined }))
  const copyLink = async () => {
    const link = view.href(location.pathname, { account: view.accountId() })
    const done = await copyText(window.location.origin + link)
    say(done ? m().shell.linkCopied : m().common.copyFailed)
  }
  const others: Partial<Record<Action, () => void>> = {
    commands: () => setOpenPanel(openPanel() === "commands" ? undefined : "commands"),
    help: () => setOpenPanel("help"),
    settings: () => setOpenPanel("settings"),
    export: () => openExport(),
    copyLink,
    clear: () => clearSelection(view),
    search: () => document.getElementById("ledger-search")?.focus(),
    next: () => moveRow(1),
    before: () => moveRow(-1),
    newer: () => press("newer"),
    older: () => press("older"),
    custom: () => press("custom"),
    highest: markHighest,
    groupBy: () => press("by"),
    saveView: () => press("save"),
    compare: () => {
      const path = location.pathname
      const isCompared = comparisonOf(view.state(), usualComparison(path)) !== undefined
      view.update(comparing(path, isCompared ? undefined : "prev"))
    },
  }
  const run = (action: Action) => {
    const other = others[action]
    if (other !== undefined) return other()
    const place = placesFor(view.session.latest()).find((known) => known.action === action)
    if (place !== undefined) return go(place.path)
    const range = rangeOf(action, view)
    if (range !== undefined) view.update({ range })
  }

  setRunner(run)

  const read = createKeyReader()
  const onKeyDown = (event: KeyboardEvent) => {
    if (isForCommands(event)) {
      event.preventDefault()
      return run("commands")
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (!shortcutsOn() || isForSomethingElse(event.target)) return
    const action = read(event.key, event.timeStamp)
    if (action === undefined) return
    event.preventDefault()
    run(action)
  }
  document.addEventListener("keydown", onKeyDown)
  onCleanup(() => {
    document.removeEventListener("keydown", onKeyDown)
    setRunner(undefined)
  })
  return (
    <p class="toast" role="status">
      <Show when={said()}>{(text) => <span>{text()}</span>}</Show>
    </p>
  )
}

/** Ctrl or ⌘ with K, also while somebody types. */
const isForCommands = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === "k"

/** Typing, choosing, or a dialog: keys mean something there. */
const isForSomethingElse = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest("input, select, textarea, [contenteditable], dialog, [role=dialog]") !== null

const rangeOf = (action: Action, view: View): UrlState["range"] | undefined => {
  const context = view.rangeContext()
  switch (action) {
    case "today":
      return { first: context.today, last: context.today }
    case "7d":
    case "30d":
    case "90d":
    case "mtd":
    case "ytd":
      return action
    case "previous": {
      const overview = view.overview.latest()
      if (overview === undefined) return undefined
      const { period, previous } = overview
      return { first: previous.first_day, last: addDays(period.first_day, -1) }
    }
    case "earlier":
      return stepRange(view.state().range, -1, context)
    case "later":
      return stepRange(view.state().range, 1, context)
    default:
      return undefined
  }
}

/** First the open entry, then the picked day, then the filters. */
const clearSelection = (view: View): void => {
  const { day, event, filters } = view.state()
  if (event !== undefined) view.update({ event: undefined }, "replace")
  else if (day !== undefined) view.update({ day: undefined })
  else if (filters.length > 0) view.update({ filters: [] })
}

/** Every key does what a control on the page does. */
const press = (name: "newer" | "older" | "custom" | "by" | "save"): void => {
  const control = document.querySelector<HTMLButtonElement>(`[data-shortcut="${name}"]`)
  if (control?.disabled === false) control.click()
}

/** The chart takes the same key while it has the focus. */
const markHighest = (): void => {
  const chart = document.querySelector<HTMLElement>(".skyline")
  chart?.focus()
  chart?.dispatchEvent(new KeyboardEvent("keydown", { key: "h", bubbles: true, cancelable: true }))
}

const moveRow = (by: 1 | -1): void => {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-entry]")]
  const at = rows.indexOf(document.activeElement as HTMLElement)
  rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))]?.focus()
}
