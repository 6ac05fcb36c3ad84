/** Whether figures come by themselves, or only when the page is asked for. */
import { createSignal } from "solid-js"
import { recall, remember } from "./storage.ts"

const [liveOn, setLiveOn] = createSignal(recall("live") !== "off")

export { liveOn }

export const chooseLive = (on: boolean): void => {
  setLiveOn(on)
  remember("live", on ? undefined : "off")
}
