/** Random questions over random histories, put to a running API and to a plain recount. */
import { balanceAt, balanceHistory, overview, proof, statement } from "./balance-questions.ts"
import { chanceOf } from "./chance.ts"
import { eventStory, rejectionPages } from "./event-questions.ts"
import { estimate, forecast } from "./forecast-questions.ts"
import { highUsageDays } from "./high-usage-questions.ts"
import { type History, historyOf } from "./history.ts"
import { jointPages } from "./joint-questions.ts"
import { accountList, ledgerPages, oneTransaction } from "./ledger-questions.ts"
import { failureEvent } from "./links.ts"
import { refundCheck } from "./refund-questions.ts"
import { breakdown, series } from "./usage-questions.ts"
import type { Answer, Question, World } from "./world.ts"

/** By their weight: the more ways there are to ask, the more often. */
const KINDS: ReadonlyArray<readonly [name: string, weight: number, question: Question]> = [
  ["ledger", 5, ledgerPages],
  ["transactions of all", 4, jointPages],
  ["series", 6, series],
  ["breakdown", 5, breakdown],
  ["statement", 3, statement],
  ["balance history", 2, balanceHistory],
  ["balance", 2, balanceAt],
  ["overview", 2, overview],
  ["high-usage days", 2, highUsageDays],
  ["proof", 1, proof],
  ["transaction", 1, oneTransaction],
  ["accounts", 1, accountList],
  ["forecast", 2, forecast],
  ["estimate", 2, estimate],
  ["refund check", 3, refundCheck],
  ["event", 3, eventStory],
  ["rejections", 1, rejectionPages],
]
const NAMES = KINDS.flatMap(([name, weight]) => Array.from({ length: weight }, () => name))

export interface Api {
  readonly get: (path: string) => Promise<{ readonly status: number; readonly body: Answer }>
  readonly put: (path: string, body: object) => Promise<{ readonly status: number }>
  readonly send: (
    events: ReadonlyArray<object>,
  ) => Promise<ReadonlyArray<{ readonly fate: string }>>
}

const EVENTS_PER_CALL = 100

const store = async (api: Api, { accounts, events, failures, again }: History) => {
  for (const { account, zone, anchor, allowance } of accounts) {
    const { status } = await api.put(`/v1/accounts/${encodeURIComponent(account)}`, {
      name: account,
      time_zone: zone,
      period_anchor_day: anchor,
      allowance: allowance === null ? null : String(allowance / 1_000_000n),
    })
    if (status !== 200) throw new Error(`${account} was answered ${status}`)
  }
  const accepted = (event: object) => ({ event, fate: "accepted" })
  await send(api, events.map(accepted))
  await send(api, failures.map(failureEvent).map(accepted))
  // In several calls, so that they arrived at different times.
  await send(api, again, 5)
}

const send = async (
  api: Api,
  events: ReadonlyArray<{ readonly event: object; readonly fate: string }>,
  eventsPerCall = EVENTS_PER_CALL,
) => {
  for (let from = 0; from < events.length; from += eventsPerCall) {
    const sent = events.slice(from, from + eventsPerCall)
    const results = await api.send(sent.map(({ event }) => event))
    const other = results.find(({ fate }, i) => fate !== sent[i]?.fate)
    if (other !== undefined) throw new Error(`an event had another fate: ${JSON.stringify(other)}`)
  }
}

export interface Asked {
  readonly questions: number
  /** By kind. */
  readonly kinds: Readonly<Record<string, number>>
  /** Each with its question's number, kind and requests. */
  readonly wrong: ReadonlyArray<string>
}

/**
 * Stores a history of the seed, of which nothing may lie behind `until`, and asks `count` questions. Each
 * has a seed of its own, so that one alone can be asked again: `only`.
 */
export const askOracle = async (
  api: Api,
  options: {
    readonly seed: number
    readonly count: number
    readonly until: number
    readonly only?: number
    readonly say?: (line: string) => void
  },
): Promise<Asked> => {
  const { seed, count, until, only } = options
  const history = historyOf(chanceOf(seed), `h${seed}`, until)
  await store(api, history)
  const kinds: Record<string, number> = {}
  const wrong: string[] = []
  for (let number = 0; number < count; number++) {
    if (only !== undefined && number !== only) continue
    const chance = chanceOf(seed * 1_000_003 + number)
    const name = chance.pick(NAMES)
    const [, , question] = KINDS.find(([kind]) => kind === name) as (typeof KINDS)[number]
    const paths: string[] = []
    const ask = async (path: string) => {
      paths.push(path)
      const { status, body } = await api.get(path)
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
      return body
    }
    const world: World = { ...history, until, ask }
    const found = await question(chance, world).catch((error) => [String(error)])
    kinds[name] = (kinds[name] ?? 0) + 1
    for (const line of found) wrong.push(`question ${number}, ${name}, ${paths.at(-1)}: ${line}`)
    if ((number + 1) % 100 === 0)
      options.say?.(`${number + 1} questions, ${wrong.length} differences`)
  }
  return { questions: Object.values(kinds).reduce((a, b) => a + b, 0), kinds, wrong }
}
