/** Reading over HTTP from the real process: many overviews at once, and a whole Usage page. */
import { readFileSync } from "node:fs"
import { Agent, get } from "node:http"
import { Console, Effect } from "effect"
import { apiProcess, peakMemoryOf, processorTimeOf } from "./api-process.ts"
import { median, percentile } from "./measure.ts"
import { LAST_DAY } from "./reads-fill.ts"

const CONNECTIONS = 32
const SECONDS = 10
const PAGES = 60
/** Of the accounts that most is asked about. */
const ACCOUNTS = 5_000

type Get = (path: string) => Promise<void>

export const overHttp = (folder: string) =>
  Effect.scoped(
    Effect.gen(function* () {
      const api = yield* apiProcess({}, folder)
      const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
      yield* Effect.addFinalizer(() => Effect.sync(() => agent.destroy()))
      const ask: Get = (path) => answered(`${api.address}${path}`, agent, api.key)
      // The table of known ids is filled meanwhile, which takes as long as it takes.
      yield* Effect.promise(() => overviews(ask, 3))
      const before = processorTimeOf(api.pid)
      const rate = yield* Effect.promise(() => overviews(ask, SECONDS))
      const processor = (processorTimeOf(api.pid) - before) / (rate.times.length || 1)
      yield* Console.log(
        `overview, ${CONNECTIONS} connections: ${(rate.times.length / rate.seconds).toFixed(0)} requests/s; median ${median(rate.times).toFixed(1)} ms, p95 ${percentile(rate.times, 95).toFixed(1)} ms; ${processor.toFixed(2)} ms of the process each`,
      )
      const pages = yield* Effect.promise(() => usagePages(ask))
      yield* Console.log(
        `whole Usage page, one client: median ${median(pages).toFixed(1)} ms, p95 ${percentile(pages, 95).toFixed(1)} ms`,
      )
      const [, resident = "0"] =
        /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${api.pid}/status`, "utf8")) ?? []
      yield* Console.log(
        `process memory: ${(Number(resident) / 1024).toFixed(0)} MiB, at its peak ${(peakMemoryOf(api.pid) / 2 ** 20).toFixed(0)} MiB`,
      )
    }),
  )

const overviews = async (ask: Get, seconds: number) => {
  const began = performance.now()
  const times: number[] = []
  let next = 0
  const work = async () => {
    while (performance.now() - began < seconds * 1000) {
      const from = performance.now()
      await ask(`/v1/accounts/account-${(next++ * 7919) % ACCOUNTS}/overview`)
      times.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
  return { times, seconds: (performance.now() - began) / 1000 }
}

/** What the page asks for at once when it opens. */
const usagePages = async (ask: Get) => {
  const times: number[] = []
  for (let page = -5; page < PAGES; page++) {
    const account = `/v1/accounts/account-${page % 3 === 0 ? 0 : 1_000 + page * 37}`
    const range = `from=2026-09-01&to=${LAST_DAY}`
    const from = performance.now()
    await Promise.all([
      ask(`${account}/overview`),
      ask(`${account}/usage?${range}&grain=day&by=category`),
      ask(`${account}/breakdown?${range}&by=category`),
      ask(`${account}/transactions?limit=10`),
    ])
    if (page >= 0) times.push(performance.now() - from)
  }
  return times
}

const answered = (url: string, agent: Agent, key: string) =>
  new Promise<void>((resolve, reject) => {
    get(url, { agent, headers: { authorization: `Bearer ${key}` } }, (response) => {
      let text = ""
      response.setEncoding("utf8").on("data", (part) => {
        text += part
      })
      response.on("end", () =>
        response.statusCode === 200
          ? resolve()
          : reject(new Error(`${url}: ${response.statusCode} ${text.slice(0, 300)}`)),
      )
    }).on("error", reject)
  })
