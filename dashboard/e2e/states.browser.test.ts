/** Each state of a screen reached on purpose, tasks by keys alone, and the languages. */
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import type { Page, Route } from "playwright-core"
import { afterAll, expect, inject, it } from "vitest"
import {
  clientOf,
  killSpawned,
  spawnServer,
  temporaryFolder,
} from "../../api/testing/spawned-server.ts"
import { eventually, findings, settled, useBrowser } from "./browser.ts"

const browser = useBrowser()
const run = promisify(execFile)
afterAll(killSpawned)
const usage = "/usage?account=studio-north"
/** Keys do what they do in every look; the tasks are spread over both themes and widths. */
const small = { theme: "dark", width: 360 } as const
const params = (page: Page) => new URL(page.url()).searchParams

const problem = (status: number, title: string, detail: string) => (route: Route) =>
  route.fulfill({
    status,
    contentType: "application/problem+json",
    body: JSON.stringify({ type: "about:blank", title, status, detail }),
  })

/** Presses each key and says how many there were. */
const press = async (page: Page, ...keys: ReadonlyArray<string>): Promise<number> => {
  for (const key of keys) await page.keyboard.press(key)
  return keys.length
}

/** Presses Tab until the focus is where it should be. */
const tabTo = async (page: Page, selector: string): Promise<number> => {
  for (let presses = 1; presses <= 25; presses++) {
    await page.keyboard.press("Tab")
    const there = await page.evaluate((css) => document.activeElement?.matches(css), selector)
    if (there) return presses
  }
  throw new Error(`Tab does not reach ${selector}`)
}

it("keeps the page's shape while a slow network answers", async () => {
  const page = await browser.open(usage)
  await page.route("**/v1/accounts/studio-north/**", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await route.continue()
  })
  await page.goto(usage)
  await page.locator(".skeleton").first().waitFor()
  expect(await findings(page)).toEqual([])
  await settled(page)
  await page.getByLabel("Compare with").selectOption("prev")
  // What was there stays while the next answer is on its way.
  expect(await page.locator("#usage-over-time[aria-busy=true] .skyline-plate svg").count()).toBe(2)
  await page.unrouteAll({ behavior: "ignoreErrors" })
})

it("shows what failed and why, leaves the rest, and recovers by its button", async () => {
  const page = await browser.open(usage, { failing: true })
  await page.route("**/transactions?*", problem(500, "Out of order", "Try again soon."))
  await page.route("**/refund-check?*", problem(400, "Too much", "Ask for fewer days."))
  await page.goto(usage)
  await page.getByText("The entries could not be loaded.").waitFor()
  await page.getByText("Too much. Ask for fewer days.").waitFor()
  await page.locator(".skyline-plate svg").first().waitFor()
  expect(await findings(page)).toEqual([])
  await page.unrouteAll()
  await page.locator("#activity").getByRole("button", { name: "Retry" }).click()
  await page.locator(".entry-row").first().waitFor()
})

it("keeps what was loaded when the network goes away", async () => {
  const page = await browser.open(usage, { failing: true })
  await page.context().setOffline(true)
  await page.keyboard.press("n")
  await page.getByText("The server cannot be reached").first().waitFor()
  expect(await page.locator(".entry-row").count()).toBe(25)
  await page.context().setOffline(false)
  await page.locator("#activity").getByRole("button", { name: "Retry" }).click()
  await eventually(() => page.locator("#activity .problem").count()).toBe(0)
})

it("says that the stream is lost, and goes on by asking", async () => {
  const page = await browser.open(usage, { failing: true })
  await page.route("**/live", (route) => route.abort())
  await page.goto(usage)
  await page.locator(".freshness.late", { hasText: "Reconnecting" }).waitFor()
  expect(await findings(page)).toEqual([])
})

it("opens the highest day's first entry and copies its payment reference by keys", async () => {
  const page = await browser.open(usage, small)
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10)
  const event = { account: "by-keys", operation: "render", type: "spend", credits: "5" }
  const events = [
    { ...event, id: "a", occurred_at: `${day(4)}T09:00:00Z` },
    { ...event, id: "b", occurred_at: `${day(2)}T09:00:00Z`, credits: "70" },
    { ...event, id: "c", occurred_at: `${day(2)}T11:00:00Z`, type: "purchase", reference: "INV-7" },
  ]
  const answer = await page.request.post("/v1/events", {
    headers: { authorization: `Bearer ${inject("adminKey")}` },
    data: events,
  })
  expect((await answer.json()).accepted).toBe(3)
  await page.goto("/usage?account=by-keys")
  await settled(page)
  let presses = await press(page, "h", "Enter")
  await eventually(() => page.evaluate(() => document.activeElement?.id)).toBe("ledger-caption")
  presses += await press(page, "j", "Enter")
  await page.getByRole("button", { name: "Copy Payment" }).waitFor()
  presses += await tabTo(page, '[aria-label="Copy Payment"]')
  presses += await press(page, "Enter")
  await eventually(() => page.evaluate(() => navigator.clipboard.readText())).toBe("INV-7")
  expect(presses).toBeLessThanOrEqual(14)
})

