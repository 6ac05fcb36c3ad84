import { createHash } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parse } from "csv-parse/sync"
import type { Page } from "playwright-core"
import { expect, inject, it } from "vitest"
import type { Account, Keys, Manifest, Overview, Transactions } from "#api/contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { eventually, findings, useBrowser } from "./browser.ts"
import { type Ask, randomScopes, sumsOf } from "./same-sums.ts"

const browser = useBrowser()

const ask = async <A>(page: Page, path: string): Promise<A> => {
  const answer = await page.request.get(path)
  expect(answer.status()).toBe(200)
  return answer.json()
}
const chosen = (page: Page) => page.getByRole("button", { name: "Choose files…" })
/** Drops files into the check, and waits for what is said of them. */
const check = async (page: Page, ...paths: ReadonlyArray<string>) => {
  await chosen(page).waitFor()
  await page.locator(".file-check input[type=file]").setInputFiles([...paths])
  await page.locator(".verdicts li").first().waitFor()
  const verdicts = await page
    .locator(".verdicts li")
    .evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset.holds))
  await page.getByRole("button", { name: "Check another file" }).click()
  return verdicts
}

it("exports the current filter with two keys, proves the file and finds what was changed in it", async () => {
  const page = await browser.open("/usage?account=studio-north&f=type:is:spend,refund", {
    failing: true,
    theme: "dark",
  })
  await page.keyboard.press("e")
  await page.getByRole("button", { name: "Export CSV" }).waitFor()
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.keyboard.press("Enter"),
  ])
  const path = await download.path()
  const bytes = readFileSync(path)
  await page.getByText(`${download.suggestedFilename()} is complete`).waitFor()
  expect(await findings(page, "dialog")).toEqual([])

  // The file, its manifest, the API and the page say the same.
  const rows: Record<string, string>[] = parse(bytes, { columns: true })
  const sum = rows.reduce((all, row) => all + (parseDecimal(row.credits ?? "") ?? 0n), 0n)
  const words = "range=30d&filter=type:is:spend,refund"
  const api = await ask<Transactions>(page, `/v1/accounts/studio-north/transactions?${words}`)
  const signed = (parseDecimal(api.sum.refund) ?? 0n) - (parseDecimal(api.sum.spend) ?? 0n)
  expect([rows.length, formatDecimal(sum)]).toEqual([api.count, formatDecimal(signed)])
  await page.getByRole("link", { name: "All exports" }).click()
  await page.locator("[data-export]").first().waitFor()
  expect(await page.locator("[data-export] td").nth(1).textContent()).toBe(
    api.count.toLocaleString("en-GB"),
  )
  const id = await page.locator("[data-export]").first().getAttribute("data-export")
  await page.getByRole("button", { name: /^Manifest: Entries/ }).click()
  const manifest = await ask<Manifest>(page, `/v1/exports/${id}/manifest`)
  const shown = page.getByRole("dialog").locator("data")
  await shown.first().waitFor()
  expect(await shown.evaluateAll((all) => all.map((one) => one.getAttribute("value")))).toEqual(
    (["spend", "purchase", "refund", "bonus"] as const).map((type) => api.sum[type]),
  )
  expect(manifest.sha256).toBe(createHash("sha256").update(bytes).digest("hex"))
  expect(await findings(page, "dialog")).toEqual([])
  await page.keyboard.press("Escape")

  expect(await check(page, path)).toEqual(["yes", "yes", "yes", "yes"])
  const changed = join(tmpdir(), `${id}.csv`)
  const text = bytes.toString()
  writeFileSync(changed, text.replace("spend", "SPEND"))
  const beside = join(tmpdir(), `${id}.manifest.json`)
  writeFileSync(beside, JSON.stringify(manifest))
  expect(await check(page, changed, beside)).toEqual(["yes", "yes", "no", "yes"])
  writeFileSync(changed, text.slice(0, -100))
  expect(await check(page, changed, beside)).toEqual(["yes", "no", "no", "yes"])
  writeFileSync(beside, JSON.stringify({ ...manifest, rows: manifest.rows - 1 }))
  expect(await check(page, path, beside)).toEqual(["no"])
  await page.getByRole("button", { name: /^Remove: Entries/ }).click()
  await page.locator(`[data-export="${id}"]`).waitFor({ state: "detached" })
  expect((await page.request.get(`/v1/exports/${id}`)).status()).toBe(404)
})

