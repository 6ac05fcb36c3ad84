/** Takes the chart along as a picture. What makes it is loaded when it is first wanted. */
import { createSignal, For, Show } from "solid-js"
import type { Caption } from "../chart-image.ts"
import { copyText } from "../clipboard.ts"
import { m } from "../messages.ts"
import { ChevronDown, Tick } from "./icons.tsx"
import { Popup } from "./Popup.tsx"

type Kind = "svg" | "png"
const said = () => m().chart

export function CopyImage(props: { readonly caption: () => Caption }) {
  const [copied, setCopied] = createSignal<Kind>()
  const [failed, setFailed] = createSignal(false)
  let root!: HTMLSpanElement
  const copy = async (kind: Kind) => {
    const charts = root.closest("section")?.querySelectorAll<SVGSVGElement>(".skyline-plate > svg")
    const done = await copyChart(kind, [...(charts ?? [])], props.caption())
    setCopied(done ? kind : undefined)
    setFailed(!done)
  }
  return (
    <span ref={root} class="push">
      <Popup
        name={said().copyImage}
        buttonClass="link-button"
        align="end"
        button={
          <>
            {said().copyImage} <ChevronDown />
          </>
        }
      >
        {() => (
          <div class="menu">
            <For each={["svg", "png"] as const}>
              {(kind) => (
                <button type="button" class="menu-item" onClick={() => void copy(kind)}>
                  {said().images[kind]}
                  <Show when={copied() === kind}>
                    <Tick />
                  </Show>
                </button>
              )}
            </For>
            <p class="note" role="status">
              <Show when={copied()}>{m().common.copied}</Show>
              <Show when={failed()}>{m().common.copyFailed}</Show>
            </p>
          </div>
        )}
      </Popup>
    </span>
  )
}

const copyChart = async (
  kind: Kind,
  charts: ReadonlyArray<SVGSVGElement>,
  caption: Caption,
): Promise<boolean> => {
  try {
    const { chartImage, pngOf } = await import("../chart-image.ts")
    const image = chartImage(charts, caption)
    if (kind === "svg") return await copyText(image.text)
    await navigator.clipboard.write([new ClipboardItem({ "image/png": await pngOf(image) })])
    return true
  } catch {
    // No permission, or a browser that copies no pictures: it is said that nothing was copied.
    return false
  }
}
