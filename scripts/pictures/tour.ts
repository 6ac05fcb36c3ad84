/** What the recording of the README shows: from a figure to the entries behind it, and on to all accounts. */
import type { Page } from "playwright-core"
import type { Recorder } from "./recorder.ts"

const LOOK_MS = 1_600
const GLANCE_MS = 500

/** Nothing is on its way, and what moves has come to rest. */
export const settle = async (page: Page): Promise<void> => {
  await page.locator("main h1").first().waitFor()
  await page.waitForFunction(
    () => document.querySelector("[aria-busy=true], .skeleton, .operations-wait") === null,
  )
  await page.waitForTimeout(GLANCE_MS)
}

export const tour = async (page: Page, { show, point }: Recorder): Promise<void> => {
  const press = async (selector: string) => {
    const moved = await page.locator(selector).first().evaluate(bringIntoView)
    if (moved) await show(GLANCE_MS)
    await point(selector)
    await page.locator(selector).first().click()
    await settle(page)
    await show(LOOK_MS)
  }
  await page.goto("/usage?account=studio-north")
  await settle(page)
  await show(LOOK_MS)
  // The highest day, by the key for it, and what it was spent on.
  await page.keyboard.press("h")
  await show(LOOK_MS)
  await press(".readout .link-button")
  await press("[data-entry] >> nth=2")
  await page.keyboard.press("Escape")
  await settle(page)
  await page.evaluate(() => scrollTo(0, 0))
  await press('.screens a[href^="/explore"]')
  await press(".linked-list .value-button")
  await press('.screens a[href^="/operations"]')
  await press('.screens a[href^="/usage/history"]')
}

const bringIntoView = (element: Element): boolean => {
  const { top, bottom } = element.getBoundingClientRect()
  if (top >= 0 && bottom <= innerHeight) return false
  element.scrollIntoView({ block: "center" })
  return true
}
