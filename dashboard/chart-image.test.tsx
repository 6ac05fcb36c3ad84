/** The forms of the chart as drawings that are kept, and the picture that is taken along. */
import { expect, it } from "vitest"
import { chartImage } from "./chart-image.ts"
import { drawSkyline } from "./draw-skyline.ts"
import { barsOf } from "./skyline-bars.ts"
import { bucket, usage } from "./testing/answers.ts"

const days = Array.from({ length: 14 }, (_, i) =>
  bucket(`2026-11-${String(i + 8).padStart(2, "0")}`, {
    spend: String(100 + ((i * 37) % 60)),
    balance: String(2_000 - i * 110 + (i > 6 ? 1_500 : 0)),
    count: 4,
    ...(i === 5 ? { spend: "480.5", flagged: true, usual: "120" } : {}),
    ...(i === 7 ? { purchase: "1500" } : {}),
    ...(i === 9 ? { refund: "20" } : {}),
    ...(i === 13 ? { complete: false } : {}),
  }),
)
const context = { zone: "UTC", today: "2026-11-21", firstEntry: undefined }
const options = {
  average: 142.5,
  averageLabel: ["avg 143"],
  openingBalance: 2_000,
  highest: "2026-11-13",
  width: 1_136,
  narrow: false,
  textScale: 1,
}
const compared = usage(days, {
  comparison: {
    series: days.map((day, i) => ({ ...day, against: day.bucket, spend: String(90 + i * 10) })),
  },
} as never)

const drawings = {
  "days-wide": drawSkyline({ ...options, bars: barsOf(usage(days), context) }),
  "days-narrow": drawSkyline({
    ...options,
    bars: barsOf(usage(days), context),
    width: 328,
    narrow: true,
  }),
  "days-compared": drawSkyline({ ...options, bars: barsOf(compared, context) }),
  "nothing-used": drawSkyline({
    ...options,
    bars: barsOf(usage([bucket("2026-11-20"), bucket("2026-11-21")]), context),
    average: 0,
    highest: undefined,
    openingBalance: 0,
  }),
}

/** An element a line, so that a change can be read. */
const lines = (elements: ReadonlyArray<Element>) =>
  `${elements.map(({ outerHTML }) => outerHTML.replaceAll("><", ">\n<")).join("\n")}\n`

it.each(Object.entries(drawings))("draws %s as it did", async (name, { elements }) => {
  await expect(lines(elements)).toMatchFileSnapshot(`./testing/charts/${name}.txt`)
})

it("is a whole SVG without the page's classes and variables, under its title", () => {
  const plate = document.createElement("div")
  plate.append(...drawings["days-wide"].elements)
  document.body.append(plate)
  document.documentElement.style.setProperty("--page", "#fff")
  const style = document.createElement("style")
  style.textContent = "rect { fill: rgb(1, 2, 3) }"
  document.head.append(style)
  const charts = [...plate.querySelectorAll<SVGSVGElement>(":scope > svg")]
  const { text, width, height } = chartImage(charts, { title: "Daily usage", note: "8–21 Nov" })
  expect([charts.length, width, height]).toEqual([2, 1_168, 414])
  const read = new DOMParser().parseFromString(text, "image/svg+xml")
  expect(read.querySelector("parsererror")).toBeNull()
  expect(read.querySelector("text")?.textContent).toBe("Daily usage")
  expect(read.querySelectorAll("[class], style").length).toBe(0)
  const [first] = charts
  expect(
    [...read.querySelectorAll("g[transform]")].flatMap((part) =>
      part.parentNode === read.documentElement ? [part.getAttribute("transform")] : [],
    ),
  ).toEqual(["translate(16 56)", `translate(16 ${56 + Number(first?.getAttribute("height"))})`])
  expect(read.querySelectorAll("g rect")[0]?.getAttribute("fill")).toBe("rgb(1, 2, 3)")
})
