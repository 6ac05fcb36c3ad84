/** A chart to take along: one SVG that needs no style sheet, or its picture at twice the size. */

/** What a drawing takes from the page's style sheets. */
const KEPT = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "paint-order",
]
const NAMESPACE = "http://www.w3.org/2000/svg"
const HEAD = 56
const MARGIN = 16
const PNG_SCALE = 2

export interface Caption {
  readonly title: string
  readonly note: string
}

export interface ChartImage {
  readonly text: string
  /** In pixels. */
  readonly width: number
  readonly height: number
}

/** The drawings one below the other, under their title, in the colours of the theme that is shown. */
export const chartImage = (
  charts: ReadonlyArray<SVGSVGElement>,
  { title, note }: Caption,
): ChartImage => {
  const sizes = charts.map((chart) => ({
    width: Number(chart.getAttribute("width")),
    height: Number(chart.getAttribute("height")),
  }))
  const width = Math.max(...sizes.map((size) => size.width)) + 2 * MARGIN
  const height = sizes.reduce((sum, size) => sum + size.height, HEAD + MARGIN)
  const font = getComputedStyle(document.body).fontFamily
  const svg = element("svg", { width, height, viewBox: `0 0 ${width} ${height}` })
  svg.append(
    element("rect", { width, height, fill: color("page") }),
    textAt(title, { y: 28, "font-size": 15, "font-weight": 600, fill: color("ink"), font }),
    textAt(note, { y: 46, "font-size": 12, fill: color("ink2"), font }),
  )
  let top = HEAD
  for (const [i, chart] of charts.entries()) {
    const part = element("g", { transform: `translate(${MARGIN} ${top})` })
    part.append(...withStyles(chart).childNodes)
    svg.append(part)
    top += sizes[i]?.height ?? 0
  }
  return { text: new XMLSerializer().serializeToString(svg), width, height }
}

/** A token as the theme that is shown has it. */
const color = (token: string): string => {
  const probe = document.createElement("span")
  probe.style.color = `var(--${token})`
  document.body.append(probe)
  const shown = getComputedStyle(probe).color
  probe.remove()
  return shown
}

const element = (name: string, attributes: Readonly<Record<string, string | number>>) => {
  const made = document.createElementNS(NAMESPACE, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  return made
}

const textAt = (
  text: string,
  { font, ...attributes }: Readonly<Record<string, string | number>>,
) => {
  const made = element("text", { x: MARGIN, "font-family": font ?? "", ...attributes })
  made.textContent = text
  return made
}

/** A copy in which each element says itself how it looks. */
const withStyles = (chart: SVGSVGElement): Element => {
  const copy = chart.cloneNode(true) as Element
  const originals = [...chart.querySelectorAll("*")]
  for (const [i, made] of [...copy.querySelectorAll("*")].entries()) {
    const original = originals[i]
    if (original === undefined) continue
    const style = getComputedStyle(original)
    for (const name of ["class", "style", "aria-label", "aria-hidden"]) made.removeAttribute(name)
    for (const name of KEPT) {
      const value = style.getPropertyValue(name)
      if (value !== "") made.setAttribute(name, value)
    }
  }
  return copy
}

/** Rejects where the browser cannot draw it. */
export const pngOf = async ({ text, width, height }: ChartImage): Promise<Blob> => {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  const canvas = document.createElement("canvas")
  canvas.width = width * PNG_SCALE
  canvas.height = height * PNG_SCALE
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error("no picture")) : resolve(blob))),
  )
}
