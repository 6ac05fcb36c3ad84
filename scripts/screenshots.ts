/**
 * Makes the pictures of the README, and its recording, from the sample accounts: npm run screenshots. A real process,
 * the built dashboard and a real Chromium; what they show moves with today's date.
 */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { chromium } from "playwright-core"
import { clientOf, spawnServer, temporaryFolder } from "../api/testing/spawned-server.ts"
import { findChromium } from "./chromium.ts"
import { buildDashboard } from "./dashboard-build.ts"
import { createRecorder } from "./pictures/recorder.ts"
import { settle, tour } from "./pictures/tour.ts"

const PICTURES = [
  { name: "usage-light", theme: "light", path: "/usage?account=studio-north" },
  { name: "usage-dark", theme: "dark", path: "/usage?account=studio-north" },
  { name: "history-light", theme: "light", path: "/usage/history?account=studio-north&range=12m" },
  { name: "explore-light", theme: "light", path: "/explore?account=studio-north" },
  { name: "operations-dark", theme: "dark", path: "/operations" },
] as const
const VIEWPORT = { width: 1440, height: 1440 }
/** As wide as a README shows it, so that nothing is scaled. */
const RECORDED = { width: 1100, height: 700 }
const docs = join(import.meta.dirname, "..", "docs")

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
  const open = async (viewport: typeof VIEWPORT, theme: "light" | "dark") => {
    const options = { baseURL: new URL(link).origin, viewport, storageState, locale: "en-GB" }
    return (await browser.newContext({ ...options, colorScheme: theme })).newPage()
  }
  for (const { name, theme, path } of PICTURES) {
    const page = await open(VIEWPORT, theme)
    await page.goto(path)
    await settle(page)
    await page.screenshot({ path: join(docs, `${name}.png`) })
    say(`docs/${name}.png`)
    await page.context().close()
  }
  const page = await open(RECORDED, "light")
  const recorder = await createRecorder(browser, page, RECORDED)
  await tour(page, recorder)
  writeFileSync(join(docs, "tour.webp"), recorder.finish())
  say("docs/tour.webp")
} finally {
  await browser.close()
  await server.stop()
  folder.remove()
}
