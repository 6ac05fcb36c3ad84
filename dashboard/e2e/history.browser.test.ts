import { expect, it } from "vitest"
import type { Breakdown, Proof, Usage } from "#api/contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { exactCredits } from "../format-number.ts"
import { eventually, findings, settled, useBrowser } from "./browser.ts"

const browser = useBrowser()
const history = "/usage/history?account=studio-north"
const zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"]

it("is reached from Usage by its link", async () => {
  const page = await browser.open("/usage?account=studio-north")
  await page.getByRole("link", { name: "See last 30 days of usage activity" }).click()
  await settled(page)
  const url = new URL(page.url())
  expect([url.pathname, url.searchParams.get("range")]).toEqual(["/usage/history", "30d"])
  expect(await page.locator("h1").textContent()).toMatch(/credits spent in the last 30 days/)
})

it("covers everything since the first entry by months, and adds up", async () => {
  const page = await browser.open(`${history}&range=all`)
  expect(await page.getByRole("heading", { level: 2 }).first().textContent()).toBe("Monthly usage")
  const equation = page.getByLabel("Balance of these days")
  await equation.getByText("adds up", { exact: true }).waitFor()
  const answer = await page.request.get("/v1/accounts/studio-north/usage?range=all&grain=month")
  const usage: Usage = await answer.json()
  const spent = page.locator(".equation .figure", { hasText: "Spent" }).locator("data")
  expect(await spent.getAttribute("value")).toBe(usage.total.spend)
})

it.each(zones)("counts the same total for chart, categories and entries in %s", async (tz) => {
  const page = await browser.open(`${history}&from=2026-03-20&to=2026-04-05&tz=${tz}`)
  const of = (what: string) =>
    page.request
      .get(`/v1/accounts/studio-north/${what}?from=2026-03-20&to=2026-04-05&tz=${tz}`)
      .then((answer) => answer.json())
  const usage: Usage = await of("usage")
  const breakdown: Breakdown = await of("breakdown")
  expect(breakdown.total.spend).toBe(usage.total.spend)
  const spent = page.locator(".equation .figure", { hasText: "Spent" }).locator("data")
  expect(await spent.getAttribute("value")).toBe(usage.total.spend)
  expect(await page.locator("div.section-foot").textContent()).toContain(`Days in ${tz}`)
})

it("chooses days by preset, by dates and by steps, all in the address", async () => {
  const page = await browser.open(history)
  await page.getByRole("button", { name: /^Days/ }).click()
  await page.getByRole("button", { name: /^Last 12 months/ }).click()
  await settled(page)
  expect(new URL(page.url()).searchParams.get("range")).toBe("12m")
  expect(await page.getByRole("heading", { level: 2 }).first().textContent()).toBe("Weekly usage")

  await page.getByRole("button", { name: /^Days/ }).click()
  await page.getByLabel("From").fill("2026-06-30")
  await page.getByLabel("To", { exact: true }).fill("2026-06-01")
  await page.getByRole("button", { name: "Show these days" }).click()
  await settled(page)
  expect(new URL(page.url()).searchParams.get("from")).toBe("2026-06-01")

  await page.getByRole("button", { name: "Earlier days" }).click()
  await settled(page)
  const stepped = new URL(page.url()).searchParams
  expect([stepped.get("from"), stepped.get("to")]).toEqual(["2026-05-01", "2026-05-31"])
  await page.goBack()
  await eventually(() => new URL(page.url()).searchParams.get("from")).toBe("2026-06-01")
})

it("opens a week of the chart as the days it is made of", async () => {
  const page = await browser.open(`${history}&range=12m`)
  await page.getByRole("slider", { name: /bar by bar/ }).focus()
  await page.keyboard.press("End")
  await page.keyboard.press("ArrowLeft")
  await page.keyboard.press("Enter")
  await eventually(() => page.getByRole("heading", { level: 2 }).first().textContent()).toBe(
    "Daily usage",
  )
  await settled(page)
  expect(await page.getByRole("slider", { name: /bar by bar/ }).getAttribute("aria-valuemax")).toBe(
    "7",
  )
})

