import { expect, it } from "vitest"
import { findings, useBrowser } from "./browser.ts"

const browser = useBrowser()
/** Where somebody has set the browser's text to 200 %. */
const large = useBrowser("--blink-settings=defaultFontSize=32")
const studio = "account=studio-north"
const pages = [
  { name: "Usage", path: `/usage?${studio}` },
  { name: "History", path: `/usage/history?${studio}&range=12m` },
]
const themes = ["light", "dark"] as const
const widths = [360, 1280] as const
const cases = pages.flatMap((page) =>
  themes.flatMap((theme) => widths.map((width) => ({ ...page, theme, width }))),
)

it.each(cases)("axe finds nothing on $name, $theme, $width px", async ({ path, theme, width }) => {
  const page = await browser.open(path, { theme, width })
  expect(await findings(page)).toEqual([])
})

it.each(cases.filter(({ theme }) => theme === "light"))(
  "axe finds nothing on $name with table and panels open, $width px",
  async ({ path, width }) => {
    const page = await browser.open(path, { width })
    // Each is called something else once it is pressed.
    const asTable = page.getByRole("button", { name: "Show as table" })
    while ((await asTable.count()) > 0) await asTable.first().click()
    expect(await findings(page)).toEqual([])
    for (const panel of [/^Days/, /^Account/, /^Theme/]) {
      await page.getByRole("button", { name: panel }).first().click()
      await page.getByRole("dialog").waitFor()
      expect(await findings(page, "[role=dialog]")).toEqual([])
      await page.keyboard.press("Escape")
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

it.each([
  { width: 320, text: "usual" },
  { width: 360, text: "double" },
  { width: 800, text: "double" },
])("nothing scrolls sideways at $width px with $text text", async ({ width, text }) => {
  for (const { path } of pages) {
    const page = await (text === "double" ? large : browser).open(path, { width })
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBeLessThanOrEqual(0)
  }
})

it("every control is at least 24 pixels in both directions", async () => {
  const page = await browser.open(pages[0]?.path ?? "", { width: 360 })
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("button, select, input, [role=slider]")]
      .map((element) => ({
        name: element.outerHTML.slice(0, 80),
        box: element.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
      .map(({ name }) => name),
  )
  expect(small).toEqual([])
})

const reference = themes.flatMap((theme) => widths.map((width) => ({ theme, width })))

it.each(reference)("axe finds nothing on the API reference, $theme, $width px", async (options) => {
  const page = await browser.open("/docs", { ...options, signedOut: true })
  await page.locator("summary").first().click()
  // They are all of a kind, and axe takes half a minute for all of them.
  await page.evaluate(() => {
    for (const section of document.querySelectorAll("main > section"))
      for (const article of [...section.querySelectorAll("article")].slice(1)) article.remove()
  })
  expect(await findings(page)).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
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
