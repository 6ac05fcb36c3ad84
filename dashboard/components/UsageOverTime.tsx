/** Use per day (week, month): totals, readout, chart or table. The same section on every screen. */

import { createMemo, createSignal, type JSX, lazy, on, Show, Suspense } from "solid-js"
import type { Usage } from "#api/contract.ts"
import { divideRounded, formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import { changeWords } from "../change-words.ts"
import type { Read } from "../create-read.ts"
import type { Day } from "../days.ts"
import { dateRange, shortDate } from "../format-date.ts"
import { axisNumber, credits } from "../format-number.ts"
import { m } from "../messages.ts"
import { type Bar, barsOf, defaultBar, pixelValue } from "../skyline-bars.ts"
import type { Grain } from "../url-state.ts"
import { useView } from "../view.ts"
import { CopyImage } from "./CopyImage.tsx"
import { QuietRange } from "./QuietRange.tsx"
import { Readout, StepButton } from "./Readout.tsx"
import { SectionProblem } from "./SectionProblem.tsx"
import { preloadSkyline, Skyline } from "./Skyline.tsx"

const UsageTable = lazy(() =>
  import("./UsageTable.tsx").then((code) => ({ default: code.UsageTable })),
)

const said = () => m().chart
const shownGrain = (usage: Usage): Grain =>
  usage.grain === "week" || usage.grain === "month" ? usage.grain : "day"

export function UsageOverTime(props: {
  readonly read: Read<Usage>
  readonly rangeName: string
  readonly foot: JSX.Element
  /** Unusual days, which longer bars do not know by themselves. */
  readonly unusual?: ReadonlyArray<Day> | undefined
}) {
  const view = useView()
  preloadSkyline()
  const [asTable, setAsTable] = createSignal(false)
  const usage = () => props.read.latest()
  const grain = () => {
    const known = usage()
    return known === undefined ? "day" : shownGrain(known)
  }
  return (
    <section
      class="usage-over-time section"
      id="usage-over-time"
      aria-labelledby="usage-over-time-title"
      aria-busy={props.read.pending()}
    >
      <div class="section-head">
        <h2 id="usage-over-time-title">{said().titles[grain()]}</h2>
        <Show when={usage()}>
          {(known) => <Totals usage={known()} rangeName={props.rangeName} />}
        </Show>
        <Show when={!asTable() && usage()}>
          {(known) => <CopyImage caption={() => captionOf(known(), grain(), view.today())} />}
        </Show>
        <button
          type="button"
          class="link-button"
          classList={{ push: asTable() || usage() === undefined }}
          aria-pressed={asTable()}
          onClick={() => setAsTable(!asTable())}
        >
          {asTable() ? said().asChart : said().asTable}
        </button>
      </div>
      <SectionProblem read={props.read} what={said().titles[grain()]} />
      <Show
        when={usage()}
        fallback={
          <Show when={props.read.problem() === undefined}>
            <div class="skeleton skeleton-chart" aria-hidden="true" />
          </Show>
        }
      >
        {(known) => (
          <Show
            when={asTable()}
            fallback={<Chart usage={known()} grain={grain()} unusual={props.unusual} />}
          >
            <Suspense>
              <UsageTable usage={known()} grain={grain()} />
            </Suspense>
          </Show>
        )}
      </Show>
      <div class="section-foot">{props.foot}</div>
    </section>
  )
}

/** For whom it reaches without the page around it. */
const captionOf = (usage: Usage, grain: Grain, today: string) => {
  const days = dateRange({ first: usage.first_day, last: usage.last_day }, today)
  const total = `${said().total} ${credits(usage.total.spend)}`
  return { title: said().titles[grain], note: `${days} · ${total} · ${said().zone(usage.meta.tz)}` }
}

function Totals(props: { readonly usage: Usage; readonly rangeName: string }) {
  const view = useView()
  return (
    <p class="section-note">
      <span class="wide-only">{props.rangeName} · </span>
      {said().total} <strong>{credits(props.usage.total.spend)}</strong> · {said().average}{" "}
      <strong>{credits(props.usage.average_per_day)}</strong> {said().aDay}
      <span class="narrow-only"> {said().dotted}</span>
      <Show when={props.usage.comparison}>
        {(compared) => (
          <>
            {" · "}
            <span class="compare-key" aria-hidden="true" />{" "}
            {changeWords(
              props.usage.total.spend,
              compared().total.spend,
              dateRange({ first: compared().first_day, last: compared().last_day }, view.today()),
            )}
          </>
        )}
      </Show>
      <Show when={view.state().filters.length > 0}>
        {" · "}
        {m().filters.count(view.state().filters.length)}
      </Show>
    </p>
  )
}

function Chart(props: {
  readonly usage: Usage
  readonly grain: Grain
  readonly unusual: ReadonlyArray<Day> | undefined
}) {
  const view = useView()
  const bars = createMemo(() =>
    barsOf(props.usage, {
      zone: props.usage.meta.tz,
      today: view.today(),
      firstEntry: view.rangeContext().firstEntry,
      unusual: props.unusual,
    }),
  )
  // A picked bar is remembered by its name: another answer may hold more bars, or others.
  const [picked, setPicked] = createSignal<string>()
  const [hovered, setHovered] = createSignal<number>()
  const active = createMemo(() => {
    const pointed = hovered()
    if (pointed !== undefined && pointed < bars().length) return pointed
    const at = bars().findIndex((bar) => bar.key === picked())
    return at >= 0 ? at : defaultBar(bars())
  })
  const pick = (index: number | undefined) => {
    setHovered(undefined)
    setPicked(index === undefined ? undefined : bars()[index]?.key)
  }
  // What a bar is made of: one day's entries, or the days of a longer bar as the new range.
  const open = ({ days }: Bar) =>
    view.openEntries(days.first === days.last ? { day: days.first } : { range: days })
  const drawing = createMemo(
    on(
      () => props.usage,
      (usage) => {
        const average = averagePerBar(usage, props.grain)
        return {
          average: pixelValue(average),
          averageLabel: said().averageLabel[props.grain](axisNumber(pixelValue(average))),
          openingBalance: pixelValue(usage.opening_balance),
          highest: usage.highest?.bucket,
        }
      },
    ),
  )
  return (
    <>
      <Show
        when={props.usage.total.count > 0}
        fallback={
          <div class="readout">
            <p>{said().nothing}</p>
            <QuietRange />
          </div>
        }
      >
        <Readout bar={bars()[active()]} grain={props.grain} onOpen={open} />
      </Show>
      <Skyline
        bars={bars()}
        drawing={drawing()}
        label={said().label(said().titles[props.grain])}
        active={active()}
        onHover={setHovered}
        onPick={pick}
        onOpen={(index) => {
          const bar = bars()[index]
          if (bar !== undefined) open(bar)
        }}
      />
      <div class="readout-steps">
        <StepButton bar={bars()[active() - 1]} direction={-1} onStep={() => pick(active() - 1)} />
        <StepButton bar={bars()[active() + 1]} direction={1} onStep={() => pick(active() + 1)} />
      </div>
    </>
  )
}

/** In the unit of a bar, so that the rule stands where bars of that height end. */
const averagePerBar = (usage: Usage, grain: Grain): string => {
  if (grain === "day") return usage.average_per_day
  const days = grain === "week" ? 7_000_000n : 30_436_875n
  const perDay = parseDecimal(usage.average_per_day) ?? 0n
  return formatDecimal(divideRounded(perDay * days, 1_000_000n))
}

export const barCount = (usage: Usage): string =>
  said().bars[shownGrain(usage)](usage.series.length)

/** In which zone the days are, and what about the outlined bars. */
export function UsageFoot(props: { readonly read: Read<Usage> }) {
  const view = useView()
  const notes = (usage: Usage) => {
    const parts = [said().zone(usage.meta.tz)]
    if (usage.series.some((bucket) => !bucket.complete))
      parts.push(said().notOver(shortDate(view.today(), view.today())))
    if (shownGrain(usage) !== "day") parts.push(said().outlined)
    return parts.join(" · ")
  }
  return (
    <Show when={props.read.latest()}>{(usage) => <p class="push note">{notes(usage())}</p>}</Show>
  )
}
