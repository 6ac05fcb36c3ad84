/** What people do: how soon the page answers, follows news, and whether it grows. */
import type { Page } from "playwright-core"
import type { Bench, Figure } from "./dashboard-figures.ts"
import { atRest, onRig, pathOf, seenOf } from "./dashboard-rig.ts"
import { eventAt } from "./dashboard-seed.ts"
import { median, percentile } from "./measure.ts"

const ROUNDS = 5
const CHANGES = 20
const NEWS = 20
const RANGE_CHANGES = 50
const NEWS_EVERY_MS = 1_300

/** From a key until what it calls for is painted. */
const painted = (page: Page, key: string, shown: string) =>
  page.evaluate(
    async ([name = "", selector = ""]) => {
      const began = performance.now()
      const control = name === "K"
      document.dispatchEvent(
        new KeyboardEvent("keydown", { key: name.toLowerCase(), ctrlKey: control, bubbles: true }),
      )
      while (document.querySelector(selector) === null)
        await new Promise((done) => requestAnimationFrame(done))
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
      return performance.now() - began
    },
    [key, shown],
  )

const themeSwitch = (page: Page, theme: string) =>
  page.evaluate(async (name) => {
    const began = performance.now()
    const radios = [...document.querySelectorAll<HTMLInputElement>("[name=theme]")]
    radios[["system", "light", "dark"].indexOf(name)]?.click()
    if (document.documentElement.dataset.theme !== name) throw new Error("the theme stayed")
    void document.body.offsetHeight
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
    return performance.now() - began
  }, theme)

/** Unthrottled: until chart and entries are there again. */
const change = async (page: Page, key: string): Promise<number> => {
  const before = page.url()
  const began = performance.now()
  await page.keyboard.press(key)
  await page.waitForFunction((was) => location.href !== was, before)
  await atRest(page)
  return performance.now() - began
}

export const measureActions = async (bench: Bench): Promise<ReadonlyArray<Figure>> => {
  const slow = await onRig(bench, { slowed: true, path: pathOf("/usage") }, async ({ page }) => {
    const [menu, theme]: [number[], number[]] = [[], []]
    for (const key of ["h", "ArrowRight", "Home", "n", "x", "x", "t", "]", "[", "j", "k"]) {
      await page.keyboard.press(key)
      await atRest(page)
    }
    for (let round = 0; round <= ROUNDS; round++) {
      menu.push(await painted(page, "K", ".command-menu [role=option]"))
      await page.keyboard.press("Escape")
      await page.locator(".command-menu").waitFor({ state: "detached" })
    }
    await page.locator(".top-bar .icon-button").last().click()
    for (let round = 0; round <= ROUNDS; round++)
      theme.push(await themeSwitch(page, round % 2 === 0 ? "dark" : "light"))
    const { interactions, shift } = await seenOf(page)
    return { menu, theme, interactions, shift }
  })
  const changes = await onRig(
    bench,
    { slowed: false, path: pathOf("/usage") },
    async ({ page }) => {
      const times: number[] = []
      for (let round = 0; round < CHANGES; round++)
        times.push(await change(page, ["n", "t", "m", "w"][round % 4] ?? "n"))
      return times
    },
  )
  const of = (
    name: string,
    what: string,
    limits: readonly [number, number],
    measured: number,
  ): Figure => ({ name, what, unit: "ms", floor: limits[0], goal: limits[1], measured })
  return [
    { ...of("P2", "CLS over the keyboard tasks", [0.05, 0.01], slow.shift), unit: "" },
    of("P3", "INP over the keyboard tasks, p98", [200, 100], percentile(slow.interactions, 98)),
    of("P11", "range changed to repaint, p95", [400, 200], percentile(changes, 95)),
    of("P12", "command menu open", [100, 50], median(slow.menu)),
    of("P12", "theme switched", [100, 50], median(slow.theme)),
  ]
}

/** From the answer to the producer until the page says that there are new entries. */
export const measureNews = async (bench: Bench): Promise<ReadonlyArray<Figure>> => {
  const waits = await onRig(bench, { slowed: true, path: pathOf("/usage") }, async ({ page }) => {
    const times: number[] = []
    for (let n = 1; n <= NEWS; n++) {
      const event = eventAt(
        1_000_000_000 + n,
        Math.round(performance.timeOrigin + performance.now()),
      )
      await bench.api.sendEvents(JSON.stringify(event))
      const stored = performance.now()
      await page.waitForFunction(
        (count) => document.querySelector(".news")?.textContent?.startsWith(`${count} `) === true,
        n,
      )
      times.push(performance.now() - stored)
      await page.waitForTimeout(NEWS_EVERY_MS)
    }
    return times
  })
  const measured = percentile(waits, 95)
  return [
    {
      name: "P13",
      what: "stored to visible, p95",
      unit: "ms",
      floor: 5_000,
      goal: 2_000,
      measured,
    },
  ]
}

export const measureMemory = async (bench: Bench): Promise<ReadonlyArray<Figure>> => {
  const grown = await onRig(
    bench,
    { slowed: false, path: pathOf("/usage") },
    async ({ page, devtools }) => {
      const heap = async () => {
        await devtools.send("HeapProfiler.collectGarbage")
        const { usedSize } = await devtools.send("Runtime.getHeapUsage")
        return usedSize / 1e6
      }
      const round = async (times: number) => {
        for (let n = 0; n < times; n++) await change(page, ["n", "t"][n % 2] ?? "n")
      }
      // What is kept once, such as formats and compiled code, is not growth.
      await round(4)
      const before = await heap()
      await round(RANGE_CHANGES)
      return (await heap()) - before
    },
  )
  return [
    {
      name: "P15",
      what: `memory after ${RANGE_CHANGES} range changes`,
      unit: "MB",
      floor: 10,
      goal: 3,
      measured: Math.max(0, grown),
    },
  ]
}
