/** The whole lifetime as a strip; two handles choose the days that are shown above it. */
import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from "solid-js"
import {
  dayAt,
  type Handle,
  keyTarget,
  moveHandle,
  moveWindow,
  type Strip,
  shareAt,
  within,
} from "../brush.ts"
import { addDays, countDays, type DayRange } from "../days.ts"
import { fullDate, shortMonthAndYear } from "../format-date.ts"
import { historyWords } from "../messages/history.ts"

/** After the last key press; a step is no new range yet. */
const SETTLE_MS = 500

export interface LifetimeBrushProps {
  readonly strip: Strip
  readonly range: DayRange
  readonly onChoose: (range: DayRange) => void
}

export function LifetimeBrush(props: LifetimeBrushProps) {
  const [draft, setDraft] = createSignal<DayRange>()
  const range = createMemo(() => within(props.strip, draft() ?? props.range))
  let frame!: HTMLDivElement
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  createEffect(
    on(
      () => props.range,
      () => setDraft(undefined),
    ),
  )
  const settle = () => {
    clearTimeout(timer)
    const chosen = draft()
    if (chosen !== undefined) props.onChoose(chosen)
  }
  const settleSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(settle, SETTLE_MS)
  }
  const dayUnder = (event: PointerEvent) => {
    const box = frame.getBoundingClientRect()
    return dayAt(props.strip, (event.clientX - box.left) / box.width)
  }
  const drag = (event: PointerEvent, moved: (event: PointerEvent) => DayRange) => {
    const target = event.currentTarget as HTMLElement
    event.preventDefault()
    target.focus()
    target.setPointerCapture(event.pointerId)
    const onMove = (to: PointerEvent) => setDraft(moved(to))
    target.addEventListener("pointermove", onMove)
    const onEnd = () => {
      target.removeEventListener("pointermove", onMove)
      settle()
    }
    target.addEventListener("lostpointercapture", onEnd, { once: true })
  }
  const dragHandle = (event: PointerEvent, handle: Handle) =>
    drag(event, (to) => moveHandle(props.strip, range(), handle, dayUnder(to)))
  const dragWindow = (event: PointerEvent) => {
    const start = range()
    const from = dayUnder(event)
    const offset = (to: PointerEvent) => {
      const day = dayUnder(to)
      return day >= from
        ? countDays({ first: from, last: day }) - 1
        : 1 - countDays({ first: day, last: from })
    }
    drag(event, (to) => moveWindow(props.strip, start, offset(to)))
  }
  const onKey = (event: KeyboardEvent, handle: Handle) => {
    if (event.key === "Enter") return settle()
    const to = keyTarget(props.strip, range()[handle], event.key)
    if (to === undefined) return
    event.preventDefault()
    setDraft(moveHandle(props.strip, range(), handle, to))
    settleSoon()
  }
  return (
    <div class="brush" ref={frame}>
      <Bars strip={props.strip} range={range()} />
      <div
        class="brush-window"
        style={{
          left: `${shareAt(props.strip, range().first, "first") * 100}%`,
          right: `${(1 - shareAt(props.strip, range().last, "last")) * 100}%`,
        }}
        onPointerDown={dragWindow}
      />
      <For each={["first", "last"] as const}>
        {(handle) => (
          <Grip
            handle={handle}
            strip={props.strip}
            range={range()}
            onDrag={dragHandle}
            onKey={onKey}
            onLeave={settle}
          />
        )}
      </For>
      <Dates strip={props.strip} range={range()} />
    </div>
  )
}

/** Each beside its handle, the first above the strip and the last below it, so that they never meet. */
function Dates(props: { readonly strip: Strip; readonly range: DayRange }) {
  const last = () => shareAt(props.strip, props.range.last, "last")
  return (
    <div aria-hidden="true">
      <span
        class="brush-date brush-from"
        style={leaning(shareAt(props.strip, props.range.first, "first"), LABEL_SHARE)}
      >
        {historyWords().brush.from(fullDate(props.range.first))}
      </span>
      <span class="brush-date" style={leaning(last(), 1 - LABEL_SHARE)}>
        {historyWords().brush.to(fullDate(props.range.last))}
      </span>
      <Show when={last() > 2 * LABEL_SHARE}>
        <span class="brush-date brush-start">{shortMonthAndYear(props.strip.days.first)}</span>
      </Show>
    </div>
  )
}

/** What a date takes of the strip at most: on a small screen. */
const LABEL_SHARE = 0.36

/** It ends at the handle, or begins there where it would not fit. */
const leaning = (share: number, turns: number) =>
  share > turns ? { right: `${(1 - share) * 100}%` } : { left: `${share * 100}%` }

function Grip(props: {
  readonly handle: Handle
  readonly strip: Strip
  readonly range: DayRange
  readonly onDrag: (event: PointerEvent, handle: Handle) => void
  readonly onKey: (event: KeyboardEvent, handle: Handle) => void
  readonly onLeave: () => void
}) {
  const day = () => props.range[props.handle]
  return (
    <div
      class="brush-grip"
      role="slider"
      tabIndex={0}
      aria-label={historyWords().brush[props.handle === "first" ? "firstDay" : "lastDay"]}
      aria-orientation="horizontal"
      aria-description={historyWords().brush.keys}
      aria-valuemin={1}
      aria-valuemax={props.strip.count}
      aria-valuenow={countDays({ first: props.strip.days.first, last: day() })}
      aria-valuetext={fullDate(day())}
      style={{ left: `${shareAt(props.strip, day(), props.handle) * 100}%` }}
      onPointerDown={(event) => props.onDrag(event, props.handle)}
      onKeyDown={(event) => props.onKey(event, props.handle)}
      onBlur={() => props.onLeave()}
    />
  )
}

const HEIGHT = 40

function Bars(props: { readonly strip: Strip; readonly range: DayRange }) {
  const path = (inside: boolean) =>
    props.strip.weeks
      .map((share, i) => {
        const first = addDays(props.strip.days.first, i * 7)
        const within = first >= addDays(props.range.first, -6) && first <= props.range.last
        const height = Math.max(1, share * HEIGHT)
        return within === inside ? `M${i + 0.08},${HEIGHT}v${-height}h0.84v${height}z` : ""
      })
      .join("")
  return (
    <svg
      class="brush-bars"
      viewBox={`0 0 ${props.strip.count / 7} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="brush-outside" d={path(false)} />
      <path class="brush-inside" d={path(true)} />
    </svg>
  )
}
