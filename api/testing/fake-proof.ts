/** A proof, and an integrity run that found one key to differ. */
import { Effect, Layer } from "effect"
import { Backups } from "#warehouse/backups.ts"
import { Integrity, type IntegrityState } from "#warehouse/integrity.ts"
import { type Proof, ProofReader } from "#warehouse/proof-reader.ts"
import { RebuildRefused, type RebuildState, RollupRebuild } from "#warehouse/rollup-rebuild.ts"

const LEDGER = { spend: 9_000_000n, purchase: 1_000_000_000n, refund: 0n, bonus: 0n, count: 7 }
const KEY = {
  key: { account: "studio-north" },
  stored: { spend: "8" },
  counted: { spend: "9" },
}
const PROOF: Proof = {
  balance: 992_000_000n,
  lifetime: { ...LEDGER, spend: 8_000_000n },
  daily: LEDGER,
  days: 1,
  quarterHours: LEDGER,
  ledger: LEDGER,
  groups: 7,
  differing: 3,
  drift: 1_000_000n,
  keys: [{ rollup: "lifetime_totals", ...KEY }],
}

export const proofReader = Layer.succeed(ProofReader, { proof: () => Effect.succeed(PROOF) })

export const integrityAt = (now: number) =>
  Layer.sync(Integrity, () => {
    let state: IntegrityState = {
      running: null,
      last: {
        startedAt: now - 60_000,
        finishedAt: now - 30_000,
        slices: 4,
        rollups: [
          { rollup: "lifetime_totals", groups: 2, differing: 3, drift: 1_000_000n, keys: [KEY] },
          { rollup: "usage_per_quarter_hour", groups: 5, differing: 0, drift: 0n, keys: [] },
        ],
        refunds: { failures: 12, missing: 3, made: 1 },
      },
      failure: null,
      nextAt: now + 60_000,
    }
    return {
      current: Effect.sync(() => state),
      start: Effect.sync(() => {
        state = { ...state, running: { startedAt: now, slices: 0 }, nextAt: null }
      }),
    }
  })

/** Makes the same one again and again. */
export const backups = (now: number) => {
  const backup = { name: "earlier", madeAt: now - 60_000, files: 3, bytes: 4_000 }
  return Layer.succeed(Backups, { list: Effect.succeed([backup]), make: Effect.succeed(backup) })
}

/** Knows one rollup; a rebuild of it is over when it is looked at for the second time. */
export const rollupRebuild = (now: number) =>
  Layer.sync(RollupRebuild, () => {
    const rollup = "lifetime_totals"
    let state: RebuildState = { rollup, running: null, last: null }
    return {
      current: Effect.sync(() => {
        const shown = state
        if (shown.running !== null) {
          const last = { startedAt: now, finishedAt: now + 1_000, entries: 7, failure: null }
          state = { rollup, running: null, last }
        }
        return [shown]
      }),
      start: (name, { writersStopped }) =>
        Effect.suspend(() => {
          if (name !== rollup)
            return Effect.fail(new RebuildRefused({ why: "unknown rollup", reason: "no rollup" }))
          if (writersStopped)
            return Effect.fail(new RebuildRefused({ why: "cluster", reason: "on a cluster" }))
          state = { rollup, running: { startedAt: now, slices: 0 }, last: null }
          return Effect.void
        }),
    }
  })
