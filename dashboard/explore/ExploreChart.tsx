/** Over time: totals, readout, the chart in one of its forms or as a table, and what its marks are. */
import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js"
import { StepButton } from "../components/Readout.tsx"
import { ZoneChoice } from "../components/ScopeBar.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import { forms } from "../dimensions.ts"
import { dateRange } from "../format-date.ts"
import { count, nameList } from "../format-number.ts"
import { exploreWords } from "../messages/explore.ts"
import { m } from "../messages.ts"
import { useView } from "../view.ts"
import type { ChartMark } from "./ChartSlider.tsx"
import { columnWords, defaultColumn } from "./column-words.ts"
import { type Explore, type Explored, grainOf } from "./create-explore.ts"
import { DividedChart } from "./DividedChart.tsx"
import { DividedTable } from "./DividedTable.tsx"
import { figure } from "./explore-sentence.ts"
import { suitingForm } from "./explore-series.ts"
import { Multiples } from "./Multiples.tsx"
import { dimensionName } from "./question-words.ts"

const said = () => exploreWords().chart

export function ExploreChart(props: { readonly explore: Explore }) {
  const view = useView()
  const [asTable, setAsTable] = createSignal(false)
  const explored = () => props.explore.explored()
  const title = () => {
    const known = explored()
    // What was asked before may still be there: it goes by its own name.
    const measure = known?.usage.measure ?? view.state().measure
    const by = known?.by ?? view.state().by
    return said().title(exploreWords().measureTitles[measure], dimensionName(by))
  }
  const form = () => view.state().form ?? suitingForm(explored()?.divided.parts ?? [])
  return (
    <section
      class="section explore-chart"
      aria-labelledby="explore-chart-title"
      aria-busy={props.explore.read.pending()}
    >
      <div class="section-head">
        <h2 id="explore-chart-title">{title()}</h2>
        <Show when={explored()}>{(known) => <Totals explored={known()} />}</Show>
        <div class="chart-choices push">
          <button
            type="button"
            class="link-button"
            aria-pressed={asTable()}
            onClick={() => setAsTable(!asTable())}
          >
            {asTable() ? m().chart.asChart : m().chart.asTable}
          </button>
          <FormChoice chosen={form()} />
        </div>
      </div>
      <SectionProblem read={props.explore.read} what={exploreWords().what} />
      <Show
        when={explored()}
        fallback={
          <Show when={props.explore.read.problem() === undefined}>
            <div class="skeleton explore-skeleton" aria-hidden="true" />
          </Show>
        }
      >
        {(known) => (
          <Show
            when={asTable()}
            fallback={<Chart explored={known()} form={form()} title={title()} />}
          >
            <DividedTable explored={known()} title={title()} />
          </Show>
        )}
      </Show>
    </section>
  )
}

function Totals(props: { readonly explored: Explored }) {
  const view = useView()
  const usage = () => props.explored.usage
  return (
    <p class="section-note">
      {dateRange({ first: usage().first_day, last: usage().last_day }, view.today())} ·{" "}
      {said().total} <strong>{figure(props.explored.divided.total, usage().measure)}</strong>
      {" · "}
      {said().average} <strong>{figureOf(usage().average_per_day, usage().measure)}</strong>{" "}
      {said().perDay}
      <Show when={usage().measure !== "count"}>
        {" · "}
        <strong>{count(props.explored.divided.count)}</strong>{" "}
        {exploreWords().entriesWord(props.explored.divided.count)}
      </Show>
    </p>
  )
}

/** An average of entries has fractions. */
const figureOf = (decimal: string, measure: Explored["usage"]["measure"]) =>
  figure(decimal, measure === "count" ? "spend" : measure)

function FormChoice(props: { readonly chosen: (typeof forms)[number] }) {
  const view = useView()
  return (
    // biome-ignore lint/a11y/useSemanticElements: four buttons of one choice, no set of fields.
    <div class="segments" role="group" aria-label={exploreWords().forms.label}>
      <For each={forms}>
        {(form) => (
          <button
            type="button"
            aria-pressed={form === props.chosen}
            onClick={() => view.update({ form })}
          >
            {exploreWords().forms[form]}
          </button>
        )}
      </For>
    </div>
  )
}

