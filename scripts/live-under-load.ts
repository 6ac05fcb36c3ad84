/**
 * Many listeners while events pour in: how late each sees what was answered, whether memory stays, and whether
 * anything is missed in silence when connections are cut.
 *   npm run live-under-load -- [--listeners 1000] [--accounts 100] [--rate 5000] [--seconds 60]
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import {
  type Client,
  clientOf,
  spawnServer,
  temporaryFolder,
} from "../api/testing/spawned-server.ts"
import { formatInstant } from "../warehouse/domain/calendar.ts"
import { makeWatcher, type Watcher } from "./live/watcher.ts"

const LATE_MS_MAX = 2_000
const GROWTH_MAX = 1.3
const BODIES_PER_SECOND = 10
/** Every two seconds so many of all listeners are cut off. */
const CUT_SHARE = 0.05
const CUT_EVERY_MS = 2_000
const WARM_UP_SECONDS = 15

const { values } = parseArgs({
  options: {
    listeners: { type: "string", default: "1000" },
    accounts: { type: "string", default: "100" },
    rate: { type: "string", default: "5000" },
    seconds: { type: "string", default: "60" },
  },
})
const [listeners, accounts, rate, seconds] = (
  ["listeners", "accounts", "rate", "seconds"] as const
).map((name) => {
  const value = Number(values[name])
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} must be a whole number`)
  return value
}) as [number, number, number, number]

const say = (line: string) => console.log(`${(performance.now() / 1000).toFixed(0)} s ${line}`)
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const nameOf = (n: number) => `live-${n % accounts}`

/** What was answered, by account: from when on so many entries had to be seen. */
const answered = Array.from({ length: accounts }, () => [] as { count: number; at: number }[])
const late: number[] = []

const watch = (client: Client, n: number): Watcher => {
  let seen = 0
  const answers = answered[n % accounts] ?? []
  return makeWatcher({
    url: `${client.address}/v1/live?account=${nameOf(n)}`,
    key: client.key,
    onCount: (count) => {
      const now = performance.now()
      for (; (answers[seen]?.count ?? Number.POSITIVE_INFINITY) <= count; seen++)
        late.push(Math.max(0, now - (answers[seen]?.at ?? now)))
    },
  })
}

let sent = 0
const counts = new Array<number>(accounts).fill(0)
/** As many events for each account as for any other. */
const send = async (client: Client, events: number): Promise<void> => {
  const occurred_at = formatInstant(performance.timeOrigin + performance.now())
  const lines = Array.from({ length: events }, () => {
    const n = sent++
    const account = nameOf(n)
    counts[n % accounts] = (counts[n % accounts] ?? 0) + 1
    return JSON.stringify({
      ...{
        account,
        id: `e${n}`,
        type: "spend",
        operation: "detection",
        credits: "0.5",
        occurred_at,
      },
    })
  })
  const { body } = await client.sendEvents(lines.join("\n"), "application/x-ndjson")
  if (body.accepted !== events) throw new Error(`${body.accepted} of ${events} were accepted`)
  const at = performance.now()
  for (const [i, count] of counts.entries())
    if (answered[i]?.at(-1)?.count !== count) answered[i]?.push({ count, at })
}

const memoryOf = (pid: number) =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024

const folder = temporaryFolder()
const data = join(folder.path, "data")
const server = spawnServer({
  ...{ TIDEMARK_DATA: data, UV_THREADPOOL_SIZE: "16", MALLOC_ARENA_MAX: "2", LOG_LEVEL: "Warn" },
  TIDEMARK_INTEGRITY_MINUTES: "0",
})
try {
  const client = await clientOf(server, data)
  await send(client, accounts)
  const watchers = Array.from({ length: listeners }, (_, n) => watch(client, n))
  while (watchers.some((watcher) => watcher.count() < 0)) await sleep(50)
  say(`${listeners} listeners of ${accounts} accounts are there`)

  const memory: number[] = []
  let cuts = 0
  const cutting = setInterval(() => {
    for (let i = 0; i < listeners * CUT_SHARE; i++) {
      watchers[Math.floor(Math.random() * listeners)]?.cut()
      cuts++
    }
  }, CUT_EVERY_MS)
  const start = performance.now()
  for (let body = 0; body < seconds * BODIES_PER_SECOND; body++) {
    await sleep(Math.max(0, start + (body * 1000) / BODIES_PER_SECOND - performance.now()))
    await send(client, Math.round(rate / BODIES_PER_SECOND))
    if (body % (5 * BODIES_PER_SECOND) === 0) {
      memory.push(memoryOf(server.child.pid ?? 0))
      say(`${sent} events, ${memory.at(-1)?.toFixed(0)} MB`)
    }
  }
  const took = (performance.now() - start) / 1000
  clearInterval(cutting)
  const isDone = () => watchers.every((one, n) => one.count() === counts[n % accounts])
  const last = performance.now()
  while (!isDone() && performance.now() - last < 10_000) await sleep(20)
  const settled = performance.now() - last

  const unseen = watchers.filter((one, n) => one.count() !== counts[n % accounts]).length
  const silent = watchers.filter((one, n) => one.counted() !== counts[n % accounts]).length
  const sum = (of: (watcher: Watcher) => number) => watchers.reduce((all, one) => all + of(one), 0)
  late.sort((a, b) => a - b)
  const at = (share: number) => late[Math.ceil(late.length * share) - 1] ?? Number.NaN
  const warm = memory[WARM_UP_SECONDS / 5] ?? memory[0] ?? Number.NaN
  const growth = Math.max(...memory.slice(-2)) / warm
  say(
    `${(sent / took).toFixed(0)} events/s; ${sum((one) => one.messages())} entry messages; ${cuts} cuts`,
  )
  say(
    `seen after: p50 ${at(0.5).toFixed(0)} ms, p99 ${at(0.99).toFixed(0)} ms, longest ${at(1).toFixed(0)} ms`,
  )
  say(`all had the last figure ${settled.toFixed(0)} ms after the last answer; ${unseen} had not`)
  say(
    `gaps announced: ${sum((one) => one.gaps())}; listeners whose count does not add up: ${silent}`,
  )
  say(`memory ${memory.map((one) => one.toFixed(0)).join(" ")} MB: ${growth.toFixed(2)} times`)
  for (const watcher of watchers) watcher.close()
  const isGood = at(0.99) <= LATE_MS_MAX && unseen + silent === 0 && growth <= GROWTH_MAX
  process.exitCode = isGood ? 0 : 1
} finally {
  await server.stop()
  folder.remove()
}