it("says that an account is empty, and proves a zero", async () => {
  const page = await browser.open(usage)
  const answer = await page.request.put("/v1/accounts/fresh", {
    headers: { authorization: `Bearer ${inject("adminKey")}` },
    data: { name: "Fresh" },
  })
  expect(answer.status()).toBe(200)
  await page.goto("/usage?account=fresh")
  await page.getByText("No credits yet").waitFor()
  await page.getByText("No entries in these days.").waitFor()
  await page.getByText("No failure and no refund in these days.").waitFor()
  await page.getByText("Nothing was spent in the last 12 months to reckon from.").waitFor()
  expect(await findings(page)).toEqual([])
})

it("does the tasks by keys, within their presses", async () => {
  const page = await browser.open(usage, small)
  // K1: the readout on the highest day.
  expect(await press(page, "h")).toBeLessThanOrEqual(8)
  const highest = await page.request
    .get("/v1/accounts/studio-north/usage?range=30d")
    .then((answer) => answer.json())
  const slider = page.getByRole("slider", { name: /bar by bar/ })
  const at = highest.series.findIndex(
    ({ bucket }: { bucket: string }) => bucket === highest.highest.bucket,
  )
  expect(await slider.getAttribute("aria-valuenow")).toBe(String(at + 1))
  // K3: the last 90 days beside the days before.
  expect(await press(page, "n", "x")).toBeLessThanOrEqual(3)
  await eventually(() => params(page).toString()).toContain("range=90d&compare=prev")
  await settled(page)
  // K5: the third page and back.
  const caption = page.locator("#ledger-caption")
  for (const start of ["26", "51"]) {
    await press(page, "]")
    await eventually(() => caption.textContent()).toContain(`${start}–`)
  }
  await press(page, "[")
  await eventually(() => caption.textContent()).toContain("26–")
  await press(page, "[")
  await eventually(() => caption.textContent()).toContain("1–25")
  // Rows and the entry of one, and what Escape takes back.
  await press(page, "j", "j", "k", "Enter")
  await eventually(() => params(page).has("event")).toBe(true)
  await page.getByRole("dialog", { name: "Entry" }).waitFor()
  await press(page, "Escape")
  await eventually(() => params(page).has("event")).toBe(false)
  await press(page, "g", "h")
  await eventually(() => new URL(page.url()).pathname).toBe("/usage/history")
})

it("hides two columns and brings them back within sixteen presses", async () => {
  const page = await browser.open(usage, { theme: "dark" })
  await page.locator("#ledger-search").focus()
  let presses = await tabTo(page, ".ledger-tools .popup:first-child button")
  presses += await press(page, "Enter", "Space", "Tab", "Space")
  await eventually(() => page.locator(".ledger-table thead th").count()).toBe(7)
  presses += await press(page, "Space", "Shift+Tab", "Space")
  await eventually(() => page.locator(".ledger-table thead th").count()).toBe(9)
  expect(presses).toBeLessThanOrEqual(16)
})

it("chooses a theme, turns the keys off, and compares by visible controls within 30 presses", async () => {
  const page = await browser.open(usage, { width: 360 })
  let presses = await press(page, ",")
  await page.getByRole("dialog", { name: "Settings" }).waitFor()
  expect(await findings(page)).toEqual([])
  presses += await tabTo(page, "[name=setting-theme]")
  presses += await press(page, "ArrowDown", "ArrowDown")
  presses += await tabTo(page, ".setting-check input")
  presses += await press(page, "Space", "Escape")
  expect(await page.locator("html").getAttribute("data-theme")).toBe("dark")
  await page.keyboard.press("n")
  expect(params(page).get("range")).toBeNull()
  presses += await tabTo(page, ".range-button")
  presses += await press(page, "Enter", "Tab", "Enter")
  await eventually(() => params(page).get("range")).toBe("90d")
  presses += await tabTo(page, ".scope-bar select")
  presses += await press(page, "ArrowDown")
  await eventually(() => params(page).get("compare")).toBe("prev")
  expect(presses).toBeLessThanOrEqual(30)
})

