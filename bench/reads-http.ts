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
/** Beyond them not every number is an account's. Each is asked for once, so that nobody knows its answer. */
const ACCOUNTS = 10_000
/** And so many that are asked for again and again, while nothing is stored. */
const KNOWN = 500

type Get = (path: string) => Promise<void>

export const overHttp = (folder: string) =>
  Effect.scoped(
    Effect.gen(function* () {
      const api = yield* apiProcess({}, folder)
      const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
      yield* Effect.addFinalizer(() => Effect.sync(() => agent.destroy()))
      const ask: Get = (path) => answered(`${api.address}${path}`, agent, api.key)
      for (const { name, count, asksMax } of [
        { name: "of accounts asked for once", count: ACCOUNTS, asksMax: ACCOUNTS / 2 },
        { name: "asked for again", count: KNOWN, asksMax: Number.POSITIVE_INFINITY },
      ]) {
        // The table of known ids is filled meanwhile, which takes as long as it takes.
        yield* Effect.promise(() =>
          overviews(ask, count, { seconds: 3, from: count / 2, asksMax: count / 2 }),
        )
        const before = processorTimeOf(api.pid)
        const { times, seconds } = yield* Effect.promise(() =>
          overviews(ask, count, { seconds: SECONDS, from: 0, asksMax }),
        )
        const processor = (processorTimeOf(api.pid) - before) / (times.length || 1)
        yield* Console.log(
          `overview, ${CONNECTIONS} connections, ${name}: ${(times.length / seconds).toFixed(0)} requests/s; median ${median(times).toFixed(1)} ms, p95 ${percentile(times, 95).toFixed(1)} ms; ${processor.toFixed(2)} ms of the process each`,
        )
      }
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

interface Asked {
  readonly seconds: number
  readonly from: number
  readonly asksMax: number
}

const overviews = async (ask: Get, accounts: number, { seconds, from, asksMax }: Asked) => {
  const began = performance.now()
  const times: number[] = []
  let next = from
  const isOver = () => performance.now() - began > seconds * 1000 || next >= from + asksMax
  const work = async () => {
    while (!isOver()) {
      const asked = performance.now()
      await ask(`/v1/accounts/account-${(next++ * 7919) % accounts}/overview`)
      times.push(performance.now() - asked)
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
