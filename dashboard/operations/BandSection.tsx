/** Daily totals of all accounts over what was usual: readout, chart or table, and the rule in words. */
import { createMemo, createSignal, For, Show } from "solid-js"
import { Figures } from "../components/Phrases.tsx"
import { StepButton } from "../components/Readout.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import type { Read } from "../create-read.ts"
import type { Day } from "../days.ts"
import { shortDate } from "../format-date.ts"
import { credits, exactCredits } from "../format-number.ts"
import { watchWords } from "../messages/watch.ts"
import type { HighUsageDays } from "../operations-client.ts"
import { BandChart } from "./BandChart.tsx"
import { BandTable } from "./BandTable.tsx"
import { type BandDay, bandDaysOf, firstMarked, totalsOf } from "./band-days.ts"
import { RowsLink } from "./RowsLink.tsx"

const said = () => watchWords().band

export interface BandSectionProps {
  readonly read: Read<HighUsageDays>
  readonly today: Day
  readonly tz: string
  /** What is written down about days over all accounts. */
  readonly notes: ReadonlyMap<Day, string>
  /** Shows what made a flagged day unusual. */
  readonly onOpen: (day: Day) => void
}

export function BandSection(props: BandSectionProps) {
  const [asTable, setAsTable] = createSignal(false)
  return (
    <section
      class="section"
      id="band"
      aria-labelledby="band-title"
      aria-busy={props.read.pending()}
    >
      <div class="section-head">
        <h2 id="band-title">{said().title}</h2>
        <Show when={props.read.latest()}>
          {(known) => <Totals known={known()} tz={props.tz} />}
        </Show>
        <button
          type="button"
          class="link-button push"
          aria-pressed={asTable()}
          onClick={() => setAsTable(!asTable())}
        >
          {asTable() ? said().asChart : said().asTable}
        </button>
      </div>
      <SectionProblem read={props.read} what={said().what} />
      <Show
        when={props.read.latest()}
        fallback={
          <Show when={props.read.problem() === undefined}>
            <div class="skeleton skeleton-band" aria-hidden="true" />
          </Show>
        }
      >
        {(known) => (
          <>
            <Show when={asTable()} fallback={<Chart {...props} known={known()} />}>
              <BandTable known={known()} today={props.today} notes={props.notes} />
            </Show>
            <Foot known={known()} today={props.today} />
          </>
        )}
      </Show>
    </section>
  )
}

/** Those of the question: the answer's begin with the first entry. */
const daysOf = ({ first_day: first, last_day: last }: HighUsageDays) => ({ first, last })

function Totals(props: { readonly known: HighUsageDays; readonly tz: string }) {
  const totals = createMemo(() => totalsOf(props.known))
  const phrases = () =>
    `${said().total} ⟦${credits(totals().total)}⟧ · ${said().average} ⟦${credits(totals().average)}⟧ ${said().aDay}`
  return (
    <p class="section-note" data-figure="total" data-exact={totals().total}>
      <Figures
        text={phrases()}
        link={(figure) => (
          <RowsLink figure={figure} tz={props.tz} rows={{ days: daysOf(props.known) }} />
        )}
      />
    </p>
  )
}

function Chart(props: BandSectionProps & { readonly known: HighUsageDays }) {
  const days = createMemo(() => bandDaysOf(props.known.days, props.today))
  // Remembered by its name: another answer may hold other days.
  const [picked, setPicked] = createSignal<Day>()
  const [hovered, setHovered] = createSignal<number>()
  const active = createMemo(() => {
    const pointed = hovered()
    if (pointed !== undefined && pointed < days().length) return pointed
    const at = days().findIndex(({ key }) => key === picked())
    return at >= 0 ? at : firstMarked(days())
  })
  const pick = (index: number | undefined) => {
    setHovered(undefined)
    setPicked(index === undefined ? undefined : days()[index]?.key)
  }
  const open = (day: BandDay | undefined) => day?.flagged && props.onOpen(day.key)
  return (
    <>
      <Readout day={days()[active()]} notes={props.notes} onOpen={open} />
      <BandChart
        days={days()}
        active={active()}
        noted={new Set(props.notes.keys())}
        onHover={setHovered}
        onPick={pick}
        onOpen={(index) => open(days()[index])}
      />
      <div class="readout-steps">
        <StepButton bar={days()[active() - 1]} direction={-1} onStep={() => pick(active() - 1)} />
        <StepButton bar={days()[active() + 1]} direction={1} onStep={() => pick(active() + 1)} />
      </div>
    </>
  )
}

function Readout(props: {
  readonly day: BandDay | undefined
  readonly notes: ReadonlyMap<Day, string>
  readonly onOpen: (day: BandDay) => void
}) {
  return (
    <div class="readout band-readout">
      <Show when={props.day}>
        {(day) => (
          <>
            <p>
              <strong>{day().name}</strong>
              <For each={day().said}>
                {(part) => (part.strong ? <strong>{part.text}</strong> : part.text)}
              </For>
              <Show when={props.notes.get(day().key)}>
                {(text) => <span class="readout-note">“{text()}”</span>}
              </Show>
            </p>
            <Show when={day().flagged}>
              <button type="button" class="link-button" onClick={() => props.onOpen(day())}>
                {said().open}
              </button>
            </Show>
          </>
        )}
      </Show>
    </div>
  )
}

function Foot(props: { readonly known: HighUsageDays; readonly today: Day }) {
  const rule = () => props.known.rule
  const open = () => props.known.days.find(({ complete }) => !complete)
  return (
    <div class="section-foot band-foot">
      <p class="note">
        {said().foot({
          deviations: exactCredits(rule().deviations),
          scale: exactCredits(rule().scale),
          weeks: rule().weeks,
          ratio: exactCredits(rule().ratio),
          floor: exactCredits(rule().floor),
        })}
      </p>
      <Show when={open()}>
        {(day) => <p class="push note">{said().notOver(shortDate(day().day, props.today))}</p>}
      </Show>
    </div>
  )
}