it("lists its keys and what its figures are on a question mark", async () => {
  const page = await browser.open(usage, { width: 360 })
  await page.keyboard.press("?")
  const help = page.getByRole("dialog", { name: "Help" })
  await help.getByText("Unusually high day").waitFor()
  expect(await findings(page)).toEqual([])
  await page.keyboard.press("Escape")
  await help.waitFor({ state: "detached" })
})

it("runs a command from any field, over a page that is inert meanwhile", async () => {
  const page = await browser.open(usage, { theme: "dark" })
  await page.locator("#ledger-search").focus()
  let presses = await press(page, "Control+k")
  await page.getByRole("dialog", { name: "Commands" }).waitFor()
  await page.getByRole("option", { name: /the highest day/ }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.keyboard.type("frame")
  await page.getByRole("option", { name: /^Operation is keyframeGenerate .* credits$/ }).waitFor()
  await page.keyboard.press("Escape")
  await eventually(() => page.evaluate(() => document.activeElement?.id)).toBe("ledger-search")
  // K4, with the typing: the filter on a category, and off again.
  presses += await press(page, "Control+k", "i", "m", "a", "g", "e")
  await page.getByRole("option", { name: /^Category is Image Generation/ }).waitFor()
  presses += await press(page, "Enter")
  await eventually(() => params(page).get("f")).toBe("category:is:Image Generation")
  presses += await press(page, "Control+k", "r", "e", "m", "Enter")
  await eventually(() => params(page).has("f")).toBe(false)
  expect(presses).toBeLessThanOrEqual(20)
})

it("speaks German once that is chosen, and keeps the page", async () => {
  const page = await browser.open(`${usage}&range=90d`)
  await page.keyboard.press(",")
  await page.locator("dialog select").first().selectOption("de")
  await page.getByRole("dialog", { name: "Einstellungen" }).waitFor()
  await page.keyboard.press("Escape")
  await page.getByRole("heading", { level: 2, name: "Letzte Buchungen" }).waitFor()
  expect(params(page).get("range")).toBe("90d")
  expect(await page.locator("html").getAttribute("lang")).toBe("de-DE")
  expect(await findings(page)).toEqual([])
})

it("has every word from the catalogue, and room for longer ones from either side", async () => {
  for (const language of ["en-XA", "en-XB"])
    for (const path of [usage, "/usage/history?account=studio-north&range=12m"]) {
      const page = await browser.open(path, { language, width: 360 })
      const { overflow, plain } = await page.evaluate(() => ({
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        plain: [
          ...document.querySelectorAll("button, h1, h2, h3, th[scope=col], dt, legend, caption"),
        ]
          .filter((element) => !element.matches(".pick, [data-entry], [data-account]"))
          .map((element) => element.textContent?.trim() ?? "")
          .filter((text) => /[a-z]{4}/i.test(text) && !/[áéíóú·~]/i.test(text)),
      }))
      expect(overflow).toBeLessThanOrEqual(0)
      expect(plain.filter((text) => !alsoData.test(text))).toEqual([])
    }
})

/** Names and dates that are the account's or the calendar's own. */
const alsoData = /Studio North|Generated|^Tool|\d{4}|^\w{3} \d|\d \w{3}/

it("leads from an empty instance to the first event by what the screen says alone", async () => {
  const folder = temporaryFolder()
  const server = spawnServer({ TIDEMARK_DATA: folder.path })
  const { link } = await clientOf(server, folder.path)
  const page = await browser.open("/docs", { signedOut: true, host: new URL(link).origin })
  const began = performance.now()
  await page.goto(link)
  await page.getByRole("heading", { name: "No event has arrived yet" }).waitFor()
  await page.getByRole("button", { name: "Make a key" }).click()
  await page.getByText("Shown this once").waitFor()
  expect(await findings(page)).toEqual([])
  const shown = async (way: string) => {
    await page.getByText(way, { exact: true }).click()
    return (await page.locator(".first-program").textContent()) ?? ""
  }
  const client = await shown("TypeScript")
  await page.getByText("Waiting for the first event.").waitFor()
  const { stdout } = await run("sh", ["-ec", await shown("curl")])
  expect(JSON.parse(stdout)).toMatchObject({ accepted: 2, rejected: 0 })
  // Nobody touches the page.
  await page.getByRole("heading", { name: /498\.5 credits left/ }).waitFor()
  expect(performance.now() - began).toBeLessThan(3 * 60_000)
  const again = await run(process.execPath, ["--input-type=module", "--eval", client])
  expect(again.stdout).toMatch(/^order-1 duplicate\nrender-1 duplicate\n$/)
  await page.close()
  await server.stop()
  folder.remove()
})
