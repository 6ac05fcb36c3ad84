import type { KafkaMessage } from "kafkajs"
import { beforeEach, describe, expect, test } from "vitest"
import { checkAnswers } from "./check-answers.ts"
import { checkLog, emptyLog, readInto } from "./check-log.ts"
import { checkRejections, type Expected } from "./check-rejections.ts"
import { type Findings, makeFindings } from "./findings.ts"
import { loadOf } from "./load.ts"
import { differingFields } from "./meaning.ts"
import { type Answer, makeSent } from "./sent.ts"
import type { StoredContents } from "./stored-contents.ts"

const COUNT = 600
const load = loadOf(3, { tombstones: false })
const kinds = Array.from({ length: COUNT }, (_, i) => load.kindAt(i))
const conflict = kinds.indexOf("conflict")
const repeat = kinds.indexOf("repeat")

/** Every id with its first content, from partition 0 at the number of its message. */
const stored = (changes: Partial<StoredContents> = {}): StoredContents => ({
  variantOf: () => 0,
  placeOf: (base) => ({ topic: "t", partition: 0, offset: BigInt(base) }),
  rows: COUNT,
  failures: 0,
  refunds: 0,
  ...changes,
})

let findings: Findings
beforeEach(() => {
  findings = makeFindings()
})

const RIGHT: Record<string, Answer> = {
  fresh: "accepted",
  late: "accepted",
  failure: "accepted",
  repeat: "duplicate",
  conflict: "conflict",
  malformed: "rejected",
}

const answered = (changes: Readonly<Record<number, Answer>> = {}) => {
  const sent = makeSent(3)
  sent.allow(COUNT)
  while (sent.taken() < COUNT) sent.take(50)
  for (let i = 0; i < COUNT; i++) {
    sent.answer(i, changes[i] ?? (RIGHT[load.kindAt(i)] as Answer))
    const { base, variant } = load.messageAt(i)
    const [first, other] = [load.contentsOf(base)[0], load.contentsOf(base)[variant]]
    if (load.kindAt(i) === "conflict")
      sent.differs.set(i, differingFields(first as never, other as never))
  }
  return sent
}

describe("answers", () => {
  test("are right when each id is accepted once and all else follows from it", () => {
    checkAnswers(load, answered(), stored(), findings)
    expect(findings.lines()).toEqual([])
  })

  test.each<[string, Record<number, Answer>, RegExp]>([
    ["an id that was accepted twice", { [repeat]: "accepted" }, /accepted 2 times/],
    ["an id that nobody was told of", { 0: "duplicate" }, /nobody was told/],
    [
      "a conflict that was taken for a duplicate",
      { [conflict]: "duplicate" },
      /content 0 is stored/,
    ],
    ["a repeat that was taken for a conflict", { [repeat]: "conflict" }, /answered conflict/],
  ])("finds %s", (_, changes, what) => {
    checkAnswers(load, answered(changes), stored(), findings)
    expect(findings.lines().join("\n")).toMatch(what)
  })

  test("an id may go without accepted when the body it was in got no answer", () => {
    const sent = answered({ 0: "duplicate" })
    sent.unanswered([0])
    checkAnswers(load, sent, stored(), findings)
    expect(findings.lines()).toEqual([])
  })

  test("finds a conflict that was told of the wrong fields", () => {
    const sent = answered()
    sent.differs.set(conflict, "unit")
    checkAnswers(load, sent, stored(), findings)
    expect(findings.lines().join()).toMatch(/told that unit differ/)
  })
})

describe("rejections", () => {
  const wanted: Expected = {
    reason: "rejected",
    place: "0/7",
    raw: "{}",
    code: "required",
    required: true,
    what: "message 7",
  }
  const kept = { ...wanted, account: "", eventId: "", codes: ["required"] }

  test.each([
    ["nothing", [kept], [wanted], undefined],
    ["one that is missing", [], [wanted], /message 7 is not among the rejections/],
    ["another place", [{ ...kept, place: "0/8" }], [wanted], /nothing was rejected at "0\/8"/],
    ["another reason", [{ ...kept, codes: ["type"] }], [wanted], /kept with type instead/],
    ["one of nothing", [kept, { ...kept, raw: "x" }], [wanted], /nothing was rejected/],
    ["nothing, where an answer was lost", [], [{ ...wanted, required: false }], undefined],
  ] as const)("finds %s", (_, rows, expected, what) => {
    checkRejections(rows, expected, findings)
    if (what === undefined) expect(findings.lines()).toEqual([])
    else expect(findings.lines().join("\n")).toMatch(what)
  })
})

describe("the log", () => {
  /** All messages but some, in their order, in partition 0; accounts belong to `home`. */
  const logOf = (missing: ReadonlySet<number>, home: (account: string) => number = () => 0) => {
    const log = emptyLog(COUNT)
    const read = readInto(log, { load, homeOf: home, findings })
    for (let i = 0; i < COUNT; i++) {
      const { account, bytes } = load.messageAt(i)
      const message = { key: Buffer.from(account), value: bytes } as KafkaMessage
      if (!missing.has(i)) read({ partition: 0, offset: i, message })
    }
    return log
  }
  const queued = () =>
    answered(Object.fromEntries(Array.from({ length: COUNT }, (_, i) => [i, "queued" as const])))

  test("is right when the first of every id is stored from its place", () => {
    const log = logOf(new Set())
    checkLog(log, { load, sent: queued(), findings }, stored())
    expect(findings.lines()).toEqual([])
    const aside = kinds.filter((kind) => kind === "conflict" || kind === "malformed").length
    expect(log.aside.length).toBe(aside)
  })

  test("finds what was acknowledged and is missing", () => {
    checkLog(logOf(new Set([conflict])), { load, sent: queued(), findings }, stored())
    expect(findings.lines().join()).toMatch(`message ${conflict} was acknowledged`)
  })

  test("finds another content than the first, and another place", () => {
    const other = stored({ variantOf: (base) => (base === 0 ? 1 : 0), placeOf: () => null })
    checkLog(logOf(new Set()), { load, sent: queued(), findings }, other)
    expect(findings.lines()[0]).toMatch(/content 1 is stored, 0 came first/)
    expect(findings.lines()[1]).toMatch(/stored as from nowhere/)
  })

  test("finds what was never sent on to where its account belongs", () => {
    const { account } = load.messageAt(0)
    const log = logOf(new Set(), (one) => (one === account ? 1 : 0))
    checkLog(log, { load, sent: queued(), findings }, stored())
    expect(findings.lines()[0]).toMatch(/message 0 was not sent on/)
  })
})
