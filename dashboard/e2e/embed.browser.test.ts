/** The Usage page in a host's page: the guide's own server and page, as two sites with nothing in common. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import type { Frame, Page, Request } from "playwright-core"
import { afterAll, afterEach, beforeAll, expect, inject, it } from "vitest"
import { codeBlocks, readDocument, root } from "../../scripts/testing/documents.ts"
import { eventually, findings, useBrowser } from "./browser.ts"

const browser = useBrowser()
const host = inject("embedOrigin")
const options = { host, signedOut: true } as const
const blocks = codeBlocks(readDocument("docs/embed.md"))
const block = (language: string) => blocks.find((code) => code.language === language)?.code ?? ""

let server: ChildProcess
let asked: Request[] = []
beforeAll(async () => {
  const [url, key] = [inject("origin"), inject("adminKey")]
  const env = { TIDEMARK_URL: url, TIDEMARK_KEY: key, PORT: new URL(host).port }
  const program = ["--input-type=module", "--eval", block("js")]
  server = spawn(process.execPath, program, {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  })
  if (server.stdout === null) throw new Error("the server says nothing")
  await once(createInterface({ input: server.stdout }), "line")
})
afterAll(() => server.kill())
afterEach(() => {
  asked = []
})

const frameOf = async (page: Page): Promise<Frame> => {
  const element = await page.waitForSelector("#usage")
  const frame = await element.contentFrame()
  if (frame === null) throw new Error("there is no frame")
  return frame
}

/** The host's page, once the figures are in its frame. */
const openHost = async (width = 1280) => {
  const page = await browser.open("/docs", { ...options, width })
  const refused: string[] = []
  page.on("request", (request) => asked.push(request))
  page.on("response", (answer) => answer.status() >= 400 && refused.push(answer.url()))
  await page.goto(host)
  const frame = await frameOf(page)
  await frame.locator("h1 em").waitFor()
  await frame.locator("#activity[aria-busy=false]").waitFor()
  await frame.locator(".ahead-refunds[aria-busy=false]").waitFor()
  return { page, frame, refused }
}

const configure = (page: Page, fields: object) =>
  page.evaluate((message) => {
    const usage = document.querySelector<HTMLIFrameElement>("#usage")
    usage?.contentWindow?.postMessage({ tidemark: 1, type: "configure", ...message }, "*")
  }, fields)

/** What the frame tells from now on. */
const hear = async (page: Page) => {
  await page.evaluate(() => {
    const heard: unknown[] = []
    Object.assign(window, { heard })
    addEventListener("message", ({ data }) => heard.push(data))
  })
  return () => page.evaluate(() => (window as unknown as { heard: Array<{ type: string }> }).heard)
}

it("stands in the page of the guide as high as it is, by a token and without a cookie", async () => {
  for (const { code } of blocks.filter(({ language }) => language === "html"))
    expect(readDocument("docs/embed-host.html")).toContain(code)
  expect(block("sh")).toContain("TIDEMARK_EMBED_ORIGINS=http://localhost:3000")
  const { page, frame, refused } = await openHost()
  expect(await frame.locator("h1").textContent()).toMatch(/credits left/)
  const cut = () =>
    frame.evaluate(() => document.documentElement.getBoundingClientRect().height - innerHeight)
  await eventually(async () => Math.abs(await cut())).toBeLessThan(1)
  // It comes by itself, though an EventSource could not send the token.
  await frame.getByText("Live · updated").waitFor()
  expect(await findings(page)).toEqual([])

  const entry = frame.locator("[data-entry]").last()
  await entry.click()
  await frame.locator(".sheet-body").waitFor()
  const seen = await frame.locator(".sheet").evaluate((sheet) => {
    const { top, bottom } = sheet.getBoundingClientRect()
    return { top, bottom, entry: document.activeElement !== null }
  })
  const view = await page.evaluate(() => {
    const { top } = document.querySelector("#usage")?.getBoundingClientRect() ?? { top: 0 }
    return { top: -top, bottom: -top + innerHeight }
  })
  expect(seen.top).toBeGreaterThanOrEqual(view.top)
  expect(seen.bottom).toBeLessThanOrEqual(view.bottom)

  const questions = asked.filter((request) => request.url().includes("/v1/"))
  expect(questions.length).toBeGreaterThan(0)
  expect(refused).toEqual([])
  for (const request of questions) {
    const headers = await request.allHeaders()
    expect([headers.cookie, headers.authorization?.slice(0, 10)]).toEqual([undefined, "Bearer eyJ"])
  }
  expect(asked.filter((request) => request.url().includes("eyJ"))).toEqual([])
  expect(await page.context().cookies()).toEqual([])
  expect(frame.url()).toBe(`${inject("origin")}/embed/usage?theme=light`)
})

