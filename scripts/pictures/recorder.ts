/** Records a page as it is used: a picture for each change, of the part that changed. */
import type { Browser, Page } from "playwright-core"
import { animatedWebp, type WebpFrame } from "./animated-webp.ts"

export interface Recorder {
  /** Shows what is there now, for so long. */
  readonly show: (milliseconds: number) => Promise<void>
  /** Moves the pointer there in a few steps, so that eyes can follow. */
  readonly point: (selector: string) => Promise<void>
  readonly finish: () => Buffer
}

const STEPS = 6
const STEP_MS = 55

/** What the encoding page gives for a frame; null when nothing has changed. */
type Encoded = Omit<WebpFrame, "milliseconds" | "picture"> & { readonly picture: string }

export const createRecorder = async (
  browser: Browser,
  page: Page,
  size: { readonly width: number; readonly height: number },
): Promise<Recorder> => {
  const encoder = await browser.newPage()
  const frames: WebpFrame[] = []
  let [x, y] = [size.width * 0.6, size.height * 0.9]

  const show = async (milliseconds: number) => {
    await drawPointer(page, x, y)
    const picture = (await page.screenshot()).toString("base64")
    const encoded = await encoder.evaluate(encodeChange, { picture, ...size })
    const last = frames.at(-1)
    if (encoded !== null)
      frames.push({ ...encoded, milliseconds, picture: Buffer.from(encoded.picture, "base64") })
    else if (last !== undefined)
      frames[frames.length - 1] = { ...last, milliseconds: last.milliseconds + milliseconds }
  }
  const point = async (selector: string) => {
    const box = await page.locator(selector).first().boundingBox()
    if (box === null) throw new Error(`${selector} is not to be seen`)
    const [from, to] = [
      [x, y],
      [box.x + box.width / 2, box.y + box.height / 2],
    ] as const
    for (let step = 1; step <= STEPS; step++) {
      const eased = 1 - (1 - step / STEPS) ** 3
      x = from[0] + (to[0] - from[0]) * eased
      y = from[1] + (to[1] - from[1]) * eased
      await page.mouse.move(x, y)
      await show(STEP_MS)
    }
  }
  return { show, point, finish: () => animatedWebp(size, frames) }
}

const drawPointer = (page: Page, x: number, y: number) =>
  page.evaluate(
    ([left, top]) => {
      let pointer = document.getElementById("recorded-pointer")
      if (pointer === null) {
        pointer = document.createElement("div")
        pointer.id = "recorded-pointer"
        pointer.popover = "manual"
        pointer.innerHTML =
          '<svg width="22" height="22" viewBox="0 0 22 22"><path d="M4 2v15l4-4 3 7 3-1-3-7h6z" fill="#111" stroke="#fff" stroke-width="1.5"/></svg>'
        Object.assign(pointer.style, {
          position: "fixed",
          margin: "0",
          padding: "0",
          border: "0",
          background: "none",
          overflow: "visible",
          pointerEvents: "none",
        })
        document.body.append(pointer)
      }
      // Above dialogs that came later.
      pointer.hidePopover()
      pointer.showPopover()
      pointer.style.inset = `${top - 2}px auto auto ${left - 4}px`
    },
    [x, y] as const,
  )

/** Runs in the encoding page, which remembers the frame before. */
const encodeChange = async ({
  picture,
  width,
  height,
}: {
  picture: string
  width: number
  height: number
}): Promise<Encoded | null> => {
  const memory = globalThis as { before?: Uint32Array }
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0))
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }), {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: "high",
  })
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext("2d", { willReadFrequently: true })
  if (context === null) throw new Error("there is no canvas")
  context.drawImage(image, 0, 0)
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)
  const { before } = memory
  memory.before = pixels
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let i = 0; i < pixels.length; i++) {
    if (before !== undefined && before[i] === pixels[i]) continue
    const [column, row] = [i % width, Math.floor(i / width)]
    left = Math.min(left, column)
    right = Math.max(right, column)
    top = Math.min(top, row)
    bottom = Math.max(bottom, row)
  }
  if (right < 0) return null
  left -= left % 2
  top -= top % 2
  const [wide, high] = [right - left + 1, bottom - top + 1]
  const cut = new OffscreenCanvas(wide, high)
  cut.getContext("2d")?.drawImage(canvas, -left, -top)
  const blob = await cut.convertToBlob({ type: "image/webp", quality: 0.82 })
  const encoded = new Uint8Array(await blob.arrayBuffer())
  let text = ""
  for (const byte of encoded) text += String.fromCharCode(byte)
  return { left, top, width: wide, height: high, picture: btoa(text) }
}