it("walks the calendar by keyboard and opens a day", async () => {
  const page = await browser.open(history)
  const year = page.getByRole("slider", { name: "Days of 2026" })
  await year.focus()
  await page.keyboard.press("Home")
  expect(await year.getAttribute("aria-valuetext")).toMatch(/^Thu 1 Jan/)
  await page.keyboard.press("ArrowRight")
  await page.keyboard.press("ArrowDown")
  expect(await year.getAttribute("aria-valuetext")).toMatch(/^Fri 9 Jan/)
  const answer = await page.request.get(
    "/v1/accounts/studio-north/usage?from=2026-01-09&to=2026-01-09",
  )
  const usage: Usage = await answer.json()
  expect(await year.getAttribute("aria-valuetext")).toContain(`· ${usage.total.count} entries`)
  await page.keyboard.press("Enter")
  await eventually(() => new URL(page.url()).searchParams.get("from")).toBe("2026-01-09")
})

it("adds the calendar's days up to the lifetime, year by year and in its table", async () => {
  const page = await browser.open(history)
  const section = page.locator("#calendar")
  await section.getByRole("button", { name: "Show as table" }).click()
  const answer = await page.request.get("/v1/accounts/studio-north/usage?range=all&grain=month")
  const usage: Usage = await answer.json()
  const cells = await section.locator("tbody td:nth-of-type(1)").allTextContents()
  const sum = cells.reduce(
    (total, cell) => total + (parseDecimal(cell.replaceAll(",", "")) ?? 0n),
    0n,
  )
  expect(formatDecimal(sum)).toBe(usage.total.spend)
})

it("changes the days by the brush's handles, by keyboard and by pointer", async () => {
  const page = await browser.open(`${history}&range=90d`)
  const first = page.getByRole("slider", { name: "First day" })
  await first.focus()
  const before = await first.getAttribute("aria-valuetext")
  await page.keyboard.press("PageUp")
  expect(await first.getAttribute("aria-valuetext")).not.toBe(before)
  await eventually(() => new URL(page.url()).searchParams.get("from")).not.toBeNull()
  const from = new URL(page.url()).searchParams.get("from") ?? ""
  await settled(page)
  await first.scrollIntoViewIfNeeded()
  const box = await page.locator(".brush").boundingBox()
  const grip = await first.boundingBox()
  if (box === null || grip === null) throw new Error("the brush has no place on the page")
  await page.mouse.move(grip.x + 6, grip.y + 12)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, grip.y + 12, { steps: 4 })
  await page.mouse.up()
  await eventually(() => new URL(page.url()).searchParams.get("from")).not.toBe(from)
  await page.goBack()
  await eventually(() => new URL(page.url()).searchParams.get("from")).toBe(from)
})

it("states each month as an equation that holds, and opens one down to a day's entries", async () => {
  const page = await browser.open(history)
  const section = page.locator("#statement")
  await section.getByText(/every row adds up/).waitFor()
  const answer = await page.request.get("/v1/accounts/studio-north/usage?range=all&grain=month")
  const usage: Usage = await answer.json()
  const spent = await section.locator("tfoot td").nth(5).textContent()
  const figure = (spent ?? "").replaceAll(",", "").replace("−", "")
  expect(formatDecimal(parseDecimal(figure) ?? 0n)).toBe(usage.total.spend)
  await section.getByRole("button", { name: "October 2026" }).click()
  await section
    .getByRole("button", { name: /entries$/ })
    .first()
    .click()
  await eventually(() => new URL(page.url()).searchParams.get("from")).toBe("2026-10-31")
  await page.locator("[data-entry]").first().waitFor()
})

it("divides a month and the range by operation, and proves the balance", async () => {
  const page = await browser.open(history)
  await page.getByLabel("Divide by").selectOption("operation")
  await page.getByRole("table", { name: "Credits spent by operation" }).waitFor()
  expect(new URL(page.url()).searchParams.get("by")).toBe("operation")
  const statement = page.locator("#statement")
  await statement.locator("tbody .fold").first().click()
  await statement.getByRole("button", { name: "By operation" }).click()
  await statement.getByRole("table", { name: "Credits spent by operation" }).waitFor()
  await statement.getByRole("button", { name: "Prove the balance" }).click()
  const proof: Proof = await (await page.request.get("/v1/accounts/studio-north/proof")).json()
  await statement.getByText(`Four sums agree: ${exactCredits(proof.balance)}`).waitFor()
  expect(await findings(page)).toEqual([])
})
