/** The host's accent colour, made so that everything stays readable: moved no further than it has to be. */

/** `#rrggbb` */
export type Colour = `#${string}`

export const isColour = (value: unknown): value is Colour =>
  typeof value === "string" && /^#[0-9a-fA-F]{6}$/.test(value)

/** The lowest ratio of WCAG 2 at which text counts as readable. */
export const CONTRAST_MIN = 4.5

/** What the accent stands on, and what may stand on it. accent.test.ts holds them to styles/tokens.css. */
export const grounds = {
  light: {
    on: ["#f6f5f1", "#ffffff", "#efede7", "#f3f1eb"],
    page: "#f6f5f1",
    text: "#ffffff",
    towards: "#000000",
  },
  dark: {
    on: ["#101216", "#16181d", "#1e2127", "#0b0d10", "#1d2026"],
    page: "#101216",
    text: "#15121f",
    towards: "#ffffff",
  },
} as const

/** How much of the accent is in what is selected. */
const TINT = 0.08
const STEPS = 100

export interface Accent {
  readonly accent: Colour
  /** Behind what is selected. */
  readonly selected: Colour
}

/** The accent of one theme: the host's where it can be read, else the nearest one towards black or white. */
export const accentFor = (wanted: Colour, theme: keyof typeof grounds): Accent => {
  const { on, page, text, towards } = grounds[theme]
  for (let step = 0; step <= STEPS; step++) {
    const accent = mix(wanted, towards, step / STEPS)
    const selected = mix(page, accent, TINT)
    const lowest = Math.min(...[...on, selected, text].map((ground) => contrast(accent, ground)))
    if (lowest >= CONTRAST_MIN) return { accent, selected }
  }
  throw new Error(`${towards} cannot be read in the ${theme} theme`)
}

/** WCAG 2's ratio, from 1 to 21. */
export const contrast = (one: Colour, other: Colour): number => {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const channels = (colour: Colour): ReadonlyArray<number> =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))

const luminance = (colour: Colour): number => {
  const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** `share` of the second in the first. */
const mix = (one: Colour, other: Colour, share: number): Colour => {
  const second = channels(other)
  const mixed = channels(one).map((value, i) => value + ((second[i] ?? 0) - value) * share)
  return `#${mixed.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`
}
