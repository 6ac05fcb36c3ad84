// Loaded before a process of the product with `--import rewrite.ts?without=token`: rewrites the one
// source file that the control names while it is loaded. Without a name it does nothing.
import { registerHooks } from "node:module"
import { CONTROLS, type ControlName, rewritten } from "./controls.ts"

const name = new URL(import.meta.url).searchParams.get("without") as ControlName
const control = CONTROLS[name]
const target = new URL(`../../${control.file}`, import.meta.url).href

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context)
    if (url !== target) return loaded
    const source = Buffer.from(loaded.source as Uint8Array).toString()
    return { ...loaded, source: rewritten(source, control) }
  },
})
