/** How a value went along, on its own scale; what it shows stands in words beside it. */
import { For } from "solid-js"

const WIDTH = 116
const HEIGHT = 22
/** More bars than this would be thinner than a pixel. */
const BARS_MAX = 116

export function Sparkline(props: { readonly heights: ReadonlyArray<number> }) {
  const shown = () => props.heights.slice(-BARS_MAX)
  const step = () => WIDTH / Math.max(1, shown().length)
  const highest = () => Math.max(...shown(), Number.EPSILON)
  const size = (height: number) => (height === 0 ? 0 : Math.max(1, (height / highest()) * HEIGHT))
  return (
    <svg class="sparkline" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <For each={shown()}>
        {(height, i) => (
          <rect
            x={i() * step()}
            y={HEIGHT - size(height)}
            width={Math.max(0.8, step() - (step() > 3 ? 1 : 0.3))}
            height={size(height)}
          />
        )}
      </For>
    </svg>
  )
}
