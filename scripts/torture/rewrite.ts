// Loaded before a process of the product with `--import rewrite.ts?without=token`: rewrites the source
// files that the control names while they are loaded.
import { registerHooks } from "node:module"
import { CONTROLS, type ControlName, rewritten } from "./controls.ts"

const name = new URL(import.meta.url).searchParams.get("without") as ControlName
const rewrites = new Map(
  CONTROLS[name].map((rewrite) => [
    new URL(`../../${rewrite.file}`, import.meta.url).href,
    rewrite,
  ]),
)

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context)
    const rewrite = rewrites.get(url)
    if (rewrite === undefined) return loaded
    const source = Buffer.from(loaded.source as Uint8Array).toString()
    return { ...loaded, source: rewritten(source, rewrite) }
  },
})
