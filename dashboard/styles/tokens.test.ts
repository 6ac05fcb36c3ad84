import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"

const sheet = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8")
const tokens = new Map(
  [...sheet.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name ?? "", { light: light ?? "", dark: dark ?? "" }],
  ),
)
const themes = ["light", "dark"] as const

/** WCAG 2 relative luminance. */
const luminance = (colour: string) => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const contrast = (one: string, other: string) => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const lowest = (theme: (typeof themes)[number], fore: string[], back: string[]) =>
  Math.min(
    ...fore.flatMap((text) =>
      back.map((ground) => {
        const [a, b] = [tokens.get(text), tokens.get(ground)]
        if (a === undefined || b === undefined) throw new Error(`no token ${text} or ${ground}`)
        return contrast(a[theme], b[theme])
      }),
    ),
  )

const grounds = ["page", "surface", "raised", "sunken", "hover", "selected"]
const texts = ["ink", "ink2", "ink3", "link", "spend", "purchase", "refund", "bonus", "warn"]
const marks = ["edge", "accent", "focus", "bar", "bar-dim", "balance"]

it.each(themes)("keeps every text readable on every ground, %s", (theme) => {
  expect(lowest(theme, texts, grounds)).toBeGreaterThanOrEqual(theme === "light" ? 4.97 : 5.4)
})

it.each(themes)("keeps marks, edges and the focus ring visible, %s", (theme) => {
  expect(lowest(theme, marks, ["page", "surface", "raised", "hover"])).toBeGreaterThanOrEqual(3)
})

it.each(themes)("keeps text readable on what fills a control or a notice, %s", (theme) => {
  expect(lowest(theme, ["on-accent"], ["accent"])).toBeGreaterThanOrEqual(4.5)
  expect(lowest(theme, ["ink"], ["warn-tint", "spend-tint"])).toBeGreaterThanOrEqual(4.5)
})

it("knows WCAG's own example: black on white is 21 to 1", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21)
})
