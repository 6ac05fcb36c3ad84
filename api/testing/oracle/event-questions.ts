/** What became of single events: their stories, and what was not counted. */

import type { Failure } from "./links.ts"
import { balancesAfter, compareIds, decimal } from "./plain-recount.ts"
import { failuresOf, iso, wireFailuresOf } from "./refund-questions.ts"
import type { Row } from "./rows.ts"
import { type Answer, accountPath, type Question, rowsOf, same, search } from "./world.ts"

const linkOf = (row: Row | undefined) =>
  row === undefined ? null : [row.id, row.type, row.operation, decimal(row.delta), iso(row.at)]
const wireLinkOf = (link: Answer) =>
  link === null ? null : [link.id, link.type, link.operation, link.credits, link.occurred_at]
const failuresAbout = (row: Row | undefined, failures: ReadonlyArray<Failure>) => {
  if (row?.type === "spend") return failures.filter(({ refersTo }) => refersTo === row.id)
  return failures.filter(({ makes }) => row !== undefined && makes?.id === row.id)
}

/** What is said of a failure, which is no transaction. */
const toldOf = (failure: Failure | undefined, rows: ReadonlyArray<Row>) => {
  if (failure === undefined) return null
  const { refersTo, reason, at, makes } = failure
  const arrived = rows.some(({ id }) => id === refersTo)
  const state = makes === null ? (arrived ? "none" : "waiting") : "refunded"
  const refund = makes && { id: makes.id, credits: decimal(makes.credits) }
  return [refersTo, reason, iso(at), state, refund]
}

export const eventStory: Question = async (chance, world) => {
  const account = chance.pick(world.accounts)
  const rows = rowsOf(world, account)
  const own = <A extends { readonly account: string }>(all: ReadonlyArray<A>) =>
    all.filter((one) => one.account === account.account)
  const [failures, again] = [own(world.failures), own(world.again)]
  const ids = [rows, failures, again].filter((some) => some.length > 0)
  if (ids.length === 0) return []
  const { id } = chance.pick<{ readonly id: string }>(chance.pick(ids))
  const body = await world.ask(`${accountPath(account)}/events/${encodeURIComponent(id)}`)
  const row = rows.find((one) => one.id === id)
  const failure = failures.find((one) => one.id === id)
  const refused = (fate: string) => again.filter((one) => one.id === id && one.fate === fate)
  const naming = rows
    .filter(({ refersTo }) => refersTo === id && row !== undefined)
    .sort((a, b) => a.at - b.at || compareIds(a, b))
  const told = body.failure
  return [
    ...same(
      "fate",
      [body.fate, body.conflict_count, body.conflicts.length, body.rejection_count],
      [
        row === undefined && failure === undefined ? "rejected" : "accepted",
        ...[refused("conflict").length, refused("conflict").length, refused("rejected").length],
      ],
    ),
    ...same(
      "what differs",
      body.conflicts.map(({ differs }: Answer) => differs),
      refused("conflict").map(() => [
        {
          field: "credits",
          stored: decimal(row?.credits ?? 0n),
          sent: decimal((row?.credits ?? 0n) + 1n),
        },
      ]),
    ),
    ...same(
      "what is stored",
      body.transaction && [body.transaction.credits, body.transaction.balance_after],
      row === undefined ? null : [decimal(row.delta), decimal(balancesAfter(rows).get(row) ?? 0n)],
    ),
    ...same(
      "failure",
      told && [told.refers_to, told.reason, told.occurred_at, told.state, told.refund],
      toldOf(failure, rows),
    ),
    ...same("where from", body.source?.via ?? null, body.fate === "accepted" ? "http" : null),
    ...same(
      "what it names",
      wireLinkOf(body.refers_to),
      linkOf(row && rows.find((one) => one.id === row.refersTo)),
    ),
    ...same(
      "what names it",
      [body.referred_by.map(wireLinkOf), body.referred_by_count],
      [naming.map(linkOf), naming.length],
    ),
    ...same(
      "its failures",
      wireFailuresOf(body.failures),
      failuresOf(failuresAbout(row, failures)),
    ),
  ]
}

export const rejectionPages: Question = async (chance, world) => {
  const account = chance.once(2) ? undefined : chance.pick(world.accounts).account
  const reason = chance.pick([undefined, "conflict", "rejected"])
  const state = chance.pick([undefined, "open", "resolved"])
  const limit = String(1 + chance.below(6))
  const found: Answer[] = []
  let cursor: string | undefined
  do {
    const page = await world.ask(
      `/v1/rejections${search({ account, reason, state, limit, cursor })}`,
    )
    found.push(...page.rejections)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  const wanted = world.again.filter(
    (one) =>
      one.fate !== "duplicate" &&
      state !== "resolved" &&
      (account === undefined || one.account === account) &&
      (reason === undefined || one.fate === reason),
  )
  const times = found.map(({ received_at }) => received_at)
  return [
    ...same(
      "rejections",
      found.map((one) => [one.account, one.event_id, one.reason, one.state].join(" ")).sort(),
      wanted.map((one) => [one.account, one.id, one.fate, "open"].join(" ")).sort(),
    ),
    ...same("newest first", times, times.toSorted().toReversed()),
    ...same(
      "what was wrong",
      found.flatMap(({ errors }) => errors.map(({ code }: Answer) => code)),
      found.flatMap((one) => (one.reason === "rejected" ? ["decimal_places"] : [])),
    ),
  ]
}
