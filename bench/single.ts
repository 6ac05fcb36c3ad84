/**
 * Requests of one event each at 64 connections: how many a second, and how long one waits. Every answer
 * is looked at, and the entries are counted at the end.
 */
import { Console, Effect } from "effect"
import { encodeUsageEvent } from "#warehouse/domain/usage-event-schema.ts"
import { apiProcess } from "./api-process.ts"
import { benchEvent } from "./events.ts"
import { sendAll } from "./http-client.ts"
import { spread } from "./measure.ts"

const CONNECTIONS = 64
const REQUESTS = 20_000
const ROUNDS = 5
const GOALS = { perSecond: 2_000, p99: 250 }

function* bodies(from: number) {
  for (let n = from; n < from + REQUESTS; n++)
    yield JSON.stringify(encodeUsageEvent(benchEvent(n, 1)))
}

export const single = Effect.gen(function* () {
  const api = yield* apiProcess()
  const sender = { ...api, connections: CONNECTIONS, contentType: "application/json" }
  const rates: number[] = []
  const waits: number[] = []
  // The first round warms up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const began = performance.now()
    const answers = yield* Effect.promise(() => sendAll(sender, bodies(round * REQUESTS)))
    const seconds = (performance.now() - began) / 1000
    const bad = answers.find(({ body }) => !body.startsWith('{"accepted":1,'))
    if (bad !== undefined) return yield* Effect.fail(new Error(`${bad.status} ${bad.body}`))
    if (round === 0) continue
    rates.push(REQUESTS / seconds)
    waits.push(...answers.map(({ took }) => took))
  }
  waits.sort((a, b) => a - b)
  const at = (share: number) => (waits[Math.floor(waits.length * share)] ?? 0).toFixed(1)
  yield* Console.log(
    `single events, ${CONNECTIONS} connections: ${spread(rates)} requests/s (goal ≥ ${GOALS.perSecond}), ` +
      `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (goal ≤ ${GOALS.p99})`,
  )
  const page = yield* Effect.promise(() =>
    api.get<{ count: number }>("/v1/accounts/account-0/transactions?limit=1"),
  )
  const expected = (ROUNDS + 1) * REQUESTS
  if (page.body.count !== expected)
    return yield* Effect.fail(new Error(`${page.body.count} entries instead of ${expected}`))
  yield* Console.log(`every one of ${expected} events is in the ledger once`)
})
