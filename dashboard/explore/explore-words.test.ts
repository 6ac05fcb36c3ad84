import { expect, it } from "vitest"
import { dividedUsage } from "../testing/explored.ts"
import { columnWords } from "./column-words.ts"
import { exploreSentence } from "./explore-sentence.ts"
import { dividedOf } from "./explore-series.ts"
import { dimensionName, piecesOf } from "./question-words.ts"
import { readViews, VIEWS_MAX } from "./saved-views.ts"
import { trendOf } from "./trend.ts"

const ONE = 1_000_000n
const sentence = (values: Readonly<Record<string, bigint>>, change?: number | null) => {
  const usage = dividedUsage([values])
  const compared = change === undefined ? {} : { comparison: { compare: "prev", change } as never }
  return exploreSentence({ ...usage, ...compared }, { by: "category", time: "this month" })
    .map(({ text, deciding }) => (deciding ? `⟦${text}⟧` : text))
    .join("")
}

it("names the two largest, or one that has the most alone", () => {
  expect(sentence({ Video: 30n * ONE, Image: 25n * ONE, Chat: 45n * ONE }, 0.16)).toBe(
    "Chat and Video took ⟦75%⟧ of 100 credits; 16% more was spent than in the period before.",
  )
  expect(sentence({ Video: 80n * ONE, Image: 15n * ONE, Chat: 5n * ONE }, -0.5)).toBe(
    "Video took ⟦80%⟧ of 100 credits; 50% less was spent than in the period before.",
  )
  expect(sentence({ Video: 60n * ONE })).toBe("⟦All⟧ of 60 credits went to Video.")
  expect(sentence({ Video: 60n * ONE, Image: ONE }, null)).toBe(
    "Video took ⟦98%⟧ of 61 credits; nothing in the period before.",
  )
  expect(sentence({})).toBe("⟦No credits were spent⟧ this month.")
})

it("reads the question as words and controls, each with its mark", () => {
  expect(piecesOf("Show {1} by {2}, where {5}.")).toEqual([
    { text: "Show ", slot: "measure", after: "" },
    { text: " by ", slot: "by", after: "," },
    { text: " where ", slot: "filters", after: "." },
  ])
  expect(dimensionName("property:team")).toBe("team")
})

it("says what a bar is made of, with what is not named in one sum", () => {
  const usage = dividedUsage([{ a: 50n * ONE, b: 20n * ONE, c: 20n * ONE, d: 10n * ONE }])
  const divided = dividedOf(usage, {
    ...{ zone: "UTC", today: "2026-11-30", firstEntry: undefined },
    ...{ by: "category", slots: new Map() },
  })
  const text = columnWords({ usage, divided }, 0)
    .map((piece) => piece.text)
    .join("")
  expect(text).toBe("Sun 1 Nov · 100 credits · a 50 (50%) · b 20 (20%) · c 20 (20%) · 10 in others")
})

it("calls a course rising, falling, steady, or by its peak", () => {
  const of = (...values: ReadonlyArray<number>) => trendOf(values.map(BigInt))?.kind
  expect(of(1, 1, 2, 2)).toBe("rising")
  expect(of(2, 2, 1, 1)).toBe("falling")
  expect(of(10, 11, 10, 11)).toBe("steady")
  expect(of(10, 11, 10, 90, 11)).toBe("peak")
  // Two such days are no peak.
  expect(of(10, 90, 10, 90, 10, 10, 10, 10)).not.toBe("peak")
  expect([of(1, 2, 3), of(0, 0, 0, 0)]).toEqual([undefined, undefined])
})

it("reads kept views, and leaves out what is none", () => {
  const kept = { name: "Mine", search: "?by=operation" }
  expect(readViews(JSON.stringify([kept, { name: "", search: "" }, 7]))).toEqual([kept])
  expect(readViews('[{"name":"Away","search":"//elsewhere.example"}]')).toEqual([])
  expect(readViews("{")).toEqual([])
  expect(readViews(undefined)).toEqual([])
  const many = Array.from({ length: VIEWS_MAX + 5 }, (_, i) => ({ name: `v${i}`, search: "" }))
  expect(readViews(JSON.stringify(many)).length).toBe(VIEWS_MAX)
})
