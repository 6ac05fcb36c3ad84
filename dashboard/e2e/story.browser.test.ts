import type { Page } from "playwright-core"
import { expect, inject, it } from "vitest"
import type { Transactions } from "#api/contract.ts"
import { eventually, findings, settled, useBrowser } from "./browser.ts"

const browser = useBrowser()
const studio = "/usage?account=studio-north"
const sheet = (page: Page) => page.getByRole("dialog", { name: "Entry" })
const entryParam = (page: Page) => new URL(page.url()).searchParams.get("event")

const firstOf = async (page: Page, type: string) => {
  const answer = await page.request.get(
    "/v1/accounts/studio-north/transactions?range=90d&limit=500",
  )
  const { transactions }: Transactions = await answer.json()
  const found = transactions.find((t) => t.type === type)
  if (found === undefined) throw new Error(`no ${type} in 90 days`)
  return found
}

it("opens a row by keyboard, steps with J and K, and gives the focus back on Escape", async () => {
  const page = await browser.open(studio)
  const ids = await page
    .locator("[data-entry]")
    .evaluateAll((all) => all.map((row) => row.getAttribute("data-entry")))
  await page.locator("[data-entry]").first().press("Enter")
  await sheet(page).getByRole("heading", { level: 2 }).waitFor()
  expect(entryParam(page)).toBe(ids[0])
  await page.keyboard.press("j")
  await eventually(() => entryParam(page)).toBe(ids[1])
  await page.keyboard.press("k")
  await page.keyboard.press("k")
  await eventually(() => entryParam(page)).toBe(ids[0])
  await page.keyboard.press("Escape")
  await sheet(page).waitFor({ state: "detached" })
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute("data-entry") ?? null)
  await eventually(focused).toBe(ids[0])
  await eventually(() => entryParam(page)).toBeNull()
})

it("leads from a refund to the spend it returns, by a link that works again", async () => {
  const page = await browser.open(studio)
  const refund = await firstOf(page, "refund")
  await page.goto(`${studio}&event=${encodeURIComponent(refund.id)}`)
  await sheet(page)
    .getByRole("heading", { name: /came back at/ })
    .waitFor()
  await sheet(page)
    .getByRole("button", { name: refund.refers_to ?? "" })
    .click()
  await sheet(page)
    .getByRole("heading", { name: /failed, and gave all .* back|came back/ })
    .waitFor()
  expect(entryParam(page)).toBe(refund.refers_to)
})

it("shows a conflict with what differs, which the figures do not hold", async () => {
  const page = await browser.open(studio)
  const send = async (credits: string) => {
    const occurred_at = "2026-03-01T10:00:00.000Z"
    const event = { id: "twice", account: "story-show", type: "purchase", operation: "purchase" }
    await page.request.post("/v1/events", {
      headers: { authorization: `Bearer ${inject("adminKey")}` },
      data: { ...event, credits, occurred_at },
    })
  }
  await send("100")
  await send("120")
  await page.goto("/usage?account=story-show&range=all&event=twice")
  await settled(page)
  const steps = sheet(page).locator(".step")
  await eventually(() => steps.count()).toBe(3)
  expect(await steps.last().textContent()).toContain("credits: stored 100, sent 120")
  expect(await page.locator("h1").textContent()).toContain("100 credits left")
})

it.each([
  { width: 360, theme: "dark" },
  { width: 1280, theme: "light" },
] as const)("axe finds nothing with the sheet open, $width px, $theme", async (options) => {
  const page = await browser.open(studio, options)
  await page.locator("[data-entry]").first().click()
  await sheet(page).getByRole("heading", { level: 2 }).waitFor()
  expect(await findings(page)).toEqual([])
})

it("hides a column, keeps it hidden, and copies the rows that are shown", async () => {
  const page = await browser.open(studio)
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
  await page.getByRole("button", { name: "Columns" }).click()
  await page.getByRole("checkbox", { name: "Amount" }).uncheck()
  await page.getByRole("radio", { name: "Compact" }).check()
  await page.keyboard.press("Escape")
  await page.reload()
  await settled(page)
  expect(await page.getByRole("columnheader", { name: "Amount" }).count()).toBe(0)
  const row = await page.locator(".entry-row").first().boundingBox()
  expect(row?.height).toBeLessThan(36)

  await page.getByRole("button", { name: "Copy as" }).click()
  await page.getByRole("button", { name: "Table, tab-separated" }).click()
  await page.getByText("Copied: Table, tab-separated").waitFor()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  const lines = text.trimEnd().split("\n")
  expect(lines).toHaveLength(1 + (await page.locator(".entry-row").count()))
  expect(lines[0]).toBe(
    "Time\tDescription\tCategory\tOperation\tType\tCredits\tBalance after\tPayment",
  )
})
