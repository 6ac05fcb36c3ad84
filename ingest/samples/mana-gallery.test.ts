import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { parseDecimal } from "#warehouse/domain/decimal.ts"
import { signed } from "#warehouse/domain/transaction.ts"
import { MANA_GALLERY_FILE } from "./file-samples.ts"
import type { WireEvent } from "./wire-event.ts"

const events = readFileSync(MANA_GALLERY_FILE, "utf8")
  .trim()
  .split("\n")
  .map((line): WireEvent => JSON.parse(line))

/** Millionths after each event, and the event's figures as a ledger shows them. */
const ledger = () => {
  let balance = 0n
  return events.map((event) => {
    balance += signed(event.type, parseDecimal(event.credits) ?? 0n)
    return { ...event, time: event.occurred_at.slice(11, 16), balance }
  })
}

describe("Mana Gallery", () => {
  it("has the typical session and what follows, to the digit", () => {
    assert.deepStrictEqual(
      ledger().map(({ time, operation, balance }) => [time, operation, balance]),
      [
        ["10:00", "purchase", 1_000_000_000n],
        ["10:30", "image_generation", 998_500_000n],
        ["10:32", "image_generation", 997_000_000n],
        ["10:35", "detection", 996_000_000n],
        ["10:40", "variation", 994_000_000n],
        ["10:42", "variation", 992_000_000n],
        ["10:50", "combination", 991_000_000n],
        ["11:05", "combination", 981_000_000n],
        ["11:20", "export", 976_000_000n],
        ["11:32", "variation", 974_000_000n],
        ["11:32", "refund", 976_000_000n],
        ["11:45", "purchase", 1_476_000_000n],
      ],
    )
  })

  it("links the refund to the failed spend, and says why", () => {
    const refund = events.find(({ type }) => type === "refund")
    assert.strictEqual(refund?.refers_to, "failed-1")
    assert.strictEqual(refund?.description, "operation failed")
  })

  it("carries quantities with the high-volume rows and money with the pack", () => {
    assert.deepStrictEqual(
      events.filter((e) => e.quantity !== undefined).map((e) => [e.credits, e.quantity, e.unit]),
      [
        ["10.0", "1000", "combos"],
        ["5.0", "500", "files"],
      ],
    )
    const pack = events.at(-1)
    assert.deepStrictEqual(
      [pack?.description, pack?.amount, pack?.currency],
      ["$40 Creator Pack", "40", "USD"],
    )
    assert.match(pack?.reference ?? "", /^https:\/\//)
  })
})
