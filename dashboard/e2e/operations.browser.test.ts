import type { Page } from "playwright-core"
import { expect, inject, it } from "vitest"
import type { Overview } from "#api/contract.ts"
import type { Rejections } from "#api/rejection-contract.ts"
import { count, exactCredits } from "../format-number.ts"
import type {
  HighUsageAccounts,
  HighUsageDays,
  HighUsagePreview,
  Integrity,
} from "../operations-client.ts"
import { eventually, findings, useBrowser } from "./browser.ts"

const browser = useBrowser()
const operations = "/operations"

const ask = async <A>(page: Page, path: string): Promise<A> => {
  const answer = await page.request.get(path)
  expect(answer.status()).toBe(200)
  return answer.json()
}
const send = async (page: Page, event: object) => {
  const answer = await page.request.post("/v1/events", {
    headers: { authorization: `Bearer ${inject("adminKey")}` },
    data: { account: "operated", operation: "detection", ...event },
  })
  return (await answer.json()).results[0].fate
}
/** A number of the page, whatever the signs between its digits. */
const figure = (text: string | null) => (text ?? "").replaceAll(/[,+]/g, "").replace("−", "-")
const isSame = (shown: string | null, exact: string) =>
  expect(Number(figure(shown))).toBe(Number(exact))

it("shows the API's figures, each with the entries behind it", async () => {
  const page = await browser.open("/usage?account=studio-north")
  await page.getByRole("link", { name: "Operations" }).click()
  const days = await ask<HighUsageDays>(page, "/v1/high-usage-days?range=30d")
  const of = await ask<HighUsageAccounts>(page, "/v1/high-usage-days/accounts?range=30d")
  await page.locator("[data-account-day]").first().waitFor()
  await page.locator("[data-day]").first().waitFor()
  expect(await page.locator("[data-day]").count()).toBe(days.count)
  for (const day of days.high_usage_days) {
    const cells = await page.locator(`[data-day="${day.day}"] > tr > td`).allTextContents()
    for (const [i, exact] of [day.used, day.expected, day.excess].entries())
      isSame(cells[i] ?? null, exact)
  }
  expect(await page.locator("[data-account-day]").count()).toBe(of.count)
  await page.locator("[data-day] button").first().click()
  const link = page.locator(".cause-tables a").first()
  expect(await link.textContent()).toBe(days.high_usage_days[0]?.causes?.account?.values[0]?.value)
  await link.click()
  await eventually(() => new URL(page.url()).searchParams.get("from")).toBe(
    days.high_usage_days[0]?.day,
  )
  await page.locator("#usage-over-time[aria-busy=false]").waitFor()
})

it("says what another rule would flag", async () => {
  const page = await browser.open(operations)
  const other = await ask<HighUsagePreview>(
    page,
    "/v1/high-usage-days/preview?deviations=1&ratio=1.1",
  )
  await page.getByLabel("Deviations above the median").fill("1")
  await page.getByLabel("Times the median").fill("1.1")
  await page.getByText(`${other.count} of the last ${other.days} days`, { exact: true }).waitFor()
  await page.getByLabel("Times the median").fill("0.5")
  await page.getByText(/times a number from 1 to 100/).waitFor()
})

it("sends a rejection again as it was, then corrected, and dismisses another with a note", async () => {
  const page = await browser.open(operations)
  const occurred_at = "2026-01-02T00:00:00.000Z"
  const spend = { id: "later", type: "spend", credits: "5", occurred_at }
  await send(page, spend)
  expect(await send(page, { ...spend, credits: "6" })).toBe("conflict")
  expect(await send(page, { id: "bad", type: "spend", credits: "-1", occurred_at })).toBe(
    "rejected",
  )
  await page.reload()
  const open = await ask<Rejections>(page, "/v1/rejections?account=operated&state=open")
  const bad = open.rejections.find(({ reason }) => reason === "rejected")
  const conflict = open.rejections.find(({ reason }) => reason === "conflict")
  const item = page.locator(`[data-rejection="${bad?.id}"]`)
  await item.getByRole("button", { name: /^Retry/ }).click()
  await page.getByText(/^Sent again and still rejected/).waitFor()
  await item.getByText(/^What arrived/).click()
  expect(await item.locator("pre").textContent()).toBe(bad?.raw.data)

  await item.getByRole("button", { name: /^Correct/ }).click()
  await item.getByRole("textbox").fill(
    JSON.stringify({
      ...spend,
      id: "bad",
      account: "operated",
      operation: "detection",
      credits: "1",
    }),
  )
  await item.getByRole("button", { name: "Send this event" }).click()
  await page.getByText("Sent again: accepted.").waitFor()
  await item.waitFor({ state: "detached" })
  const counted = await ask<Overview>(page, "/v1/accounts/operated/overview")
  expect(counted.lifetime.spent).toBe("6")

  const other = page.locator(`[data-rejection="${conflict?.id}"]`)
  expect(await other.locator("tbody tr").first().textContent()).toBe("credits56")
  await other.getByRole("button", { name: /^Dismiss/ }).click()
  await other.getByLabel("Why it may go").fill("Sent twice by mistake")
  await other.getByRole("button", { name: "Dismiss with this note" }).click()
  await page.getByText("Dismissed.", { exact: true }).waitFor()
  await other.waitFor({ state: "detached" })
  await page.getByLabel("State").selectOption("resolved")
  await page
    .locator(`[data-rejection="${conflict?.id}"]`)
    .getByText(/Sent twice/)
    .waitFor()
})

it("begins an integrity run and makes a backup, and shows both as the API does", async () => {
  const page = await browser.open(operations)
  await page.getByRole("button", { name: "Check now" }).click()
  await page.locator("[data-rollup]").first().waitFor()
  await eventually(async () => (await ask<Integrity>(page, "/v1/integrity")).running).toBe(null)
  const { last } = await ask<Integrity>(page, "/v1/integrity")
  for (const rollup of last?.rollups ?? []) {
    const cells = page.locator(`[data-rollup="${rollup.rollup}"] td`)
    await eventually(() => cells.allTextContents()).toEqual([
      count(rollup.groups),
      count(rollup.differing.length),
      exactCredits(rollup.drift),
    ])
  }
  await page.getByRole("button", { name: "Make a backup" }).click()
  await page.getByText("The backup is made.").waitFor()
  await page.locator("[data-backup]").first().waitFor()
})

it.each([
  { theme: "light", width: 1280 },
  { theme: "dark", width: 1280 },
  { theme: "light", width: 360 },
  { theme: "dark", width: 360 },
] as const)("axe finds nothing and nothing scrolls sideways, $theme, $width px", async (look) => {
  const page = await browser.open(operations, look)
  await page.locator("[data-day] button").first().click()
  expect(await findings(page)).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
})
