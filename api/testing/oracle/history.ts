/** Random histories: transactions of several accounts, and what they have to do with each other. */
import type { Chance } from "./chance.ts"
import { type Failure, linked, type SentAgain, sendAgain } from "./links.ts"
import { type Account, eventOf, type Row, rowOf, ZONES } from "./rows.ts"

export interface History {
  readonly accounts: ReadonlyArray<Account>
  /** Everything that is stored, what failures made included. */
  readonly rows: ReadonlyArray<Row>
  /** The events as they are sent, in an order of their own. */
  readonly events: ReadonlyArray<object>
  /** Sent behind them. */
  readonly failures: ReadonlyArray<Failure>
  readonly again: ReadonlyArray<SentAgain>
}

const SIZES = [0, 1, 2, 9, 40, 120, 250, 600]

/** `until`: epoch milliseconds, not in the future. Ids begin with `name`, so that histories do not meet. */
export const historyOf = (chance: Chance, name: string, until: number): History => {
  const accounts = SIZES.map(
    (_, i): Account => ({
      account: `${name}/${i} ö`,
      zone: chance.pick(ZONES),
      anchor: chance.pick([1, 15, 31]),
      allowance: chance.once(2) ? BigInt(chance.below(1_000)) * 1_000_000n : null,
    }),
  )
  const histories = accounts.map(({ account }, i) =>
    linked(
      chance,
      Array.from({ length: SIZES[i] ?? 0 }, (_, number) => rowOf(chance, account, number, until)),
      until,
    ),
  )
  const sent = histories.flatMap(({ rows }) => rows)
  const events = sent
    .map((row) => ({ order: chance.below(1_000_000), event: eventOf(row) }))
    .sort((a, b) => a.order - b.order)
    .map(({ event }) => event)
  return {
    accounts,
    rows: histories.flatMap(({ rows, made }) => [...rows, ...made]),
    events,
    failures: histories.flatMap(({ failures }) => failures),
    again: sendAgain(chance, sent),
  }
}
