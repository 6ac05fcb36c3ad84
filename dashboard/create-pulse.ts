/** Asks for the overview again and again while somebody is looking, and it does not come by itself. */
import { onCleanup } from "solid-js"
import { liveOn } from "./live-choice.ts"
import type { View } from "./view.ts"

const PULSE_MS = 5000

export const createPulse = (view: View): void => {
  const timer = setInterval(() => {
    const isAsked = liveOn() && view.live.state() !== "live" && !view.overview.pending()
    if (document.visibilityState === "visible" && isAsked) view.overview.again()
  }, PULSE_MS)
  onCleanup(() => clearInterval(timer))
}
