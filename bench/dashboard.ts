/**
 * The page on the rig that its goals are stated for: production build, local API, an account of a million entries over
 * 24 months, Chromium with its processor slowed four times, 10 Mbit/s, 40 ms round trip, nothing cached, medians of five;
 * what says so is measured unthrottled. `--entries` makes the account smaller, for trying.
 */
import { parseArgs } from "node:util"
import { Clock, Console, Effect } from "effect"
import { chromium } from "playwright-core"
import type { Overview } from "#api/contract.ts"
import { findChromium } from "../scripts/chromium.ts"
import { buildDashboard } from "../scripts/dashboard-build.ts"
import { apiProcess } from "./api-process.ts"
import { measureActions, measureMemory, measureNews } from "./dashboard-actions.ts"
import { measureChart, measurePages } from "./dashboard-drawing.ts"
import { type Figure, figureLine, heads } from "./dashboard-figures.ts"
import { measureLoads } from "./dashboard-loads.ts"
import { ACCOUNT, studioBodies } from "./dashboard-seed.ts"
import { measureSizes } from "./dashboard-sizes.ts"
import { sendAll } from "./http-client.ts"

const ENTRIES = 1_000_000
const say = (line: string) => console.error(`bench: ${line}`)

export const browserOf = Effect.acquireRelease(
  Effect.promise(async () => {
    const executablePath = await findChromium()
    if (executablePath === undefined) throw new Error("There is no Chromium: install chromium.")
    const args = ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"]
    return chromium.launch({ executablePath, args })
  }),
  (browser) => Effect.promise(() => browser.close()),
)

export const dashboard = Effect.gen(function* () {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { entries: { type: "string", default: String(ENTRIES) } },
  })
  const entries = Number(values.entries)
  yield* Effect.sync(() => buildDashboard(say))
  const api = yield* apiProcess()
  const now = yield* Clock.currentTimeMillis
  const sender = { ...api, connections: 8, contentType: "application/x-ndjson" }
  yield* Effect.promise(() => sendAll(sender, studioBodies(entries, now)))
  const { body } = yield* Effect.promise(() =>
    api.get<Overview>(`/v1/accounts/${ACCOUNT}/overview`),
  )
  if (body.lifetime.count !== entries)
    return yield* Effect.fail(new Error(`${body.lifetime.count} entries are stored`))
  say(`${entries} entries are stored`)
  const browser = yield* browserOf
  const figures: Figure[] = []
  yield* Console.log(heads)
  for (const measure of [
    measureSizes,
    measureLoads,
    measureChart,
    measurePages,
    measureActions,
    measureNews,
    measureMemory,
  ]) {
    for (const figure of yield* Effect.promise(() => measure({ browser, api }))) {
      figures.push(figure)
      yield* Console.log(figureLine(figure))
    }
  }
  const missed = figures.filter(({ measured, floor }) => measured > floor)
  const met = figures.filter(({ measured, goal }) => measured <= goal)
  yield* Console.log(
    `${met.length} of ${figures.length} goals met, ${missed.length} floors missed; ${entries} entries`,
  )
})
