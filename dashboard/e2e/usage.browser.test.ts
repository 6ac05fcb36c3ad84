import type { Page } from "playwright-core"
import { expect, inject, it } from "vitest"
import type { Overview, RefundCheck, Transactions, Usage } from "#api/contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { exactCredits } from "../format-number.ts"
import { eventually, settled, useBrowser } from "./browser.ts"

const browser = useBrowser()
const studio = "/usage?account=studio-north"
const slider = (page: Page) => page.getByRole("slider")

const ask = async <A>(page: Page, path: string): Promise<A> => {
  const answer = await page.request.get(path)
  expect(answer.status()).toBe(200)
  return answer.json()
}

/** A figure on the page as an exact number: "−1,012.5" is -1012500000n. */
const exact = (text: string | null | undefined) => {
  const value = parseDecimal((text ?? "").trim().replaceAll(",", "").replace("−", "-"))
  if (value === undefined) throw new Error(`not a figure: ${text}`)
  return value
}

it("signs in with the printed link and shows the most recently active account", async () => {
  const page = await browser.open(inject("signInLink"), { signedOut: true })
  await settled(page)
  expect(new URL(page.url()).pathname).toBe("/usage")
  expect(await page.title()).toMatch(/^Usage · Studio North · \d+ \w+$/)
})

it("paints content within a second and a half", async () => {
  const page = await browser.open(studio)
  await page.reload()
  await page.getByText("Available credits").waitFor()
  // The entry appears a frame after the text does.
  const paint = await page.waitForFunction(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  )
  expect(await paint.jsonValue()).toBeLessThan(1500)
})

it("shows the same sum on the chart, in its table and over the entries, to the last decimal", async () => {
  const page = await browser.open(`${studio}&range=7d&size=100`)
  const of = "/v1/accounts/studio-north"
  const usage = await ask<Usage>(page, `${of}/usage?range=7d`)
  await page.getByRole("button", { name: "Show as table" }).click()
  const table = page.getByRole("table", { name: /^Credits per day/ })
  // Its code comes when it is first wanted.
  await table.waitFor()
  const cells = await table.locator("tbody tr td:nth-of-type(1)").allTextContents()
  const sum = cells.reduce((total, cell) => total + exact(cell), 0n)
  expect(formatDecimal(sum)).toBe(usage.total.spend)
  expect(exact(await table.locator("tfoot td").first().textContent())).toBe(sum)

  let spent = 0n
  for (;;) {
    for (const row of await page.locator(".ledger-table tr:has(.type-spend)").all())
      spent -= exact(await row.locator(".cell-credits").textContent())
    const older = page.getByRole("button", { name: "Older" })
    if (await older.isDisabled()) break
    const first = await page.locator("#ledger-caption").textContent()
    await older.click()
    await eventually(() => page.locator("#ledger-caption").textContent()).not.toBe(first)
  }
  expect(spent).toBe(sum)
})

it("shows the overview's figures exactly", async () => {
  const page = await browser.open(studio)
  const overview = await ask<Overview>(page, "/v1/accounts/studio-north/overview")
  const figures = page.locator(".figures")
  const of = (label: string) => figures.locator(".figure", { hasText: label }).locator("data")
  expect(await of("Available credits").getAttribute("value")).toBe(overview.available)
  expect(await of("Lifetime spent").textContent()).toBe(exactCredits(overview.lifetime.spent))
  expect(await of("Lifetime purchased").textContent()).toBe(
    exactCredits(overview.lifetime.purchased),
  )
  const period = await ask<Usage>(page, "/v1/accounts/studio-north/usage?range=period")
  expect(period.total.spend).toBe(overview.used)
})

it("compares with the days before as the API does, and says what is to come", async () => {
  const page = await browser.open(studio)
  await page.getByLabel("Compare with").selectOption("prev")
  await eventually(() => new URL(page.url()).searchParams.get("compare")).toBe("prev")
  const usage = await ask<Usage>(
    page,
    "/v1/accounts/studio-north/usage?range=30d&compare=prev&match=weekday",
  )
  const before = exactCredits(usage.comparison?.total.spend ?? "")
  await eventually(() => page.locator("#usage-over-time .section-note").textContent()).toContain(
    `(${before})`,
  )
  await page.getByText(/The credits run out about/).waitFor()
  const refunds = page.locator(".ahead-refunds")
  await refunds.getByRole("button", { name: "Show each" }).click()
  const check = await ask<RefundCheck>(page, "/v1/accounts/studio-north/refund-check?range=30d")
  expect(await refunds.locator("tbody tr").count()).toBe(check.settled.cases.length)
  await page.getByLabel("Operation").selectOption("keyframeGenerate")
  await page.getByLabel("Quantity").fill("1,000")
  await page.getByText(/20,000 credits for 1,000 images/).waitFor()
  await page.getByText("The balance does not cover it.").waitFor()
})

it("reads the chart by keyboard, and shows only a day's entries on Enter", async () => {
  const page = await browser.open(studio)
  const usage = await ask<Usage>(page, "/v1/accounts/studio-north/usage?range=30d")
  await slider(page).focus()
  await page.keyboard.press("Home")
  expect(await slider(page).getAttribute("aria-valuenow")).toBe("1")
  for (const bucket of usage.series.slice(0, 8)) {
    expect(await slider(page).getAttribute("aria-valuetext")).toContain(
      Number(bucket.bucket.slice(8)).toString(),
    )
    await page.keyboard.press("ArrowRight")
  }
  await page.keyboard.press("PageDown")
  expect(await slider(page).getAttribute("aria-valuenow")).toBe("16")
  await page.keyboard.press("Enter")
  const day = usage.series[15]?.bucket
  await eventually(() => new URL(page.url()).searchParams.get("day")).toBe(day)
  await eventually(() => page.evaluate(() => document.activeElement?.id)).toBe("ledger-caption")
  const entries = await ask<Transactions>(
    page,
    `/v1/accounts/studio-north/transactions?from=${day}&to=${day}`,
  )
  expect(await page.locator("#activity .section-note").textContent()).toContain(
    `${entries.count} entr`,
  )
  expect(await page.locator(".day-head").count()).toBe(1)
  await page.goBack()
  await eventually(() => new URL(page.url()).searchParams.get("day")).toBeNull()
})

