import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import { findings, settled, useBrowser } from "./browser.ts"

const browser = useBrowser()
/** Where somebody has set the browser's text to 200 %. */
const large = useBrowser("--blink-settings=defaultFontSize=32")
const studio = "account=studio-north"
/** A new screen is one more line here. `open`: what else of it can be opened, by the names of the buttons. */
const pages = [
  { name: "Usage", path: `/usage?${studio}`, open: [/^Days/, /^Account/, /^Theme/] },
  { name: "History", path: `/usage/history?${studio}&range=12m`, open: [/^Days/] },
  {
    name: "Explore",
    path: "/explore?accounts=all&f=category:not:Research",
    open: [/^What it is divided by/, /^What it is compared with/, /^Add a condition/, /^Save view/],
  },
  { name: "Operations", path: "/operations?f=category:not:Research", open: [/^\+ Filter/] },
  { name: "Exports", path: "/exports", open: [] },
  { name: "Accounts", path: "/accounts", open: [] },
  { name: "Keys", path: "/keys", open: [] },
]
const themes = ["light", "dark"] as const
const widths = [1280, 360] as const

/** One after another on one page, as somebody turns a telephone or the lights: loading it is most of the time. */
it.each(pages)("axe finds nothing on $name, in both themes, wide and narrow", async ({ path }) => {
  const page = await browser.open(path)
  for (const theme of themes)
    for (const width of widths) {
      await page.emulateMedia({ colorScheme: theme })
      await page.setViewportSize({ width, height: 900 })
      await settled(page)
      expect.soft(await findings(page), `${theme}, ${width} px`).toEqual([])
    }
})

it.each(pages.filter(({ open }) => open.length > 0))(
  "axe finds nothing on $name with tables for charts and with panels open",
  async ({ path, open }) => {
    const page = await browser.open(path)
    // Each is called something else once it is pressed.
    const asTable = page.getByRole("button", { name: "Show as table" })
    while ((await asTable.count()) > 0) await asTable.first().click()
    await settled(page)
    // Two years of days, all of a kind, would take half a minute.
    await page.evaluate(() => {
      for (const row of document.querySelectorAll(".calendar-table tr:nth-child(n + 8)"))
        row.remove()
    })
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      expect.soft(await findings(page), `${width} px`).toEqual([])
      for (const panel of open) {
        await page.getByRole("button", { name: panel }).first().click()
        await page.getByRole("dialog").waitFor()
        expect.soft(await findings(page, "[role=dialog]"), `${panel}, ${width} px`).toEqual([])
        await page.keyboard.press("Escape")
      }
    }
  },
)

it("axe finds nothing where there is nothing to show, nor when signed out", async () => {
  const quiet = await browser.open("/usage?account=mana-gallery")
  expect(await findings(quiet)).toEqual([])
  const stranger = await browser.open("/usage", { signedOut: true })
  await stranger.getByRole("heading", { name: "Sign in to see the usage" }).waitFor()
  expect(await findings(stranger)).toEqual([])
})

const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

it.each([
  { width: 320, text: "usual" },
  { width: 360, text: "double" },
  { width: 800, text: "double" },
])("nothing scrolls sideways at $width px with $text text", async ({ width, text }) => {
  for (const { path } of pages) {
    const page = await (text === "double" ? large : browser).open(path, { width })
    expect.soft(await overflowOf(page), path).toBeLessThanOrEqual(0)
  }
})

it("every control is at least 24 pixels in both directions", async () => {
  const page = await browser.open(pages[0]?.path ?? "", { width: 360 })
  for (const { path } of pages) {
    await page.goto(path)
    await settled(page)
    const small = await page.evaluate(() => {
      // What is drawn may be smaller than what takes the pointer.
      const takes = (element: Element) => {
        element.scrollIntoView({ block: "center" })
        const { left, top, width, height } = element.getBoundingClientRect()
        return [-11, 11].every((far) =>
          [
            [far, 0],
            [0, far],
          ].every(([x = 0, y = 0]) => {
            const hit = document.elementFromPoint(left + width / 2 + x, top + height / 2 + y)
            return hit !== null && element.contains(hit)
          }),
        )
      }
      return [...document.querySelectorAll("button, select, input, [role=slider]")]
        .map((element) => ({ element, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
        .filter(({ element }) => !takes(element))
        .map(({ element }) => element.outerHTML.slice(0, 80))
    })
    expect.soft(small, path).toEqual([])
  }
})

it("axe finds nothing on the API reference, in both themes, wide and narrow", async () => {
  const page = await browser.open("/docs", { signedOut: true })
  await page.locator("summary").first().click()
  // They are all of a kind, and axe takes half a minute for all of them.
  await page.evaluate(() => {
    for (const section of document.querySelectorAll("main > section"))
      for (const article of [...section.querySelectorAll("article")].slice(1)) article.remove()
  })
  for (const theme of themes)
    for (const width of widths) {
      await page.emulateMedia({ colorScheme: theme })
      await page.setViewportSize({ width, height: 900 })
      expect.soft(await findings(page), `${theme}, ${width} px`).toEqual([])
      expect.soft(await overflowOf(page), `${width} px`).toBeLessThanOrEqual(0)
    }
})

it("the API reference is searched with the keyboard", async () => {
  const page = await browser.open("/docs", { signedOut: true })
  const usage = page.getByRole("heading", { name: "GET /v1/accounts/{account}/usage", exact: true })
  const keys = page.getByRole("heading", { name: "POST /v1/keys", exact: true })
  await keys.waitFor()
  await page.keyboard.press("/")
  await page.keyboard.type("zero-filled series")
  await page.getByText("1 found").waitFor()
  expect([await usage.isVisible(), await keys.isVisible()]).toEqual([true, false])
  await page.keyboard.press("Escape")
  expect(await keys.isVisible()).toBe(true)
})
