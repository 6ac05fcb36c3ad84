/** How wide a chart may be, and how large its text is. */
import { type Accessor, createSignal, onCleanup } from "solid-js"

/** In whole pixels; 0 until it is known. One change a frame, however fast a window is dragged. */
export const createWidth = (): {
  readonly width: Accessor<number>
  readonly watch: (frame: HTMLElement) => void
} => {
  const [width, setWidth] = createSignal(0)
  const watch = (frame: HTMLElement) => {
    let queued = 0
    const observer = new ResizeObserver(([entry]) => {
      cancelAnimationFrame(queued)
      queued = requestAnimationFrame(() => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    })
    observer.observe(frame)
    onCleanup(() => {
      observer.disconnect()
      cancelAnimationFrame(queued)
    })
  }
  return { width, watch }
}

const NARROW_MAX = 560

/** In pixels: 16, unless somebody needs larger text. */
const rootFontSize = () =>
  Number(getComputedStyle(document.documentElement).fontSize.replace("px", "")) || 16

export interface Room {
  readonly width: number
  readonly narrow: boolean
  /** How much larger than usual text is. */
  readonly textScale: number
}

export const roomOf = (width: number): Room => {
  const textScale = rootFontSize() / 16
  return { width, narrow: width < NARROW_MAX * textScale, textScale }
}
