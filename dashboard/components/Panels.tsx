/** Help, settings and export, each loaded when it is first opened. */
import { lazy, Match, Suspense, Switch } from "solid-js"
import { openPanel, setOpenPanel } from "../open-panel.ts"

const HelpDialog = lazy(() =>
  import("./HelpDialog.tsx").then((code) => ({ default: code.HelpDialog })),
)
const ExportDialog = lazy(() =>
  import("./ExportDialog.tsx").then((code) => ({ default: code.ExportDialog })),
)
const SettingsDialog = lazy(() =>
  import("./SettingsDialog.tsx").then((code) => ({ default: code.SettingsDialog })),
)

export function Panels() {
  const close = () => setOpenPanel(undefined)
  return (
    <Suspense>
      <Switch>
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
