/** What a key does, for whatever else offers the same: the command menu. */
import { createSignal } from "solid-js"
import type { Action } from "./shortcuts.ts"

let run: ((action: Action) => void) | undefined
const [said, setSaid] = createSignal<string>()
const SAID_FOR_MS = 2500
let timer: ReturnType<typeof setTimeout> | undefined

/** What was done a moment ago, where nothing else shows it. */
export { said }

export const say = (text: string): void => {
  setSaid(text)
  clearTimeout(timer)
  timer = setTimeout(() => setSaid(undefined), SAID_FOR_MS)
}

/** `undefined`: nobody does it any more. */
export const setRunner = (next: typeof run): void => {
  run = next
}

export const runAction = (action: Action): void => run?.(action)