it("changes an account, with what is wrong beside its field", async () => {
  const page = await browser.open("/usage?account=studio-north", { failing: true })
  await page.getByRole("button", { name: "Theme and session" }).click()
  await page.getByRole("link", { name: "Accounts" }).click()
  await page.getByRole("button", { name: "Add an account…" }).click()
  await page.getByLabel("Id", { exact: true }).fill("edited")
  await page.getByRole("textbox", { name: "Name" }).fill("Edited")
  await page.getByLabel("Time zone").fill("Mars/Olympus")
  await page.getByLabel("Allowance").fill("a lot")
  await page.getByLabel("Billing period begins").fill("32")
  await page.getByRole("button", { name: "Save" }).click()
  const wrong = page.locator("[aria-invalid]")
  await eventually(() => wrong.count()).toBe(3)
  expect(await page.getByText("must be a day of the month, 1 to 31").count()).toBe(1)
  expect(await findings(page, "dialog")).toEqual([])
  await page.getByLabel("Time zone").fill("Asia/Kathmandu")
  await page.getByLabel("Allowance").fill("1,500.25")
  await page.getByLabel("Billing period begins").fill("15")
  await page.getByRole("button", { name: "Save" }).click()
  await page.getByText("Edited is saved.").waitFor()
  await page.locator("[data-account=edited]").waitFor()
  const account = await ask<Account>(page, "/v1/accounts/edited")
  expect([account.name, account.time_zone, account.allowance, account.period_anchor_day]).toEqual([
    ...["Edited", "Asia/Kathmandu", "1500.25", 15],
  ])
  await page.getByLabel("Search by name or id").fill("no such account")
  await page.getByRole("heading", { level: 1, name: /^No account has/ }).waitFor()
})

it("makes a key that is shown once and opens what it may, and revokes it", async () => {
  const page = await browser.open("/keys", { failing: true })
  await page.getByRole("button", { name: "New key…" }).click()
  await page.getByRole("button", { name: "Make the key" }).click()
  await page.getByText(/must be a name for people/).waitFor()
  await page.getByRole("textbox", { name: "Name" }).fill("reports")
  await page.getByRole("textbox", { name: "Accounts" }).fill("studio-north, mana-gallery")
  await page.getByRole("button", { name: "Make the key" }).click()
  const key = await page.getByLabel("The key", { exact: true }).inputValue()
  const authorization = `Bearer ${key}`
  const read = () =>
    page.context().request.fetch("/v1/accounts", { headers: { authorization, cookie: "" } })
  expect((await (await read()).json()).accounts).toHaveLength(2)
  expect(await findings(page, "dialog")).toEqual([])
  await page.getByRole("button", { name: "I have copied it" }).click()
  const { keys } = await ask<Keys>(page, "/v1/keys")
  const row = page.locator(`[data-key="${keys[0]?.id}"]`)
  expect(await row.textContent()).toContain("mana-gallery")
  await row.getByRole("button", { name: "Revoke reports" }).click()
  await row.getByRole("button", { name: "Revoke it now" }).click()
  await page.getByText("reports is revoked.").waitFor()
  await eventually(async () => (await read()).status()).toBe(401)
  await page.getByRole("rowheader", { name: "Key revoked" }).first().waitFor()
})

it.each([
  { theme: "light", width: 1280 },
  { theme: "dark", width: 360 },
] as const)("axe finds nothing and nothing scrolls sideways, $theme, $width px", async (look) => {
  for (const path of ["/exports", "/accounts", "/keys"]) {
    const page = await browser.open(path, look)
    expect(await findings(page)).toEqual([])
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBeLessThanOrEqual(0)
  }
})

it("C1: card, chart, lists, tables, ledger and files of 200 random scopes in five zones are one sum", async () => {
  const ask: Ask = async (path, accept = "application/json") => {
    const headers = { authorization: `Bearer ${inject("adminKey")}`, accept }
    const answer = await fetch(inject("origin") + path, { headers })
    const text = await answer.text()
    expect(answer.status, `${path}: ${text.slice(0, 200)}`).toBe(200)
    return text
  }
  const { meta } = JSON.parse(await ask("/v1/accounts/studio-north/overview")) as Overview
  let spent = 0
  const scopes = randomScopes(200, meta.generated_at.slice(0, 10))
  for (let i = 0; i < scopes.length; i += 4)
    for (const [at, sums] of (
      await Promise.all(scopes.slice(i, i + 4).map((scope) => sumsOf(scope, ask)))
    ).entries()) {
      const about = JSON.stringify({ scope: scopes[i + at], sums })
      expect(new Set(Object.values(sums)).size, about).toBe(1)
      if (sums.card !== "0") spent++
    }
  // Others are about days or values without use.
  expect(spent).toBeGreaterThan(80)
})
