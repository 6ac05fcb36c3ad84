import { expect, it } from "vitest"
import { fitOf } from "./fuzzy.ts"

const marked = (query: string, text: string) => {
  const found = fitOf(query, text)
  return (
    found && [...text].map((letter, i) => (found.at.includes(i) ? `[${letter}]` : letter)).join("")
  )
}

it.each([
  ["mo", "Month to date", "[M][o]nth to date"],
  ["mo", "musicCompose", "[m]usicC[o]mpose"],
  ["mtd", "Month to date", "[M]onth [t]o [d]ate"],
  ["frame", "keyframeGenerate", "key[f][r][a][m][e]Generate"],
  ["kfg", "keyframeGenerate", undefined],
  ["last 90", "Last 90 days", "[L][a][s][t] [9][0] days"],
  ["schlussel", "Schlüssel", "[S][c][h][l][ü][s][s][e][l]"],
  ["tx", "Export text", "Export [t]e[x]t"],
  ["zz", "Export", undefined],
])("finds %j in %j", (query, text, found) => {
  expect(marked(query, text)).toBe(found)
})

it("prefers runs and beginnings of words", () => {
  const order = ["Image Generation", "commodore", "Previous month", "may one"]
  const score = (text: string) => fitOf("mo", text)?.score ?? 0
  expect(order.toSorted((a, b) => score(b) - score(a))).toEqual([
    "Previous month",
    "may one",
    "commodore",
    "Image Generation",
  ])
})
