/** A Chromium for a test file, and signed-in pages whose every complaint is kept. */
import AxeBuilder from "@axe-core/playwright"
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest"

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

export interface PageOptions {
  readonly width?: number
  readonly height?: number
  readonly theme?: "light" | "dark"
  /** A page of somebody whom the API does not know; that it answers 401 is no complaint then. */
  readonly signedOut?: true
  readonly language?: string
  /** Failures of requests are what the test is about, so that the browser names them is no complaint. */
  readonly failing?: true
  /** Another origin whose page this is, or holds it. */
  readonly host?: string
}

export interface TestBrowser {
  /** A page at the path, once its figures, chart and entries are there. */
  readonly open: (path: string, options?: PageOptions) => Promise<Page>
}

/** Call it once at the top of a test file. A console message or a failed script fails the test. */
export const useBrowser = (...moreFlags: ReadonlyArray<string>): TestBrowser => {
  let browser: Browser
  const contexts: BrowserContext[] = []
  const complaints: string[] = []
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: inject("chromium"),
      args: [...flags, ...moreFlags],
    })
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()))
    expect(complaints.splice(0)).toEqual([])
  })

  const open = async (path: string, options: PageOptions = {}) => {
    const { width = 1280, height = 900, theme = "light" } = options
    const context = await browser.newContext({
      baseURL: inject("origin"),
      viewport: { width, height },
      colorScheme: theme,
      locale: "en-GB",
    })
    contexts.push(context)
    if (!options.signedOut) await signIn(context)
    const language = options.language
    if (language !== undefined)
      await context.addInitScript((name) => {
        localStorage.setItem("tidemark.language", name)
      }, language)
    const page = await context.newPage()
    page.on("console", (message) => {
      const expected =
        (options.signedOut && message.text().includes("401 (Unauthorized)")) ||
        (options.failing && /^Failed to load resource|frame-ancestors/.test(message.text())) ||
        // The host of a frame tells what that did not take.
        (options.host !== undefined && message.text().startsWith("usage: "))
      if (["error", "warning"].includes(message.type()) && !expected)
        complaints.push(message.text())
    })
    page.on("pageerror", (error) => complaints.push(error.message))
    page.on("request", (request) => {
      const own = [inject("origin"), options.host].some((origin) => isOf(origin, request.url()))
      if (!own) complaints.push(`asked ${request.url()}`)
    })
    await page.goto(path)
    if (!options.signedOut) await settled(page)
    return page
  }
  return { open }
}

const isOf = (origin: string | undefined, url: string) =>
  origin !== undefined && URL.canParse(url) && new URL(url).origin === origin

const signIn = async (context: BrowserContext) => {
  const answer = await context.request.post("/v1/session", {
    headers: { authorization: `Bearer ${inject("adminKey")}` },
  })
  expect(answer.status()).toBe(200)
}

/** Nothing is on its way any more, and the chart is drawn. */
export const settled = async (page: Page): Promise<void> => {
  if (new URL(page.url()).pathname === "/operations") {
    await page.locator(".operations h1 em").waitFor()
    await page.waitForFunction(
      () => document.querySelector(".operations [aria-busy=true], .operations-wait") === null,
    )
    return
  }
  if (["/exports", "/accounts", "/keys"].includes(new URL(page.url()).pathname)) {
    await page.locator("main h1").waitFor()
    await page.waitForFunction(
      () => document.querySelector("main [aria-busy=true], main .skeleton") === null,
    )
    return
  }
  if (new URL(page.url()).pathname === "/explore") {
    await page.locator(".explore-table").waitFor()
    await page.waitForFunction(() => document.querySelector(".explore [aria-busy=true]") === null)
    await page.locator(".explore-chart .skyline-plate svg, .divided-table").first().waitFor()
    return
  }
  await page.locator("#usage-over-time[aria-busy=false]").waitFor()
  await page.locator("#activity[aria-busy=false]").waitFor()
  // The rows' code comes behind the page's.
  await page.locator("#activity .skeleton-rows").waitFor({ state: "detached" })
  await page.locator(".skyline-plate svg, .sums-table").first().waitFor()
  if (new URL(page.url()).pathname === "/usage")
    await page.locator(".ahead-refunds[aria-busy=false]").waitFor()
}

/** What becomes true in a while: a busy machine may take its time. */
export const eventually = <A>(read: () => A) => expect.poll(read, { timeout: 15_000 })

/** Rows of figures, which only repeat those before them. Entries do not: each type has a look of its own. */
const MORE_OF_A_KIND = [".sums-table tbody tr:nth-child(n + 8)"]

/** What axe finds, as lines that name the rule and the places; in one part of the page, when that is named. */
export const findings = async (page: Page, part?: string): Promise<ReadonlyArray<string>> => {
  const axe = new AxeBuilder({ page }).exclude(MORE_OF_A_KIND)
  const { violations } = await (part === undefined ? axe : axe.include(part))
    // Nobody reads what was right, and gathering it takes most of the time.
    .options({ resultTypes: ["violations"], preload: false })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze()
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  )
}