function Chart(props: {
  readonly explored: Explored
  readonly form: (typeof forms)[number]
  readonly title: string
}) {
  const view = useView()
  // A picked column is remembered by its name: another answer may hold more of them, or others.
  const [picked, setPicked] = createSignal<string>()
  const [hovered, setHovered] = createSignal<number>()
  const columns = () => props.explored.divided.columns
  const active = createMemo(() => {
    const pointed = hovered()
    if (pointed !== undefined && pointed < columns().length) return pointed
    const at = columns().findIndex(({ key }) => key === picked())
    return at >= 0 ? at : defaultColumn(columns())
  })
  const open = (index: number) => {
    const column = columns()[index]
    if (column !== undefined) view.update({ range: column.days })
  }
  const mark: ChartMark = {
    get active() {
      return active()
    },
    onHover: setHovered,
    onPick: (index) => {
      setHovered(undefined)
      setPicked(index === undefined ? undefined : columns()[index]?.key)
    },
    onOpen: open,
  }
  const words = () => columnWords(props.explored, active())
  const text = () =>
    words()
      .map((piece) => piece.text)
      .join("")
  const shared = () => ({
    divided: props.explored.divided,
    measure: props.explored.usage.measure,
    label: said().label(props.title),
    said: text() === "" ? m().chart.noBar : text(),
    before: said().behind[props.explored.usage.comparison?.compare ?? "prev"],
  })
  return (
    <>
      <div class="readout">
        <p>
          <For each={words()}>
            {(piece) => (piece.strong ? <strong>{piece.text}</strong> : piece.text)}
          </For>
        </p>
        <Show when={columns().length > 1}>
          <button type="button" class="link-button" onClick={() => open(active())}>
            {m().chart.open[grainOf(props.explored)]}
          </button>
        </Show>
      </div>
      <Switch>
        <Match when={props.form === "multiples"}>
          <Multiples {...shared()} mark={mark} />
        </Match>
        <Match when={props.form !== "multiples" && props.form}>
          {(form) => (
            <DividedChart
              {...shared()}
              mark={mark}
              form={form() as "stacked" | "lines" | "share"}
            />
          )}
        </Match>
      </Switch>
      <div class="readout-steps">
        <StepButton
          bar={columns()[active() - 1]}
          direction={-1}
          onStep={() => mark.onPick(active() - 1)}
        />
        <StepButton
          bar={columns()[active() + 1]}
          direction={1}
          onStep={() => mark.onPick(active() + 1)}
        />
      </div>
      <Foot explored={props.explored} form={props.form} />
    </>
  )
}

/** What the line and the rest are, and whose days these are. */
function Foot(props: { readonly explored: Explored; readonly form: (typeof forms)[number] }) {
  const view = useView()
  const notes = () => {
    const { usage, divided } = props.explored
    const { comparison } = usage
    const notes: string[] = []
    if (comparison !== null)
      notes.push(said()[comparedBy[props.form]](lineWords(comparison, view.today())))
    const rest = divided.parts.find(({ key }) => key === undefined)
    if (rest !== undefined && rest.members.length > 1) {
      const named = rest.members.slice(0, NAMED_MAX)
      const left = rest.members.length - named.length + (usage.other?.groups ?? 0)
      const members = left === 0 ? nameList(named) : said().restAndMore(named.join(", "), left)
      notes.push(said().rest(rest.name, members))
    }
    return notes.join(" ")
  }
  return (
    <div class="section-foot">
      <p class="note">{notes()}</p>
      <span class="push zone-line">
        <span class="note">{said().days}</span> <ZoneChoice />
      </span>
    </div>
  )
}

/** How each form draws what it is compared with. */
const comparedBy = {
  stacked: "line",
  multiples: "line",
  lines: "dashed",
  share: "bounds",
} as const

const NAMED_MAX = 8

type Comparison = NonNullable<Explored["usage"]["comparison"]>

const lineWords = (comparison: Comparison, today: string): string => {
  const { first_day, last_day, match } = comparison
  const days = dateRange({ first: first_day, last: last_day }, today)
  return said().lineIs(said().behind[comparison.compare], said().met[match], days)
}
