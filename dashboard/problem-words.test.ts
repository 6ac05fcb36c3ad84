import { afterEach, expect, it } from "vitest"
import { germanSpeech } from "./messages/german.ts"
import { englishSpeech, setSpeech } from "./messages.ts"
import { problemWords } from "./problem-words.ts"

afterEach(() => {
  setSpeech(englishSpeech)
})

const problem = (type: string) => ({ type, title: "T", status: 503, detail: "After 30 s." })

it("keeps the API's detail in its own language", () => {
  expect(problemWords(problem("/problems/took-too-long"))).toEqual({
    title: "The question takes too long",
    detail: "After 30 s.",
  })
})

it("says in another language what it has words for, and leaves the rest as it came", () => {
  setSpeech(germanSpeech)
  expect(problemWords(problem("/problems/took-too-long")).detail).toMatch(/kürzerer Bereich/)
  expect(problemWords(problem("/problems/new-one"))).toEqual({ title: "T", detail: "After 30 s." })
})
