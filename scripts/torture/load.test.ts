import { Result } from "effect"
import { expect, test } from "vitest"
import { decodeBytes } from "#ingest/decode.ts"
import { isOwn, loadOf } from "./load.ts"
import { meaningOf, readEvent } from "./meaning.ts"

const COUNT = 8_000
const NOW = Date.UTC(2026, 10, 1)
const load = loadOf(7, { tombstones: true })
const messages = Array.from({ length: COUNT }, (_, i) => load.messageAt(i))

test("is the same for the same seed, message by message", () => {
  expect(loadOf(7, { tombstones: true }).messageAt(4_321)).toEqual(messages[4_321])
  expect(loadOf(8, { tombstones: true }).messageAt(4_321)).not.toEqual(messages[4_321])
})

test("holds 5 % repeats, 2 % conflicts, 2 % late, 2 % failures and 1 % malformed messages", () => {
  const kinds = Object.groupBy(messages.keys(), (i) => load.kindAt(i))
  const percent = (kind: keyof typeof kinds) => ((kinds[kind]?.length ?? 0) / COUNT) * 100
  expect(percent("repeat")).toBeCloseTo(5, 0)
  expect(percent("conflict")).toBeCloseTo(2, 0)
  expect(percent("late")).toBeCloseTo(2, 0)
  expect(percent("failure")).toBeCloseTo(2, 0)
  expect(percent("malformed")).toBeCloseTo(1, 0)
})

test("has failures name spends before and behind them, shared ones, and what is no spend", () => {
  const counts = { earlier: 0, later: 0, other: 0, nobody: 0 }
  const named: string[] = []
  for (const [i, { account, event }] of messages.entries()) {
    if (load.kindAt(i) !== "failure") continue
    const base = load.baseOf(account, event?.refersTo ?? "")
    if (base === undefined) counts.nobody++
    else if (load.contentsOf(base)[0]?.type !== "spend") counts.other++
    else {
      counts[base < i ? "earlier" : "later"]++
      named.push(`${account} ${event?.refersTo}`)
    }
  }
  expect(
    Object.values(counts).every((count) => count >= 5),
    JSON.stringify(counts),
  ).toBe(true)
  expect(named.length - new Set(named).size).toBeGreaterThan(10)
})

test("is decoded to what it means, however it is spelled", () => {
  for (const { bytes, event } of messages) {
    if (event === null || bytes === null) continue
    const decoded = Result.getOrThrow(decodeBytes(bytes, NOW))
    expect(meaningOf(decoded)).toBe(meaningOf(event))
    expect(meaningOf(readEvent(bytes))).toBe(meaningOf(event))
  }
})

test("is refused where it is malformed, at the place and with the code it names", () => {
  const codes = new Set<string>()
  for (const { bytes, malformed } of messages) {
    if (malformed === null) continue
    codes.add(`${malformed.reason} ${malformed.code}`)
    if (bytes === null) continue
    const refused = decodeBytes(bytes, NOW)
    expect(refused).toMatchObject({ failure: { reason: malformed.reason } })
    const errors = Result.isFailure(refused) ? refused.failure.errors : []
    expect(errors.map(({ pointer, code }) => [pointer, code])).toContainEqual([
      malformed.pointer,
      malformed.code,
    ])
  }
  expect(codes.size).toBe(12)
})

test("gives an id to one event of an account, and finds it again", () => {
  const ids = new Map<string, number>()
  for (const [i, { account, event, base, variant }] of messages.entries()) {
    if (event === null) continue
    expect(load.baseOf(account, event.id)).toBe(base)
    expect(meaningOf(load.contentsOf(base)[variant] as typeof event)).toBe(meaningOf(event))
    const name = `${account}/${event.id}`
    if (isOwn(load.kindAt(i))) {
      expect(ids.has(name)).toBe(false)
      ids.set(name, i)
    } else expect(ids.get(name)).toBe(base)
  }
  expect(load.baseOf("north-1", "m-3")).toBeUndefined()
  expect(load.baseOf("elsewhere", "e-3")).toBeUndefined()
})

test("never sends other properties under an id: its fields alone say what differs", () => {
  for (const { base } of messages.filter(({ malformed }) => malformed === null)) {
    const [first, ...others] = load.contentsOf(base)
    for (const other of others) expect(other.properties).toEqual(first?.properties)
  }
})

test("sends the same event again in other spellings", () => {
  const repeats = messages.filter((_, i) => load.kindAt(i) === "repeat")
  const otherwise = repeats.filter(({ bytes, base }) => `${bytes}` !== `${messages[base]?.bytes}`)
  expect(otherwise.length).toBeGreaterThan(repeats.length / 2)
})
