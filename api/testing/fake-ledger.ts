/** Entries of a ledger, and the list of all accounts' transactions as a double: of each account the same few. */
import { Effect, Layer } from "effect"
import { type LedgerEntry, NO_TOTALS } from "#warehouse/domain/transaction.ts"
import { JointLedgerReader, type JointPageQuery } from "#warehouse/joint-ledger-reader.ts"
import { TooManyRows } from "#warehouse/usage-sources.ts"

/** `count` entries of one credit, one a minute, newest first. */
const entriesOf = (count: number): LedgerEntry[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `e${count - i}`,
    type: "spend",
    operation: "combination",
    description: "Combination",
    category: "Image Generation",
    credits: -1_000_000n,
    balanceAfter: BigInt(i) * 1_000_000n,
    occurredAt: Date.UTC(2026, 2, 5, 10, count - i),
    quantity: 1_000_000_000n,
    unit: "combos",
    reference: null,
    refersTo: null,
    amount: null,
    currency: null,
    actor: null,
    properties: {},
  }))

export const LEDGER = entriesOf(7)

/** More than may be counted through: asked for by credits without a range. */
const ROWS = 2_000_001

/** `ledger`: newest first. Each question is put into `asked`. */
export const jointLedgerReader = (
  asked: JointPageQuery[],
  accounts: ReadonlyArray<string>,
  ledger: ReadonlyArray<LedgerEntry>,
) =>
  Layer.succeed(JointLedgerReader, {
    page: (query) => {
      asked.push(query)
      if (query.sort.endsWith("credits") && query.interval === null)
        return Effect.fail(new TooManyRows({ rows: ROWS, rowsMax: ROWS - 1 }))
      const { cursor, limit, scope } = query
      const entries = ledger
        .flatMap(({ balanceAfter: _, ...facts }) =>
          accounts.map((account) => ({ account, ...facts })),
        )
        .filter(({ account }) => scope === "all" || scope.includes(account))
      const at = entries.findIndex(
        ({ account, id }) => account === cursor?.account && id === cursor.id,
      )
      const start = cursor?.direction === "prev" ? Math.max(0, at - limit) : at + 1
      return Effect.succeed({
        entries: entries.slice(start, start + limit),
        hasPrevious: start > 0,
        hasNext: start + limit < entries.length,
        offset: start,
        totals: { ...NO_TOTALS, spend: 1_000_000n, count: entries.length },
        sources: ["lifetime_totals", "totals_per_quarter_hour", "transactions"],
        ledgerRows: null,
      })
    },
  })
