/**
 * The tables as the snapshot gate shows them: a question that was asked since the last change is not asked
 * again. For readers inside the gate, and of nothing but the ledger and its rollups: other tables change
 * without it. Where others may write too, everything is asked.
 */
import { ClickHouse, type Parameters } from "./clickhouse.ts"
import type { SnapshotGate } from "./snapshot-gate.ts"

export const rememberedReads = (
  clickhouse: typeof ClickHouse.Service,
  { answers }: typeof SnapshotGate.Service,
): typeof ClickHouse.Service => {
  if (!clickhouse.exclusive) return clickhouse
  return ClickHouse.of({
    ...clickhouse,
    query: (statement, parameters, row) =>
      answers.ask(
        { kind: row, words: wordsOf(statement, parameters), rowsOf: ({ length }) => length },
        clickhouse.query(statement, parameters, row),
      ),
  })
}

/** Values of different types are written differently: 1 and "1" are two questions. */
const wordsOf = (statement: string, parameters: Parameters): string =>
  `${statement}\0${JSON.stringify(parameters, (_, value) =>
    typeof value === "bigint" ? { bigint: String(value) } : value,
  )}`
