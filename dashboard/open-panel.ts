/** Which dialog of the page lies over it; the address does not say, since it is about no figures. */
import { createSignal } from "solid-js"

export type Panel = "commands" | "help" | "settings" | "export"

const [openPanel, setOpenPanel] = createSignal<Panel>()

export { openPanel, setOpenPanel }