it("follows a pointer over the chart and keeps what was clicked", async () => {
  const page = await browser.open(studio)
  const box = await slider(page).boundingBox()
  if (box === null) throw new Error("the chart has no place on the page")
  await page.mouse.move(box.x + 60, box.y + 20)
  await eventually(() => slider(page).getAttribute("aria-valuenow")).toBe("1")
  await page.mouse.click(box.x + 60, box.y + 20)
  await page.mouse.move(box.x, box.y - 200)
  expect(await slider(page).getAttribute("aria-valuenow")).toBe("1")
})

it("pages back and forth through the same entries, with the focus on the caption", async () => {
  const page = await browser.open(studio)
  const caption = page.locator("#ledger-caption")
  const rows = () =>
    page
      .locator(".ledger-table time")
      .evaluateAll((all) => all.map((t) => t.getAttribute("datetime")))
  const first = await rows()
  for (const start of [26, 51]) {
    await page.getByRole("button", { name: "Older" }).click()
    await eventually(() => caption.textContent()).toContain(`${start}–${start + 24} of`)
  }
  await eventually(() => page.evaluate(() => document.activeElement?.id)).toBe("ledger-caption")
  await page.getByRole("button", { name: "Newer" }).click()
  await eventually(() => caption.textContent()).toContain("26–50 of")
  await page.getByRole("button", { name: "First" }).click()
  await eventually(() => caption.textContent()).toContain("1–25 of")
  expect(await rows()).toEqual(first)
})

it("switches accounts, says what each is, and remembers the choice", async () => {
  const page = await browser.open(studio)
  await page.getByRole("button", { name: /^Account/ }).click()
  const choices = page.getByRole("dialog", { name: "Choose an account" })
  await choices.getByText(/Made by hand, not real/).waitFor()
  await choices.getByRole("searchbox").fill("mana")
  await choices.getByText("Studio North").waitFor({ state: "detached" })
  await choices.getByRole("button", { name: /Mana Gallery/ }).click()
  await settled(page)
  expect(new URL(page.url()).searchParams.get("account")).toBe("mana-gallery")
  expect(await page.locator("h1").textContent()).toContain("1,476 credits left")
  await page.goto("/")
  await settled(page)
  expect(await page.locator("h1").textContent()).toContain("1,476 credits left")
})

it("leads from a quiet range to the days that hold something", async () => {
  const page = await browser.open("/usage?account=mana-gallery")
  await page
    .locator("#activity")
    .getByRole("button", { name: /^Show the 30 days up to/ })
    .click()
  await settled(page)
  const balances = await page.locator("td.cell-balance_after").allTextContents()
  expect(balances.length).toBe(12)
  expect(balances[0]).toBe("1,476.0")
})

it("chooses a theme that stays", async () => {
  const page = await browser.open(studio)
  await page.getByRole("button", { name: "Theme and session" }).click()
  await page.getByRole("radio", { name: "Dark" }).check()
  const ground = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  expect(await ground()).toBe("rgb(16, 18, 22)")
  await page.reload()
  expect(await ground()).toBe("rgb(16, 18, 22)")
})

it("shows the way in to who is signed out, and the same page after it", async () => {
  const page = await browser.open(studio)
  await page.getByRole("button", { name: "Theme and session" }).click()
  await page.getByRole("button", { name: "Sign out" }).click()
  await page.getByLabel("Key", { exact: true }).fill(inject("adminKey"))
  await page.getByRole("button", { name: "Sign in" }).click()
  await settled(page)
  expect(page.url()).toContain(studio)
})

it("shows an event seconds after it was sent, and moves no row before it is asked to", async () => {
  const page = await browser.open("/usage?account=mana-gallery")
  const send = async (id: string, type: string, credits: string) => {
    const occurred_at = new Date().toISOString()
    const event = { id, account: "live-show", type, operation: "detection", credits, occurred_at }
    const answer = await page.request.post("/v1/events", {
      headers: { authorization: `Bearer ${inject("adminKey")}` },
      data: event,
    })
    expect(await answer.json()).toMatchObject({ accepted: 1 })
  }
  await send("first", "purchase", "1000")
  await page.goto("/usage?account=live-show")
  await settled(page)
  await page.locator(".freshness", { hasText: "Live" }).waitFor()
  expect(await page.locator("h1").textContent()).toContain("1,000 credits left")
  await send("second", "spend", "1.5")
  await page.getByRole("button", { name: "1 new entry — show" }).waitFor()
  expect(await page.locator("h1").textContent()).toContain("998.5 credits left")
  expect(await page.locator(".ledger-table time").count()).toBe(1)
  await page.getByRole("button", { name: "1 new entry — show" }).click()
  await eventually(() => page.locator(".ledger-table time").count()).toBe(2)
  await eventually(() =>
    page.locator("#usage-over-time .section-note strong").first().textContent(),
  ).toBe("1.5")
})
