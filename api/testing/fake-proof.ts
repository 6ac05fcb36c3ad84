/** A proof, and an integrity run that found one key to differ. */
import { Effect, Layer } from "effect"
import { Integrity, type IntegrityState } from "#warehouse/integrity.ts"
import { type Proof, ProofReader } from "#warehouse/proof-reader.ts"

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
