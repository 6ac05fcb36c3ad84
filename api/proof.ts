/** One account's figures beside each other, and the whole warehouse's. */
import { Clock, Effect } from "effect"
import { type Context, Hono } from "hono"
import { formatInstant } from "#warehouse/domain/calendar.ts"
import { formatDecimal } from "#warehouse/domain/decimal.ts"
import { netOf, type Totals } from "#warehouse/domain/transaction.ts"
import { Integrity, type IntegrityState, type RollupResult } from "#warehouse/integrity.ts"
import { type Proof as ProofFigures, ProofReader } from "#warehouse/proof-reader.ts"
import { type Answer, answer, run, withMeta } from "./answer.ts"
import type { ApiEnv } from "./environment.ts"
import type * as Contract from "./proof-contract.ts"
import { query } from "./query.ts"
import { QUERIES } from "./query-words.ts"
import { recordAct } from "./record-act.ts"
import { readableAccount } from "./scope.ts"
import { wireTotals } from "./wire.ts"

const wireSums = (totals: Totals) => ({
  ...wireTotals(totals),
  balance: formatDecimal(netOf(totals)),
})

const wireProof = (account: string, proof: ProofFigures): Omit<Contract.Proof, "meta"> => ({
  account,
  balance: formatDecimal(proof.balance),
  lifetime: wireSums(proof.lifetime),
  daily: { ...wireSums(proof.daily), days: proof.days },
  quarter_hours: wireSums(proof.quarterHours),
  ledger: wireSums(proof.ledger),
  groups: proof.groups,
  drift: formatDecimal(proof.drift),
  differing: proof.keys,
  more: proof.differing - proof.keys.length,
})

export const proof = new Hono<ApiEnv>().get("/:account/proof", query(QUERIES.overview), (c) =>
  answer<Contract.Proof>(
    c,
    Effect.gen(function* () {
      const stored = yield* readableAccount(c.var.credential, c.req.param("account"))
      const account = { ...stored, timeZone: c.req.valid("query").tz ?? stored.timeZone }
      const now = yield* Clock.currentTimeMillis
      const figures = ProofReader.use((reader) => reader.proof(account, now))
      return yield* withMeta(
        { tz: account.timeZone, interval: null },
        Effect.map(figures, (proof) => wireProof(account.account, proof)),
      )
    }),
  ),
)

const wireRollup = ({ rollup, groups, differing, drift, keys }: RollupResult) => ({
  rollup,
  groups,
  drift: formatDecimal(drift),
  differing: keys,
  more: differing - keys.length,
})

const sumOf = <A>(items: ReadonlyArray<A>, count: (item: A) => number) =>
  items.reduce((sum, item) => sum + count(item), 0)

const wireIntegrity = ({
  running,
  last,
  failure,
  nextAt,
}: IntegrityState): Omit<Contract.Integrity, "meta"> => ({
  running:
    running === null
      ? null
      : { started_at: formatInstant(running.startedAt), slices: running.slices },
  last:
    last === null
      ? null
      : {
          started_at: formatInstant(last.startedAt),
          finished_at: formatInstant(last.finishedAt),
          slices: last.slices,
          groups: sumOf(last.rollups, ({ groups }) => groups),
          differing: sumOf(last.rollups, ({ differing }) => differing),
          rollups: last.rollups.map(wireRollup),
          refunds: last.refunds,
        },
  failure: failure === null ? null : { at: formatInstant(failure.at), reason: failure.reason },
  next_at: nextAt === null ? null : formatInstant(nextAt),
})

const UTC = { tz: "UTC", interval: null }
const readIntegrity = withMeta(
  UTC,
  Effect.map(
    Integrity.use(({ current }) => current),
    wireIntegrity,
  ),
)

const postIntegrity = async (c: Context<ApiEnv>): Promise<Answer<Contract.Integrity, 202>> => {
  const body = await run(
    c,
    recordAct(c, "warehouse").pipe(
      Effect.andThen(Integrity.use(({ start }) => start)),
      Effect.andThen(readIntegrity),
    ),
  )
  return c.json(body, 202) as unknown as Answer<Contract.Integrity, 202>
}

export const integrity = new Hono<ApiEnv>()
  .get("/", query(QUERIES.none), (c) => answer<Contract.Integrity>(c, readIntegrity))
  .post("/", query(QUERIES.none), postIntegrity)
