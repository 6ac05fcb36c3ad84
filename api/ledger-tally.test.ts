import { assert, describe, it } from "@effect/vitest"
import { LEDGER_COLUMNS } from "#warehouse/ledger-download.ts"
import { emptyTally, tallied } from "./ledger-tally.ts"

const ENTRIES = [
  { type: "purchase", credits: "500.000001", balance_after: "600.000001", description: "x" },
  { type: "spend", credits: "-1.5", balance_after: "598.500001", description: 'a "b",\r\nc 🌊' },
  { type: "refund", credits: "1.5", balance_after: "600.000001", description: "" },
]
const csv = ENTRIES.map((entry: Record<string, string>) =>
  LEDGER_COLUMNS.map((name) => `"${(entry[name] ?? "").replaceAll('"', '""')}"`).join(","),
)
const texts = {
  csv: `${csv.join("\r\n")}\r\n`,
  jsonl: `${ENTRIES.map((entry) => JSON.stringify(entry)).join("\n")}\n`,
}

/** In pieces of so many bytes, wherever they cut. */
async function* cut(text: string, size: number) {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

describe.each(["csv", "jsonl"] as const)("rows of %s that pass", (format) => {
  it.each([1, 7, 1_000])(
    "are added up, and stay as they are, in pieces of %i bytes",
    async (size) => {
      const tally = emptyTally()
      const passed: Uint8Array[] = []
      for await (const piece of tallied(tally, format)(cut(texts[format], size))) passed.push(piece)
      assert.strictEqual(Buffer.concat(passed).toString(), texts[format])
      assert.deepStrictEqual(tally, {
        rows: 3,
        totals: {
          ...{ spend: 1_500_000n, purchase: 500_000_001n, refund: 1_500_000n, bonus: 0n },
          count: 3,
        },
        opening: 100_000_000n,
        closing: 600_000_001n,
      })
    },
  )

  it("are refused when they are no ledger's", async () => {
    const other = texts[format].replaceAll("spend", "spent")
    const run = async () => {
      for await (const _ of tallied(emptyTally(), format)(cut(other, 50)));
    }
    const told = await run().then(
      () => null,
      (error: Error) => error.message,
    )
    assert.include(told ?? "", "spent for a type")
  })
})
