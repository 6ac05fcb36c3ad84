/**
 * Makes the pictures of the README from the sample accounts: npm run screenshots. A real process, the built dashboard
 * and a real Chromium; what they show moves with today's date.
 */
import { join } from "node:path"
import { chromium } from "playwright-core"
import { clientOf, spawnServer, temporaryFolder } from "../api/testing/spawned-server.ts"
import { findChromium } from "./chromium.ts"
import { buildDashboard } from "./dashboard-build.ts"

const PICTURES = [
  { name: "usage-light", theme: "light", path: "/usage?account=studio-north" },
  { name: "usage-dark", theme: "dark", path: "/usage?account=studio-north" },
  { name: "history-light", theme: "light", path: "/usage/history?account=studio-north&range=12m" },
  { name: "operations-dark", theme: "dark", path: "/operations" },
] as const
const VIEWPORT = { width: 1440, height: 1440 }
/** What is still moving has come to rest. */
const SETTLED_MS = 1_500

const say = (line: string) => console.error(`screenshots: ${line}`)
const executablePath = await findChromium(process.argv[2])
if (executablePath === undefined) throw new Error("There is no Chromium: install chromium.")
buildDashboard(say)
const folder = temporaryFolder()
const server = spawnServer({ TIDEMARK_DATA: folder.path }, ["--samples"])
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] })
try {
  const { link } = await clientOf(server, folder.path)
  const signedIn = await browser.newContext()
  await (await signedIn.newPage()).goto(link)
  const storageState = await signedIn.storageState()
  for (const { name, theme, path } of PICTURES) {
    const options = { baseURL: new URL(link).origin, viewport: VIEWPORT, storageState }
    const context = await browser.newContext({ ...options, colorScheme: theme, locale: "en-GB" })
    const page = await context.newPage()
    await page.goto(path)
    await page.locator("main h1").first().waitFor()
    await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null)
    await page.waitForTimeout(SETTLED_MS)
    await page.screenshot({ path: join(import.meta.dirname, "..", "docs", `${name}.png`) })
    say(`docs/${name}.png`)
    await context.close()
  }
} finally {
  await browser.close()
  await server.stop()
  folder.remove()
}
