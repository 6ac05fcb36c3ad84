import { execFileSync } from "node:child_process"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { expect, inject, it } from "vitest"
import type { Overview, Usage } from "#api/contract.ts"
import type { Rejections } from "#api/rejection-contract.ts"
import { count, exactCredits } from "../format-number.ts"
import type {
  DayNotes,
  HighUsageAccounts,
  HighUsageDays,
  HighUsagePreview,
  Integrity,
  Leaders,
  WeekHours,
} from "../operations-client.ts"
import { eventually, useBrowser } from "./browser.ts"

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

/** What the command line says, with the same key, at the same server. */
const command = (...words: ReadonlyArray<string>): string =>
  execFileSync(process.execPath, ["api/cli/main.ts", ...words, "--json"], {
    cwd: join(import.meta.dirname, "../.."),
    env: { ...process.env, TIDEMARK_URL: inject("origin"), TIDEMARK_KEY: inject("adminKey") },
    encoding: "utf8",
  })

it("shows the figures of the API and of the command line, each with the entries behind it", async () => {
  const page = await browser.open("/usage?account=studio-north")
  await page.getByRole("link", { name: "Operations" }).click()
  await page.locator("[data-day]").first().waitFor()
  await page.locator("[data-row=fate-arrived]").waitFor()
  const [days, of, usage, week, leaders, year] = await Promise.all([
    ask<HighUsageDays>(page, "/v1/high-usage-days?range=30d"),
    ask<HighUsageAccounts>(page, "/v1/high-usage-days/accounts?range=30d"),
    ask<Usage>(page, "/v1/usage?range=30d"),
    ask<WeekHours>(page, "/v1/week-hours?range=30d"),
    ask<Leaders>(page, "/v1/breakdown?range=30d&by=account&compare=prev"),
    ask<HighUsageDays>(page, "/v1/high-usage-days?range=12m"),
  ])
  // Chart, hours and accounts say one sum: that of the days, to the last digit.
  for (const name of ["total", "week-total", "leaders-total"])
    expect(await page.locator(`[data-figure=${name}]`).getAttribute("data-exact"), name).toBe(
      usage.total.spend,
    )
  expect([week.total.spend, leaders.total.value]).toEqual([usage.total.spend, usage.total.spend])
  expect(await page.locator("[data-figure=year-unusual] strong").textContent()).toBe(
    `${year.count}`,
  )

  expect(await page.locator("[data-day]").count()).toBe(days.count)
  const told = command("high-days", "--range", "30d").trim().split("\n")
  expect(told.map((line) => JSON.parse(line).used)).toEqual(
    days.high_usage_days.map(({ used }) => used),
  )
  for (const day of days.high_usage_days) {
    const cells = await page.locator(`[data-day="${day.day}"] > tr > td`).allTextContents()
    for (const [i, exact] of [day.used, day.expected].entries()) isSame(cells[i] ?? null, exact)
  }
  const flagged = new Set(days.high_usage_days.map(({ day }) => day))
  expect(await page.locator("[data-account-day]").count()).toBe(
    Math.min(6, of.high_usage_days.filter(({ day }) => !flagged.has(day)).length),
  )
  for (const { key, value } of leaders.values)
    isSame(await page.locator(`[data-leader="${key}"] td`).first().textContent(), value)

  // Counts move while other tests send: those of one answer add up.
  const fates = await page.locator("[data-row^=fate-] td:nth-child(2)").allTextContents()
  const counts = fates.map((text) => Number(figure(text)))
  expect(counts.slice(0, -1).reduce((sum, count) => sum + count, 0)).toBe(counts.at(-1))

  // The command line adds up the same, with and without filters.
  const told30 = (...words: ReadonlyArray<string>): Usage =>
    JSON.parse(command("usage", "--range", "30d", "--by", "account", "--compare", "prev", ...words))
  const compareWith = async ({ total, groups }: Usage) => {
    for (const name of ["total", "week-total", "leaders-total"])
      await eventually(() => page.locator(`[data-figure=${name}]`).getAttribute("data-exact")).toBe(
        total.spend,
      )
    for (const { key, value } of groups?.slice(0, leaders.values.length) ?? [])
      isSame(await page.locator(`[data-leader="${key}"] td`).first().textContent(), value)
  }
  const plain = told30()
  await compareWith(plain)
  const yearTold = command("high-days", "--range", "12m", "--limit", "100").trim().split("\n")
  expect(yearTold.length).toBe(year.count)
  await page.getByRole("button", { name: "+ Filter" }).click()
  await page.getByLabel("Image Generation").check()
  await page.getByRole("button", { name: "Show these entries" }).click()
  const filter = "category:is:Image Generation"
  await eventually(() => new URL(page.url()).searchParams.get("f")).toBe(filter)
  await compareWith(told30("--filter", filter))
  await eventually(() => page.locator("[data-day]").count()).toBe(
    command("high-days", "--range", "30d", "--filter", filter).split("\n").filter(Boolean).length,
  )
  await page.getByRole("button", { name: /^Remove.*Image Generation/ }).click()
  await compareWith(plain)

  await page.locator("[data-day] button").first().click()
  const link = page.locator(".cause-tables a").first()
  expect(await link.textContent()).toBe(days.high_usage_days[0]?.causes?.account?.values[0]?.value)
  await link.click()
  await eventually(() => new URL(page.url()).searchParams.get("from")).toBe(
    days.high_usage_days[0]?.day,
  )
  await page.locator("#usage-over-time[aria-busy=false]").waitFor()
})

