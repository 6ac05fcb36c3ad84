/** Whether what failed was refunded, recounted from refunds and failures. */
import type { Failure } from "./links.ts"
import { decimal } from "./plain-recount.ts"
import type { Row } from "./rows.ts"
import {
  type Answer,
  accountPath,
  daysOf,
  type Question,
  rowsOf,
  same,
  search,
  within,
  zoneOf,
} from "./world.ts"

export const iso = (at: number) => new Date(at).toISOString()
export const failuresOf = (failures: ReadonlyArray<Failure>) =>
  failures.map(({ id, reason, at }) => [id, reason, iso(at)]).sort()
export const wireFailuresOf = (failures: ReadonlyArray<Answer>) =>
  failures.map(({ id, reason, occurred_at }) => [id, reason, occurred_at]).sort()

interface Case {
  readonly id: string
  readonly state: string
  readonly spend: Row | undefined
  readonly failures: ReadonlyArray<Failure>
  readonly refunds: ReadonlyArray<Row>
  /** In milliseconds, from the spend to its first refund. */
  readonly took: number | null
  readonly at: number
}

const sumOf = (rows: ReadonlyArray<Row>) => rows.reduce((sum, { credits }) => sum + credits, 0n)

const stateOf = (spend: Row | undefined, refunds: ReadonlyArray<Row>) => {
  if (spend === undefined) return "waiting"
  if (spend.type !== "spend") return "not_a_spend"
  if (refunds.length === 0) return "missing"
  const back = sumOf(refunds)
  return back === spend.credits ? "refunded" : back < spend.credits ? "partly" : "over"
}

const casesOf = (
  rows: ReadonlyArray<Row>,
  failures: ReadonlyArray<Failure>,
  refunds: ReadonlyArray<Row>,
): ReadonlyArray<Case> =>
  [...new Set([...failures, ...refunds].map(({ refersTo }) => refersTo))]
    .filter((id) => id !== "")
    .map((id): Case => {
      const spend = rows.find((row) => row.id === id)
      const back = rows
        .filter((row) => row.type === "refund" && row.refersTo === id)
        .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
      const failed = failures.filter(({ refersTo }) => refersTo === id)
      const [first] = back
      const took = spend?.type === "spend" && first !== undefined ? first.at - spend.at : null
      return {
        ...{ id, spend, failures: failed, refunds: back, state: stateOf(spend, back) },
        took,
        at: Math.max(...[...failed, ...back].map(({ at }) => at)),
      }
    })
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))

const median = (values: ReadonlyArray<number>) => {
  const sorted = values.toSorted((a, b) => a - b)
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return (low + high) / 2
}

const SETTLED = ["refunded", "partly", "over"]

export const refundCheck: Question = async (chance, world) => {
  const account = chance.pick(world.accounts)
  const { zone, tz } = zoneOf(chance, account.zone)
  const days = daysOf(chance, world, 200)
  const limit = chance.pick([1, 4, 500])
  const words = { from: days.first, to: days.last, tz, limit: String(limit) }
  const body = await world.ask(`${accountPath(account)}/refund-check${search(words)}`)
  const rows = rowsOf(world, account)
  const refunds = within(rows, days, zone).filter(({ type }) => type === "refund")
  const mine = world.failures.filter((one) => one.account === account.account)
  const cases = casesOf(rows, within(mine, days, zone), refunds)
  const settled = cases.filter(({ state }) => SETTLED.includes(state))
  const open = cases.filter(({ state }) => !SETTLED.includes(state))
  const failed = (state: string) =>
    cases.filter((one) => one.state === state).reduce((sum, one) => sum + one.failures.length, 0)
  const states = [...SETTLED, "missing", "waiting", "not_a_spend"]
  const unlinked = refunds.filter(({ refersTo }) => refersTo === "")
  const took = cases.flatMap((one) => one.took ?? [])
  const wire = (one: Answer) => [
    ...[one.id, one.state, one.refunded, one.spend?.credits ?? null, one.seconds],
    ...[wireFailuresOf(one.failures), one.refunds.map(({ id }: Answer) => id)],
  ]
  const plain = (one: Case) => [
    ...[one.id, one.state, decimal(sumOf(one.refunds))],
    ...[
      one.spend === undefined ? null : decimal(one.spend.credits),
      one.took === null ? null : one.took / 1000,
    ],
    ...[failuresOf(one.failures), one.refunds.map(({ id }) => id)],
  ]
  return [
    ...same("failures", body.failures, {
      count: cases.reduce((sum, one) => sum + one.failures.length, 0),
      ...Object.fromEntries(states.map((state) => [state, failed(state)])),
    }),
    ...same("refunds", body.refunds, {
      ...{ count: refunds.length, credits: decimal(sumOf(refunds)) },
      unlinked: { count: unlinked.length, credits: decimal(sumOf(unlinked)) },
    }),
    ...same("spends", body.spends, {
      count: settled.length,
      ...Object.fromEntries(
        SETTLED.map((state) => [state, settled.filter((one) => one.state === state).length]),
      ),
      spent: decimal(sumOf(settled.flatMap(({ spend }) => spend ?? []))),
      credits: decimal(sumOf(settled.flatMap((one) => one.refunds))),
    }),
    ...same(
      "time to refund",
      body.time_to_refund,
      took.length === 0
        ? null
        : { median_seconds: median(took) / 1000, longest_seconds: Math.max(...took) / 1000 },
    ),
    ...same("how many cases", [body.open.count, body.settled.count], [open.length, settled.length]),
    ...same("open cases", body.open.cases.map(wire), open.slice(0, limit).map(plain)),
    ...same("settled cases", body.settled.cases.map(wire), settled.slice(0, limit).map(plain)),
  ]
}
