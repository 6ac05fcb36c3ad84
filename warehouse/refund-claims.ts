/**
 * Which of several processes makes a refund that is missing. Where one process alone writes there is
 * nothing to claim. A server keeps one claim of all that are made at once; and what its holder has on
 * its way, in its journal say, comes before anybody else may claim the same.
 */
import { randomUUID } from "node:crypto"
import { link, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Clock, Effect, Schema } from "effect"
import { identityOf } from "./batch-fates.ts"
import { ClickHouse } from "./clickhouse.ts"
import { DAY_MS } from "./domain/calendar.ts"
import { WarehouseUnavailable } from "./errors.ts"
import { insertScratchRows } from "./scratch-rows.ts"
import { sqlQuery } from "./sql-files.ts"
import type { SpendName } from "./stored-links.ts"

/** After it another process may claim what a holder has not made. */
const HELD_FOR_MS = DAY_MS

interface Claim extends SpendName {
  readonly attempt: number
  readonly holder: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** Those of the spends whose refunds this process is to make. `folder`: where its name is kept. */
export const claimRefunds = Effect.fnUntraced(function* (
  folder: string,
  spends: ReadonlyArray<SpendName>,
) {
  const { exclusive } = yield* ClickHouse
  if (exclusive || spends.length === 0) return spends
  const holder = yield* nameOf(folder)
  const at = yield* Clock.currentTimeMillis
  const before = yield* readClaims(spends)
  for (const spend of spends) {
    const known = before.get(identityOf(spend))
    if (known !== undefined && (known.holder === holder || at - known.at < HELD_FOR_MS)) continue
    const { account, id } = spend
    yield* insertClaim(folder, { account, id, attempt: (known?.attempt ?? 0) + 1, holder, at })
  }
  const claims = yield* readClaims(spends)
  return spends.filter((spend) => claims.get(identityOf(spend))?.holder === holder)
})

const HOLDER_FILE = "refund-claims-holder"

/** Made once for a folder: who starts in it again has what was claimed before. */
const nameOf = (folder: string) =>
  Effect.tryPromise({
    try: async () => {
      const file = join(folder, HOLDER_FILE)
      const name = randomUUID()
      const draft = join(folder, `${name}.scratch`)
      await writeFile(draft, name, { flush: true })
      // Whole or not at all, and never in the place of another.
      const isNew = await link(draft, file).then(
        () => true,
        (cause) => {
          if (cause.code === "EEXIST") return false
          throw cause
        },
      )
      await rm(draft, { force: true })
      return isNew ? name : await readFile(file, "utf8")
    },
    catch: (cause) => new WarehouseUnavailable({ operation: "insert", cause }),
  })

const refundClaims = sqlQuery("refund-claims")
const statement = sqlQuery("insert-refund-claim")
const STRUCTURE = "account String, spend String, attempt UInt16, holder String, at UInt64"

const ClaimRow = Schema.Struct({
  account: Schema.String,
  spend: Schema.String,
  attempt: Schema.Number,
  holder: Schema.String,
  at: Schema.NumberFromString,
})

const readClaims = Effect.fnUntraced(function* (spends: ReadonlyArray<SpendName>) {
  const clickhouse = yield* ClickHouse
  const asked = {
    accounts: [...new Set(spends.map(({ account }) => account))],
    spends: spends.map(({ id }) => id),
  }
  const rows = yield* clickhouse.query(refundClaims, asked, ClaimRow)
  return new Map(
    rows.map(({ spend: id, ...row }) => [
      identityOf({ account: row.account, id }),
      { ...row, id } satisfies Claim,
    ]),
  )
})

const insertClaim = (folder: string, claim: Claim) => {
  // Nothing but the attempt and what it is about: of several holders' rows the first is stored.
  const token = `refund-claim-${JSON.stringify([claim.account, claim.id, claim.attempt])}`
  return insertScratchRows(
    { folder, statement, structure: STRUCTURE, token },
    [claim],
    (out, row) => {
      out.string(row.account)
      out.string(row.id)
      out.uint16(row.attempt)
      out.string(row.holder)
      out.uint64(BigInt(row.at))
    },
  )
}