it("is shown by a browser to no other origin, and no other page is shown to this one", async () => {
  const stranger = host.replace("localhost", "127.0.0.1")
  const refused = async (from: string, path: string) => {
    const page = await browser.open("/docs", { ...options, failing: true, host: from })
    await page.route("**/usage-token", () => {})
    await page.goto(from)
    await page.evaluate((src) => {
      const usage = document.querySelector<HTMLIFrameElement>("#usage")
      if (usage) usage.src = src
    }, inject("origin") + path)
    return eventually(async () => (await frameOf(page)).url())
  }
  await (await refused(stranger, "/embed/usage")).toContain("chrome-error:")
  await (await refused(host, "/usage")).toContain("chrome-error:")
})

it("asks the host for another token when one is over, and what was there stays", async () => {
  const { page, frame } = await openHost()
  const heard = await hear(page)
  await frame.evaluate(() => {
    const lost: string[] = []
    Object.assign(window, { lost })
    const sentence = document.querySelector("h1")
    new MutationObserver(() => {
      if (!sentence?.isConnected) lost.push("the sentence was made anew")
      if (document.querySelector(".skeleton, [role=alert]")) lost.push("something waits or failed")
    }).observe(document.body, { childList: true, subtree: true })
  })
  const question = () => asked.findLast((request) => request.url().includes("/v1/"))
  const bearer = async () => (await question()?.allHeaders())?.authorization ?? ""
  const first = await bearer()
  const claims = JSON.parse(Buffer.from(first.split(".")[1] ?? "", "base64url").toString())
  const revoked = await page.request.delete(`${inject("origin")}/v1/tokens/${claims.jti}`, {
    headers: { authorization: `Bearer ${inject("adminKey")}` },
  })
  expect(revoked.status()).toBe(204)
  // The live stream ends with its credential, so the page finds out by itself.
  await eventually(async () => (await heard()).map(({ type }) => type)).toContain("token-expired")
  await frame.getByLabel("Compare with").selectOption("prev")
  await eventually(() => asked.some((request) => request.url().includes("compare=prev"))).toBe(true)
  await frame.locator("#usage-over-time[aria-busy=false]").waitFor()
  await frame.getByText("Live · updated").waitFor()
  expect((await heard()).filter(({ type }) => type === "token-expired")).toHaveLength(1)
  expect(await frame.evaluate(() => (window as unknown as { lost: string[] }).lost)).toEqual([])
  expect(await bearer()).not.toBe(first)
})

it("takes theme, accent and language from the host alone, and says what it does not take", async () => {
  const { page, frame } = await openHost(360)
  const heard = await hear(page)
  const root = frame.locator("html")
  const accent = () => root.evaluate((html) => getComputedStyle(html).getPropertyValue("--accent"))
  expect(await accent()).toContain("#0a6b4a")
  // Another window of the very same origin is not the host.
  await page.evaluate(() => {
    const other = document.body.appendChild(document.createElement("iframe"))
    const script = 'parent.frames[0].postMessage({tidemark:1,type:"configure",theme:"dark"},"*")'
    other.title = "Another"
    other.srcdoc = `<script>${script}</script>`
  })
  await configure(page, { theme: "sepia", locale: "de" })
  await configure(page, { accent: "#ffcc00" })
  await eventually(async () => (await heard()).filter(({ type }) => type === "problem")).toEqual([
    {
      tidemark: 1,
      type: "problem",
      code: "field",
      message: "theme must be one of system, light, dark",
    },
    expect.objectContaining({
      code: "accent",
      message: expect.stringContaining("less than 4.5:1"),
    }),
  ])
  expect(await root.getAttribute("data-theme")).toBe("light")
  expect(await accent()).not.toContain("#ffcc00,")
  await configure(page, { theme: "dark", locale: "de-AT" })
  await frame.getByText("Credits übrig").waitFor()
  expect([await root.getAttribute("data-theme"), await root.getAttribute("lang")]).toEqual([
    "dark",
    "de-DE",
  ])
  await frame.locator("#activity[aria-busy=false]").waitFor()
  expect(await findings(page)).toEqual([])
  expect(await frame.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
})

it("shows nothing without a token, nor with a key, and says so", async () => {
  const page = await browser.open("/docs", { ...options, failing: true })
  // The host's server never answers.
  await page.route("**/usage-token", () => {})
  page.on("request", (request) => asked.push(request))
  await page.goto(host)
  const heard = await hear(page)
  const frame = await frameOf(page)
  await frame.getByText("Waiting for the page around this one").waitFor()
  expect(asked.filter((request) => request.url().includes("/v1/"))).toEqual([])
  await configure(page, { token: inject("adminKey") })
  await frame.getByText("cannot be shown just now").waitFor()
  expect(await heard()).toContainEqual(
    expect.objectContaining({ code: "token", message: expect.stringContaining("it is a key") }),
  )
  expect(asked.filter((request) => request.url().includes("/v1/accounts"))).toEqual([])
  await page.goto(`${inject("origin")}/embed/usage`)
  await page.getByRole("heading", { name: "This page stands inside another one" }).waitFor()
  expect(await findings(page)).toEqual([])
})