it("K8: the latest unusual day is opened and gets a note, by keys alone", async () => {
  const page = await browser.open(operations, { theme: "dark", width: 360 })
  let presses = 0
  const press = async (...keys: ReadonlyArray<string>) => {
    for (const key of keys) {
      presses++
      await page.keyboard.press(key)
    }
  }
  await press("Tab", "Tab", "Enter")
  await eventually(() => page.evaluate(() => document.activeElement?.id)).toBe("unusual-days")
  // Over the region that scrolls, to the day.
  await press("Tab", "Tab", "Enter")
  await page.locator(".cause-tables").first().waitFor()
  // Over the figure's link, to the note.
  await press("Tab", "Tab", "Enter")
  const text = "Scene 12 was rendered 14 times."
  await page.keyboard.type(text)
  await press("Control+Enter")
  const row = page.locator("[data-day]").first()
  await row.getByText("Explained").waitFor()
  expect(await row.locator(".note-text").textContent()).toBe(text)
  expect(presses).toBeLessThanOrEqual(16)
  await page.locator(".note-mark").waitFor({ state: "attached" })
  const day = await row.getAttribute("data-day")
  const { notes } = await ask<DayNotes>(page, "/v1/notes?range=30d")
  expect(notes.filter(({ account }) => account === null)).toMatchObject([{ day, text }])

  await row.getByRole("button", { name: /^Take the note/ }).click()
  await row.getByText("Open", { exact: true }).waitFor()
})

it("says what another rule would flag, and puts it in force for page, API and command line", async () => {
  const page = await browser.open(operations)
  const words = "deviations=1&ratio=1.1"
  const other = await ask<HighUsagePreview>(page, `/v1/high-usage-days/preview?${words}`)
  await page.getByLabel("Spread (× MAD)").fill("1")
  await page.getByLabel("Times the median").fill("1.1")
  await page.getByText(`${other.count} of the last ${other.days} days`, { exact: true }).waitFor()
  expect(await page.locator(".rule-field.changed").count()).toBe(2)
  await page.locator(".strip-label", { hasText: "new" }).first().waitFor({ state: "attached" })
  await page.getByLabel("Times the median").fill("0.5")
  await page.getByText(/times a number from 1 to 100/).waitFor()
  await page.getByLabel("Times the median").fill("1.1")

  await page.getByRole("button", { name: "Use this rule" }).click()
  await page.getByText("The rule is in force.").waitFor()
  const asked = await ask<HighUsageDays>(page, `/v1/high-usage-days?range=30d&${words}`)
  const inForce = await ask<HighUsageDays>(page, "/v1/high-usage-days?range=30d")
  expect(inForce.high_usage_days).toEqual(asked.high_usage_days)
  expect(JSON.parse(command("rule")).rule).toEqual(inForce.rule)
  await eventually(() => page.locator("[data-day]").count()).toBe(Math.min(50, inForce.count))
  expect(JSON.parse(command("rule", "--reset")).set).not.toBeNull()
  expect((await ask<HighUsageDays>(page, "/v1/high-usage-days?range=30d")).rule.ratio).toBe("1.5")
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
  await page.locator("[data-row=lifetime_totals]").waitFor()
  await eventually(async () => (await ask<Integrity>(page, "/v1/integrity")).running).toBe(null)
  const { last } = await ask<Integrity>(page, "/v1/integrity")
  for (const rollup of last?.rollups ?? []) {
    const cells = page.locator(`[data-row="${rollup.rollup}"] td`)
    await eventually(() => cells.allTextContents()).toEqual([
      count(rollup.groups),
      count(rollup.differing.length),
      exactCredits(rollup.drift),
    ])
  }
  await page.getByRole("button", { name: "Make a backup" }).click()
  await page.getByText("The backup is made.").waitFor()
  await page.locator("#backups [data-row]").first().waitFor()
})
