/** A signed-in page on the rig: nothing cached, slowed as asked for, and watched from its first moment. */
import { setTimeout as sleep } from "node:timers/promises"
import type { CDPSession, Page } from "playwright-core"
import type { Bench } from "./dashboard-figures.ts"
import { ACCOUNT } from "./dashboard-seed.ts"

const SLOWED = 4
const BYTES_PER_SECOND = (10 * 1_000_000) / 8
const ROUND_TRIP_MS = 40
const REST_MAX_MS = 30_000
const ASK_EVERY_MS = 100

export const pathOf = (screen: string, query = "") => `${screen}?account=${ACCOUNT}${query}`

export interface Rig {
  readonly page: Page
  readonly devtools: CDPSession
  /** Requests that left the origin. */
  readonly strangers: ReadonlyArray<string>
}

/** What the page's observers have seen so far; all in milliseconds but `shift`. */
export interface Seen {
  readonly paint: number
  readonly shift: number
  readonly blocked: number
  /** The longest event of each interaction. */
  readonly interactions: ReadonlyArray<number>
}

export const onRig = async <A>(
  { browser, api }: Bench,
  { slowed, path }: { readonly slowed: boolean; readonly path: string },
  measure: (rig: Rig) => Promise<A>,
): Promise<A> => {
  const context = await browser.newContext({
    baseURL: api.address,
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
  })
  try {
    await context.request.post("/v1/session", {
      headers: { authorization: `Bearer ${api.key}` },
    })
    const page = await context.newPage()
    const strangers: string[] = []
    page.on("request", (request) => {
      if (!request.url().startsWith(api.address)) strangers.push(request.url())
    })
    const devtools = await context.newCDPSession(page)
    await devtools.send("Performance.enable")
    await devtools.send("Network.enable")
    await devtools.send("Network.setCacheDisabled", { cacheDisabled: true })
    if (slowed) {
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWED })
      await devtools.send("Network.emulateNetworkConditions", {
        offline: false,
        latency: ROUND_TRIP_MS,
        downloadThroughput: BYTES_PER_SECOND,
        uploadThroughput: BYTES_PER_SECOND,
      })
    }
    await page.addInitScript(watch)
    await page.goto(path)
    await devtoolsAtRest(devtools)
    return await measure({ page, devtools, strangers })
  } finally {
    await context.close()
  }
}

/** Runs in the page. */
const watch = () => {
  const seen = { paint: 0, shift: 0, blocked: 0, byInteraction: new Map<number, number>() }
  const observe = (type: string, take: (entry: never) => void, more = {}) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) take(entry as never)
    }).observe({ type, buffered: true, ...more })
  observe("largest-contentful-paint", ({ startTime }: PerformanceEntry) => {
    seen.paint = startTime
  })
  observe(
    "layout-shift",
    ({ value, hadRecentInput }: { value: number; hadRecentInput: boolean }) => {
      if (!hadRecentInput) seen.shift += value
    },
  )
  observe("longtask", ({ duration }: PerformanceEntry) => {
    seen.blocked += Math.max(0, duration - 50)
  })
  observe(
    "event",
    ({ interactionId, duration }: { interactionId: number; duration: number }) => {
      if (interactionId === 0) return
      const before = seen.byInteraction.get(interactionId) ?? 0
      seen.byInteraction.set(interactionId, Math.max(before, duration))
    },
    { durationThreshold: 16 },
  )
  Object.assign(window, { seen })
}

export const seenOf = (page: Page): Promise<Seen> =>
  page.evaluate(() => {
    const { seen } = window as unknown as {
      seen: Omit<Seen, "interactions"> & { byInteraction: Map<number, number> }
    }
    return { ...seen, interactions: [...seen.byInteraction.values()] }
  })

/** Nothing is on its way, and what came is drawn. */
export const atRest = async (page: Page): Promise<void> => {
  await page.waitForFunction(isAtRest)
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  )
}

/** The same without Playwright's own code in the page: to compile it takes a slowed page 100 ms, which are not its own. */
const devtoolsAtRest = async (devtools: CDPSession): Promise<void> => {
  const ask = async (expression: string) => {
    const { result } = await devtools.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    return result.value as boolean
  }
  const began = performance.now()
  while (!(await ask(`(${isAtRest})()`))) {
    if (performance.now() - began > REST_MAX_MS) throw new Error("the page does not come to rest")
    await sleep(ASK_EVERY_MS)
  }
}

/** Runs in the page. */
const isAtRest = (): boolean =>
  document.querySelector("main h1") !== null &&
  document.querySelector("main [aria-busy=true], main .skeleton") === null &&
  (!location.pathname.startsWith("/usage") || document.querySelector(".skyline-plate svg") !== null)

/** Milliseconds of script, style and layout so far. */
export const workOf = async (devtools: CDPSession): Promise<number> => {
  const { metrics } = await devtools.send("Performance.getMetrics")
  const names = ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration"]
  return metrics
    .filter(({ name }) => names.includes(name))
    .reduce((sum, { value }) => sum + value * 1000, 0)
}
