import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import type { Transactions, Usage } from "#api/contract.ts"
import { eventually, findings, settled, useBrowser } from "./browser.ts"

const browser = useBrowser()
const studio = "/usage?account=studio-north"
const of = "/v1/accounts/studio-north"
const params = (page: Page) => new URL(page.url()).searchParams
const note = (page: Page) => page.locator("#activity .section-note")
const ask = async <A>(page: Page, path: string): Promise<A> => {
  const answer = await page.request.get(path)
  expect(answer.status()).toBe(200)
  return answer.json()
}

it("filters chart and entries alike by values chosen from a list with counts, by keyboard alone", async () => {
  const page = await browser.open(studio)
  await page.getByRole("button", { name: "+ Filter" }).focus()
  await page.keyboard.press("Enter")
  await page.getByLabel("Video Generation").waitFor()
  for (const key of ["v", "i", "d", "Tab", "Space", "Enter"]) await page.keyboard.press(key)
  await eventually(() => params(page).get("f")).toBe("category:is:Video Generation")
  await settled(page)
  const filter = "range=30d&filter=category:is:Video Generation"
  const entries = await ask<Transactions>(page, `${of}/transactions?${filter}`)
  const usage = await ask<Usage>(page, `${of}/usage?${filter}`)
  expect(usage.total.spend).toBe(entries.sum.spend)
  await eventually(() => note(page).textContent()).toContain(`${entries.count} entries`)
  await eventually(() => page.locator("#usage-over-time .section-note").textContent()).toContain(
    "with 1 filter",
  )
  await page.locator("#ledger-search").focus()
  await page.keyboard.press("Backspace")
  await page.keyboard.press("Enter")
  await eventually(() => params(page).get("f")).toBeNull()
  await page.goBack()
  await eventually(() => params(page).get("f")).toBe("category:is:Video Generation")
})

it("finds entries by a part of their reference, in one step of the history", async () => {
  const page = await browser.open(studio)
  await page.locator("#ledger-search").pressSequentially("pay_")
  await eventually(() => params(page).get("f")).toBe("text:has:pay_")
  await eventually(() => page.locator("#activity").getAttribute("aria-busy")).toBe("false")
  const types = await page.locator(".entry-row .type").allTextContents()
  expect(types.length).toBeGreaterThan(0)
  expect(new Set(types)).toEqual(new Set(["Purchase"]))
  await page.goBack()
  await eventually(() => params(page).get("f")).toBeNull()
})

it("says what to do where no entry matches", async () => {
  const page = await browser.open(`${studio}&f=category:is:Nonsense`)
  await page.getByText("No entries match 1 filter in these days.").waitFor()
  expect(await findings(page)).toEqual([])
  await page.getByRole("button", { name: "Remove all filters" }).click()
  await page.locator(".entry-row").first().waitFor()
})

it("orders by credits over pages without a gap or a repeat", async () => {
  const page = await browser.open(`${studio}&range=7d&size=50`)
  await page.getByRole("button", { name: /^Credits/ }).click()
  await eventually(() => params(page).get("sort")).toBe("-credits")
  const all = await ask<Transactions>(page, `${of}/transactions?range=7d&limit=500&sort=-credits`)
  const seen: (string | null)[] = []
  for (;;) {
    await eventually(() => page.locator("#activity").getAttribute("aria-busy")).toBe("false")
    seen.push(
      ...(await page
        .locator("[data-entry]")
        .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-entry")))),
    )
    const older = page.getByRole("button", { name: "Older" })
    if (await older.isDisabled()) break
    const before = await page.locator("#ledger-caption").textContent()
    await older.click()
    await eventually(() => page.locator("#ledger-caption").textContent()).not.toBe(before)
  }
  expect(seen).toEqual(all.transactions.map(({ id }) => id))
})

it("axe finds nothing with filters, chips and the menu open", async () => {
  for (const width of [360, 1280]) {
    const page = await browser.open(`${studio}&f=type:is:spend,refund&sort=credits`, { width })
    await page.getByRole("button", { name: "+ Filter" }).click()
    await page.getByRole("dialog").getByLabel("Research").waitFor()
    expect(await findings(page)).toEqual([])
  }
})
