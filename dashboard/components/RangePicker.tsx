/** Which days: presets with what they mean today, two dates, and a step to the window before or after. */
import { createSignal, For, Show } from "solid-js"
import { isDay } from "../days.ts"
import { dateRange } from "../format-date.ts"
import { m } from "../messages.ts"
import { rangeName, resolveRange, stepRange } from "../ranges.ts"
import { presets } from "../url-state.ts"
import { useView } from "../view.ts"
import { ArrowLeft, ArrowRight, ChevronDown } from "./icons.tsx"
import { Popup } from "./Popup.tsx"

export function RangePicker() {
  const view = useView()
  const range = () => view.state().range
  const days = () => resolveRange(range(), view.rangeContext())
  return (
    <div class="range-picker">
      <Step direction={-1} />
      <Popup
        name={m().range.name}
        buttonClass="range-button"
        shortcut="custom"
        button={
          <>
            <span class="visually-hidden">{m().range.prefix}</span>
            {rangeName(range(), days())}{" "}
            <Show when={days()}>
              {(known) => <span class="range-dates">{dateRange(known(), view.today())}</span>}
            </Show>
            <ChevronDown />
          </>
        }
      >
        {(close) => <RangePanel onChoose={close} />}
      </Popup>
      <Step direction={1} />
    </div>
  )
}

export function RangePanel(props: { readonly onChoose: () => void }) {
  return (
    <div class="range-panel">
      <PresetList onChoose={props.onChoose} />
      <DateFields onChoose={props.onChoose} />
    </div>
  )
}

function Step(props: { readonly direction: -1 | 1 }) {
  const view = useView()
  const target = () => stepRange(view.state().range, props.direction, view.rangeContext())
  return (
    <button
      type="button"
      class="range-step"
      aria-label={props.direction < 0 ? m().range.earlier : m().range.later}
      disabled={target() === undefined}
      onClick={() => {
        const range = target()
        if (range !== undefined) view.update({ range })
      }}
    >
      <Show when={props.direction < 0} fallback={<ArrowRight />}>
        <ArrowLeft />
      </Show>
    </button>
  )
}

function PresetList(props: { readonly onChoose: () => void }) {
  const view = useView()
  return (
    <ul class="presets" aria-label={m().range.upToToday}>
      <For each={presets}>
        {(preset) => {
          const days = () => resolveRange(preset, view.rangeContext())
          return (
            <li>
              <button
                type="button"
                aria-current={view.state().range === preset ? "true" : undefined}
                data-first={view.state().range === preset ? "" : undefined}
                onClick={() => {
                  props.onChoose()
                  view.update({ range: preset })
                }}
              >
                {rangeName(preset, undefined)}{" "}
                <Show when={days()}>
                  {(known) => <span class="note">{dateRange(known(), view.today())}</span>}
                </Show>
              </button>
            </li>
          )
        }}
      </For>
    </ul>
  )
}

function DateFields(props: { readonly onChoose: () => void }) {
  const view = useView()
  const days = resolveRange(view.state().range, view.rangeContext())
  const [first, setFirst] = createSignal(days?.first ?? "")
  const [last, setLast] = createSignal(days?.last ?? "")
  const usable = () => isDay(first()) && isDay(last())
  const apply = (event: SubmitEvent) => {
    event.preventDefault()
    if (!usable()) return
    // The wrong way round is no mistake worth a message: it can only mean one thing.
    const [from, to] = first() <= last() ? [first(), last()] : [last(), first()]
    props.onChoose()
    view.update({ range: { first: from, last: to } })
  }
  return (
    <form class="date-fields" onSubmit={apply}>
      <label>
        {m().range.from}
        <input
          type="date"
          class="control field"
          value={first()}
          min="1980-01-01"
          max={view.today()}
          onInput={(event) => setFirst(event.currentTarget.value)}
        />
      </label>
      <label>
        {m().range.to}
        <input
          type="date"
          class="control field"
          value={last()}
          min="1980-01-01"
          max={view.today()}
          onInput={(event) => setLast(event.currentTarget.value)}
        />
      </label>
      <p class="note">{m().range.included(view.zone() ?? "")}</p>
      <button type="submit" class="control primary" disabled={!usable()}>
        {m().range.show}
      </button>
    </form>
  )
}
