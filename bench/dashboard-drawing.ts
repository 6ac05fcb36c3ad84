/** What drawing costs, unthrottled: script, style and layout, without the paint. */
import type { Bench, Figure } from "./dashboard-figures.ts"
import { atRest, onRig, pathOf, type Rig, workOf } from "./dashboard-rig.ts"
import { percentile } from "./measure.ts"

const ROUNDS = 20
const STEPS = 60

/** A full redraw follows the width. */
const redraw = async ({ page, devtools }: Rig, round: number): Promise<number> => {
  const before = await workOf(devtools)
  await page.evaluate(
    async (width) => {
      const frame = document.querySelector<HTMLElement>(".skyline-plate")
      if (frame === null) throw new Error("there is no chart")
      const drawn = new Promise((done) =>
        new MutationObserver(done).observe(frame, { childList: true, subtree: true }),
      )
      const chart = frame.closest<HTMLElement>(".skyline")
      if (chart !== null) chart.style.width = `${width}px`
      await drawn
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    },
    1180 - (round % 2) * 40,
  )
  return (await workOf(devtools)) - before
}

/** From a key to the readout that follows it, its layout included. */
const step = ({ page }: Rig, count: number): Promise<ReadonlyArray<number>> =>
  page.evaluate(async (rounds) => {
    const slider = document.querySelector<HTMLElement>(".skyline")
    if (slider === null) throw new Error("there is no chart")
    slider.focus()
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      const key = round % 20 < 10 ? "ArrowLeft" : "ArrowRight"
      const before = slider.getAttribute("aria-valuetext")
      const began = performance.now()
      slider.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))
      void document.body.offsetHeight
      times.push(performance.now() - began)
      if (slider.getAttribute("aria-valuetext") === before) throw new Error("no step was made")
      await new Promise((done) => requestAnimationFrame(done))
    }
    return times
  }, count)

const repeated = async (rounds: number, once: (round: number) => Promise<number>) => {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push(await once(round))
  return times
}

export const measureChart = async (bench: Bench): Promise<ReadonlyArray<Figure>> => {
  const charts = [
    { what: "chart redrawn, 30 bars", query: "&range=30d", floor: 12, goal: 6 },
    { what: "chart redrawn, 365 bars", query: "&range=12m&g=day", floor: 20, goal: 10 },
  ]
  const figures: Figure[] = []
  for (const { what, query, floor, goal } of charts) {
    const path = pathOf("/usage/history", query)
    const times = await onRig(bench, { slowed: false, path }, (rig) =>
      repeated(ROUNDS, (round) => redraw(rig, round)),
    )
    // The first one is compiled on the way.
    const measured = percentile(times.slice(1), 95)
    figures.push({ name: "P9", what, unit: "ms", floor, goal, measured })
  }
  const path = pathOf("/usage", "&range=90d")
  const steps = await onRig(bench, { slowed: false, path }, (rig) => step(rig, STEPS))
  const measured = percentile(steps, 95)
  return [
    ...figures,
    { name: "P10", what: "chart step by key", unit: "ms", floor: 16, goal: 8, measured },
  ]
}

/** A hundred rows of nine columns in the place of a hundred others. */
export const measurePages = async (bench: Bench): Promise<ReadonlyArray<Figure>> => {
  const path = pathOf("/usage", "&size=100")
  const times = await onRig(bench, { slowed: false, path }, ({ page, devtools }) =>
    repeated(ROUNDS, async (round) => {
      const before = await workOf(devtools)
      const caption = await page.locator("#ledger-caption").textContent()
      await page.keyboard.press(round % 6 < 3 ? "]" : "[")
      await page.waitForFunction(
        (was) => document.querySelector("#ledger-caption")?.textContent !== was,
        caption,
      )
      await atRest(page)
      return (await workOf(devtools)) - before
    }),
  )
  const measured = percentile(times.slice(1), 95)
  return [
    {
      name: "P16",
      what: "ledger page of 100 rows replaced",
      unit: "ms",
      floor: 50,
      goal: 20,
      measured,
    },
  ]
}
