/**
 * `npm run bench -- cross-filter --rows 1m|30m`: Explore over all accounts of a large warehouse: from a click on a
 * value of one list until chart, the other lists and the table are painted. Unthrottled, and each click is a
 * question that nobody asked before.
 */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { Console, Effect } from "effect"
import type { Page } from "playwright-core"
import { addDays } from "#warehouse/domain/calendar.ts"
import { buildDashboard } from "../scripts/dashboard-build.ts"
import { apiProcess, peakMemoryOf } from "./api-process.ts"
import { browserOf } from "./dashboard.ts"
import type { Bench } from "./dashboard-figures.ts"
import { onRig } from "./dashboard-rig.ts"
import { median, percentile } from "./measure.ts"
import { fill, LAST_DAY } from "./reads-fill.ts"

const SIZES: Readonly<Record<string, number>> = { "1m": 1e6, "30m": 30e6 }
const WINDOWS = 15
const GOAL_MS = 200

/**
 * The list, and the place in it of what is clicked: each narrows what the one before left. No rollup has operations of
 * accounts, and a month of all accounts is more than is counted through: by operation it is a week.
 */
const VISITS = [
  {
    days: 30,
    clicks: [
      { name: "category", list: 0, value: 0 },
      { name: "account", list: 2, value: 1 },
    ],
  },
  { days: 7, clicks: [{ name: "operation", list: 1, value: 0 }] },
] as const

/** Runs in the page. */
const clickToPaint = async ({ list, value }: { list: number; value: number }): Promise<number> => {
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  const isBusy = () => document.querySelector("main [aria-busy=true], main .skeleton") !== null
  const before = location.href
  const lists = document.querySelectorAll(".linked-list")
  const button = lists[list]?.querySelectorAll<HTMLButtonElement>(".value-button")[value]
  if (button === undefined) throw new Error(`list ${list} has no value ${value}`)
  const began = performance.now()
  button.click()
  while (location.href === before) await frame()
  await frame()
  while (isBusy()) await frame()
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  const took = performance.now() - began
  const failed = document.querySelector("main [role=alert]")?.textContent
  if (failed) throw new Error(failed)
  return took
}

const measureVisit = (
  { browser, api }: Bench,
  window: number,
  { days, clicks }: (typeof VISITS)[number],
) => {
  const last = addDays(LAST_DAY, -window)
  const path = `/explore?accounts=all&from=${addDays(last, 1 - days)}&to=${last}`
  return onRig({ browser, api }, { slowed: false, path }, async ({ page }: { page: Page }) => {
    const times: Array<readonly [name: string, time: number]> = []
    for (const { name, ...click } of clicks)
      times.push([name, await page.evaluate(clickToPaint, click)])
    return times
  })
}

export const crossFilter = Effect.gen(function* () {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { rows: { type: "string", default: "1m" } },
  })
  const rows = SIZES[values.rows]
  if (rows === undefined)
    return yield* Effect.fail(new Error(`--rows is one of ${Object.keys(SIZES).join(", ")}`))
  yield* Effect.sync(() => buildDashboard((line) => console.error(`bench: ${line}`)))
  const folder = join(import.meta.dirname, "..", ".cache", "bench", `reads-${values.rows}`)
  yield* Effect.sync(() => mkdirSync(folder, { recursive: true }))
  yield* fill(folder, rows)
  const api = yield* apiProcess({}, folder)
  const browser = yield* browserOf
  const times = new Map<string, number[]>()
  for (let window = 0; window < WINDOWS; window++)
    for (const visit of VISITS)
      for (const [name, time] of yield* Effect.promise(() =>
        measureVisit({ browser, api }, window, visit),
      ))
        times.set(name, [...(times.get(name) ?? []), time])
  for (const [name, own] of times)
    yield* Console.log(
      `click on ${name}: median ${median(own).toFixed(0)} ms, p95 ${percentile(own, 95).toFixed(0)} ms`,
    )
  const all = [...times.values()].flat()
  yield* Console.log(
    `${rows} entries, ${all.length} clicks: median ${median(all).toFixed(0)} ms, p95 ${percentile(all, 95).toFixed(0)} ms (goal ${GOAL_MS} ms); process at its peak ${(peakMemoryOf(api.pid) / 2 ** 20).toFixed(0)} MiB`,
  )
})
