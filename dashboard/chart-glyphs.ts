/** Purchases, refunds and bonuses as glyphs on the balance line. */
import { dot, type Markish } from "@observablehq/plot"
import type { Addition } from "./skyline-bars.ts"
import type { SkylineOptions } from "./skyline-frame.ts"

/** A shape of an area of `size` square pixels around the origin. */
interface Glyph {
  readonly draw: (context: CanvasPath, size: number) => void
}

const triangle: Glyph = {
  draw: (context, size) => {
    const r = Math.sqrt(size) * 0.6
    context.moveTo(0, -r)
    context.lineTo(r, r * 0.8)
    context.lineTo(-r, r * 0.8)
    context.closePath()
  },
}

const star: Glyph = {
  draw: (context, size) => {
    const r = Math.sqrt(size) * 0.75
    const waist = r * 0.28
    for (let i = 0; i < 8; i++) {
      const radius = i % 2 === 0 ? r : waist
      const angle = (i * Math.PI) / 4 - Math.PI / 2
      const at = [Math.cos(angle) * radius, Math.sin(angle) * radius] as const
      if (i === 0) context.moveTo(...at)
      else context.lineTo(...at)
    }
    context.closePath()
  },
}

/** An arrow that turns back: three quarters of a circle, and a head where it began. */
const turn: Glyph = {
  draw: (context, size) => {
    const r = Math.sqrt(size) * 0.5
    context.moveTo(-r * 0.7, -r * 0.7)
    context.arc(0, 0, r, -Math.PI * 0.75, Math.PI * 0.95)
    context.moveTo(-r * 0.75, -r * 1.75)
    context.lineTo(-r * 0.75, -r * 0.65)
    context.lineTo(r * 0.35, -r * 0.65)
  },
}

const symbols: Record<Addition, { symbol: Glyph; filled: boolean; shift: number }> = {
  purchase: { symbol: triangle, filled: true, shift: 0 },
  bonus: { symbol: star, filled: true, shift: 8 },
  refund: { symbol: turn, filled: false, shift: -8 },
}

/** Refunds are frequent and small: where they would hide the line they explain, they are left out. */
const REFUND_SPACE = 60

const typesShown = ({ bars, width }: SkylineOptions): ReadonlyArray<Addition> => {
  const refunds = bars.filter(({ additions }) => additions.includes("refund")).length
  const single = bars.every(({ days }) => days.first === days.last)
  return single && refunds * REFUND_SPACE <= width
    ? ["refund", "purchase", "bonus"]
    : ["purchase", "bonus"]
}

export const additionGlyphs = (options: SkylineOptions): ReadonlyArray<Markish> => {
  const { bars, openingBalance } = options
  const types = typesShown(options)
  return types.flatMap((type) => {
    const { symbol, filled, shift } = symbols[type]
    const at = bars.flatMap((bar, i) => {
      const shown = types.filter((each) => bar.additions.includes(each))
      if (!shown.includes(type)) return []
      const before = bars[i - 1]?.balance ?? openingBalance
      return [
        {
          x: i + 0.5,
          y: Math.max(before, bar.balance),
          alone: shown.length === 1,
        },
      ]
    })
    const paint = filled
      ? { fill: `var(--${type})`, stroke: "var(--page)", strokeWidth: 0.75 }
      : { stroke: `var(--${type})`, strokeWidth: 1.5 }
    const drawn = (group: typeof at, dx: number) =>
      dot(group, { x: "x", y: "y", dx, dy: -2, symbol, r: 4.5, ...paint })
    // Glyphs of one bar stand side by side; one alone stands on the line.
    return [
      drawn(
        at.filter(({ alone }) => alone),
        0,
      ),
      drawn(
        at.filter(({ alone }) => !alone),
        shift,
      ),
    ]
  })
}
