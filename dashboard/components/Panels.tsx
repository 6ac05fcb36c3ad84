/** What lies over the page, each loaded when it is first opened; the command menu before that. */
import { lazy, Match, onCleanup, Suspense, Switch } from "solid-js"
import { openPanel, setOpenPanel } from "../open-panel.ts"

const loadCommands = () =>
  import("./CommandMenu.tsx").then((code) => ({ default: code.CommandMenu }))
const CommandMenu = lazy(loadCommands)
const HelpDialog = lazy(() =>
  import("./HelpDialog.tsx").then((code) => ({ default: code.HelpDialog })),
)
const ExportDialog = lazy(() =>
  import("./ExportDialog.tsx").then((code) => ({ default: code.ExportDialog })),
)
const SettingsDialog = lazy(() =>
  import("./SettingsDialog.tsx").then((code) => ({ default: code.SettingsDialog })),
)

const PRELOAD_AFTER_MS = 4_000

export function Panels() {
  const close = () => setOpenPanel(undefined)
  // By then the page has what it needs itself, and the menu opens at once.
  const timer = setTimeout(() => void loadCommands().catch(() => undefined), PRELOAD_AFTER_MS)
  onCleanup(() => clearTimeout(timer))
  return (
    <Suspense>
      <Switch>
        <Match when={openPanel() === "commands"}>
          <CommandMenu onClose={close} />
        </Match>
        <Match when={openPanel() === "help"}>
          <HelpDialog onClose={close} />
        </Match>
        <Match when={openPanel() === "export"}>
          <ExportDialog onClose={close} />
        </Match>
        <Match when={openPanel() === "settings"}>
          <SettingsDialog onClose={close} />
        </Match>
      </Switch>
    </Suspense>
  )
}
