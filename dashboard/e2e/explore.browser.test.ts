import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import type { Breakdown, Usage } from "#api/contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { eventually, findings, settled, useBrowser } from "./browser.ts"

const browser = useBrowser()

/** A figure of the page as the API writes it. */
const exact = (text: string) => formatDecimal(parseDecimal(text.replaceAll(",", "")) ?? -1n)
const sum = (decimals: ReadonlyArray<string>) =>
  formatDecimal(decimals.reduce((total, decimal) => total + (parseDecimal(decimal) ?? 0n), 0n))
const cells = async (page: Page, rows: string, cell: string) =>
  (await page.locator(`${rows} ${cell}`).allTextContents()).map(exact)
const query = (page: Page) => new URL(page.url()).searchParams

/** Scopes of many kinds, and the API's words for each. */
const scopes = [
  { at: "accounts=all", asks: "usage?range=30d&by=category" },
  {
    at: "accounts=all&by=operation&range=90d&f=category:not:Research&tz=Asia/Kathmandu",
    asks: "usage?range=90d&by=operation&filter=category:not:Research&tz=Asia/Kathmandu",
  },
  {
    at: "account=studio-north&by=actor&from=2026-03-01&to=2026-04-05&tz=America/St_Johns",
    asks: "accounts/studio-north/usage?by=actor&from=2026-03-01&to=2026-04-05&tz=America/St_Johns",
  },
  {
    at: "account=studio-north&range=12m&f=operation:is:keyframeGenerate,voiceoverGenerate",
    asks: "accounts/studio-north/usage?range=12m&grain=week&by=category&filter=operation:is:keyframeGenerate,voiceoverGenerate",
  },
]

it("shows the same total in chart, lists, table and the API, whatever is asked", async () => {
  const page = await browser.open(`/explore?${scopes[0]?.at}`)
  for (const { at, asks } of scopes) {
    await page.goto(`/explore?${at}`)
    await settled(page)
    const answer = await page.request.get(`/v1/${asks}`)
    const { total, groups = [] } = (await answer.json()) as Usage
    // Rows of the breakdown, and their total.
    const spent = groups.filter(({ spend }) => spend !== "0").map(({ spend }) => spend)
    expect(await cells(page, ".explore-table tbody tr", "td:nth-of-type(1)")).toEqual(spent)
    expect(await cells(page, ".explore-table tfoot", "td:nth-of-type(1)")).toEqual([total.spend])
    // Each list with its rest; what is out does not count.
    for (const list of await page.locator(".linked-list").all()) {
      const counted = ":is(.listed-counted, .listed-chosen, .listed-rest) .listed-figure"
      const figures = (await list.locator(counted).allTextContents()).map(exact)
      expect(sum(figures)).toBe(total.spend)
    }
    // The chart as a table: bars to parts, parts to the total.
    await page.getByRole("button", { name: "Show as table" }).click()
    const foot = await cells(page, ".divided-table tfoot", "td")
    const parts = (await page.locator(".divided-table thead th").count()) - 4
    expect(sum(foot.slice(0, parts))).toBe(total.spend)
    expect(foot[parts]).toBe(total.spend)
    const bars = await cells(page, ".divided-table tbody tr", `td:nth-of-type(${parts + 1})`)
    expect(sum(bars)).toBe(total.spend)
  }
})

it("groups by operation, excludes the largest and saves the view with a few keys", async () => {
  const page = await browser.open("/usage?account=studio-north", { theme: "dark", width: 360 })
  let presses = 0
  const press = async (...keys: ReadonlyArray<string>) => {
    for (const key of keys) await page.keyboard.press(key)
    presses += keys.length
  }
  await press("g", "e")
  await settled(page)
  await press("b", "ArrowDown", "Enter")
  await eventually(() => query(page).get("by")).toBe("operation")
  await settled(page)
  const { groups = [] } = (await (
    await page.request.get("/v1/accounts/studio-north/usage?by=operation")
  ).json()) as Usage
  await press("j", "Alt+Enter")
  await eventually(() => query(page).get("f")).toBe(`operation:not:${groups[0]?.key}`)
  await press("s")
  await page.getByLabel("Name of the view").waitFor()
  await press("Enter")
  expect(presses).toBeLessThanOrEqual(24)
  await page.getByLabel("Name of the view").waitFor({ state: "detached" })
  const [by, f] = [query(page).get("by"), query(page).get("f")]

  await page.goto("/explore")
  await settled(page)
  await page.getByRole("button", { name: "Views" }).click()
  await page.getByRole("button", { name: "Credits spent by operation", exact: true }).click()
  await eventually(() => query(page).get("f")).toBe(f)
  expect([query(page).get("by"), query(page).get("account")]).toEqual([by, "studio-north"])
  await page.getByRole("button", { name: "Views" }).click()
  await page.getByRole("button", { name: "Remove Credits spent by operation" }).click()
  await page.getByText("No view is saved yet.").waitFor()
})

it("filters the other lists by a click, keeps what is excluded in its place, and goes back", async () => {
  const page = await browser.open("/explore?accounts=all&by=category")
  const lists = page.locator(".linked-list")
  const first = lists.nth(0).locator(".listed").first()
  const name = (await first.locator(".value-button").textContent()) ?? ""
  const figure = await first.locator(".listed-figure").textContent()
  await first.locator(".value-button").click({ modifiers: ["Alt"] })
  await eventually(() => query(page).get("f")).toBe(`category:not:${name}`)
  await settled(page)
  expect(await first.getAttribute("class")).toContain("listed-excluded")
  expect(await first.locator(".listed-figure").textContent()).toBe(figure)
  const left = (await (
    await page.request.get(`/v1/breakdown?by=operation&filter=category:not:${name}`)
  ).json()) as Breakdown
  const second = lists.nth(1).locator(".listed-figure").first()
  expect(exact((await second.textContent()) ?? "")).toBe(left.values[0]?.spend)
  expect(exact((await page.locator(".explore-table tfoot td").first().textContent()) ?? "")).toBe(
    left.total.spend,
  )
  await page.goBack()
  await eventually(() => query(page).get("f")).toBe(null)
  await settled(page)
  expect(await first.getAttribute("class")).toContain("listed-counted")
})

it("is one slider with a readout, in every form", async () => {
  const page = await browser.open("/explore?account=studio-north")
  const chart = page.getByRole("slider")
  for (const form of ["Stacked", "Lines", "Share", "Small multiples"]) {
    await page.locator(".explore-chart").getByRole("button", { name: form, exact: true }).click()
    await chart.focus()
    await page.keyboard.press("Home")
    const begin = await chart.getAttribute("aria-valuetext")
    await page.keyboard.press("ArrowRight")
    await eventually(() => chart.getAttribute("aria-valuenow")).toBe("2")
    expect(await chart.getAttribute("aria-valuetext")).not.toBe(begin)
    expect(await page.locator(".explore-chart .readout p").textContent()).toBe(
      await chart.getAttribute("aria-valuetext"),
    )
    expect(await findings(page, ".explore-chart")).toEqual([])
  }
})
