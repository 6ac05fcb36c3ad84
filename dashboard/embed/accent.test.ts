import { readFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { expect, it } from "vitest"
import { accentFor, CONTRAST_MIN, type Colour, contrast, grounds } from "./accent.ts"

const sheet = readFileSync(join(import.meta.dirname, "../styles/tokens.css"), "utf8")
const themes = ["light", "dark"] as const
const token = (name: string, theme: (typeof themes)[number]): Colour => {
  const [, light, dark] =
    new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(sheet) ?? []
  return (theme === "light" ? light : dark) as Colour
}
const colours = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value): Colour => `#${value.toString(16).padStart(6, "0")}`)

it.each(themes)("stands on the grounds of the page, %s", (theme) => {
  const names = ["page", "surface", "raised", "sunken", "hover"]
  const { on, page, text } = grounds[theme]
  expect(new Set<string>(on)).toEqual(new Set(names.map((name) => token(name, theme))))
  expect([page, text]).toEqual([token("page", theme), token("on-accent", theme)])
})

it.each(themes)("is readable whatever the host asks for, and so is all text on it, %s", (theme) => {
  const texts = ["ink", "ink2", "ink3", "spend", "purchase", "refund", "bonus", "warn"]
  fc.assert(
    fc.property(colours, (wanted) => {
      const { accent, selected } = accentFor(wanted, theme)
      for (const ground of [...grounds[theme].on, grounds[theme].text, selected])
        expect(contrast(accent, ground)).toBeGreaterThanOrEqual(CONTRAST_MIN)
      for (const name of texts)
        expect(contrast(token(name, theme), selected)).toBeGreaterThanOrEqual(CONTRAST_MIN)
    }),
  )
})

it("leaves a colour alone that can be read, and moves another no further than it has to", () => {
  expect(accentFor("#0a6b4a", "light").accent).toBe("#0a6b4a")
  expect(accentFor("#7ee0b8", "dark").accent).toBe("#7ee0b8")
  const { accent, selected } = accentFor("#ffcc00", "light")
  const lowest = Math.min(...[...grounds.light.on, selected].map((on) => contrast(accent, on)))
  expect(lowest).toBeLessThan(CONTRAST_MIN + 0.2)
})
