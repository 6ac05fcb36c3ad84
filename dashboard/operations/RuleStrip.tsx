/** The last 90 days, small: those that a rule would flag, and which of them are new. */
import { createMemo, For } from "solid-js"
import { createWidth } from "../create-width.ts"
import { shortDate } from "../format-date.ts"
import { watchWords } from "../messages/watch.ts"
import type { HighUsagePreview } from "../operations-client.ts"
import { pixelValue } from "../skyline-bars.ts"

const HEIGHT = 44
const HEAD = 16
/** Narrower than this two labels would meet. */
const LABEL_WIDTH = 26

interface StripBar {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly flagged: boolean
  readonly label: string
}

export function RuleStrip(props: { readonly preview: HighUsagePreview; readonly today: string }) {
  const { width, watch } = createWidth()
  const bars = createMemo(() => barsOf(props.preview, width()))
  const end = (day: string | undefined) => (day === undefined ? "" : shortDate(day, props.today))
  return (
    <div class="rule-strip" ref={watch} aria-hidden="true">
      <svg width={width()} height={HEAD + HEIGHT} aria-hidden="true">
        <For each={bars()}>
          {(bar) => (
            <>
              <rect
                class={bar.flagged ? "strip-flagged" : "strip-bar"}
                x={bar.x}
                y={bar.y}
                width={bar.width}
                height={bar.height}
              />
              <text
                class="strip-label"
                x={bar.x + bar.width / 2}
                y={Math.max(11, bar.y - 4)}
                text-anchor="middle"
              >
                {bar.label}
              </text>
            </>
          )}
        </For>
        <line class="strip-axis" x1="0" x2={width()} y1={HEAD + HEIGHT} y2={HEAD + HEIGHT} />
      </svg>
      <p class="note strip-ends">
        <span>{end(props.preview.series[0]?.day)}</span>
        <span>{end(props.preview.series.at(-1)?.day)}</span>
      </p>
    </div>
  )
}

const barsOf = (
  { series, high_usage_days, added }: HighUsagePreview,
  width: number,
): ReadonlyArray<StripBar> => {
  const top = Math.max(1, ...series.map(({ used }) => pixelValue(used)))
  const step = width / Math.max(1, series.length)
  const flagged = new Set(high_usage_days.map(({ day }) => day))
  const isNew = new Set(added)
  let free = Number.NEGATIVE_INFINITY
  return series.map(({ day, used }, i) => {
    const height = (HEIGHT * pixelValue(used)) / top
    const label = isNew.has(day) ? watchWords().rule.new : flagged.has(day) ? "!" : ""
    const fits = i * step >= free
    if (label !== "" && fits) free = i * step + LABEL_WIDTH
    return {
      x: i * step,
      y: HEAD + HEIGHT - height,
      width: Math.max(1, step - 1),
      height,
      flagged: flagged.has(day),
      label: fits ? label : "",
    }
  })
}
