/** What the screen is about: the days, their zone, and on History the length of a bucket. */
import { useLocation } from "@solidjs/router"
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js"
import { m } from "../messages.ts"
import { comparing, comparisonOf, usualComparison } from "../state-change.ts"
import { comparisons, type Grain, matches } from "../url-state.ts"
import { useView } from "../view.ts"
import { ChevronDown } from "./icons.tsx"
import { RangePicker } from "./RangePicker.tsx"

export function ScopeBar(props: { readonly children?: JSX.Element }) {
  return (
    <div class="scope-bar">
      <RangePicker />
      <CompareChoice />
      {props.children}
      <ZoneChoice />
    </div>
  )
}

/** A native select with a drawn arrow; the visible value stands for itself, the label is spoken. */
export function Choice(props: {
  readonly label: string
  readonly value: string
  readonly onChoose: (value: string) => void
  readonly children: JSX.Element
}) {
  return (
    <label class="control choice">
      <span class="visually-hidden">{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChoose(event.currentTarget.value)}>
        {props.children}
      </select>
      <ChevronDown />
    </label>
  )
}

export function CompareChoice() {
  const view = useView()
  const location = useLocation()
  const said = () => m().compare
  const chosen = () => comparisonOf(view.state(), usualComparison(location.pathname))
  return (
    <>
      <Choice
        label={said().label}
        value={chosen() ?? "none"}
        onChoose={(name) =>
          view.update(
            comparing(
              location.pathname,
              comparisons.find((each) => each === name),
            ),
          )
        }
      >
        <For each={["none", ...comparisons] as const}>
          {(name) => (
            <option value={name} selected={name === (chosen() ?? "none")}>
              {said()[name]}
            </option>
          )}
        </For>
      </Choice>
      <Show when={chosen() !== undefined}>
        <Choice
          label={said().matchLabel}
          value={view.state().match}
          onChoose={(name) =>
            view.update({ match: matches.find((each) => each === name) ?? "weekday" })
          }
        >
          <For each={matches}>
            {(name) => (
              <option value={name} selected={name === view.state().match}>
                {said()[name]}
              </option>
            )}
          </For>
        </Choice>
      </Show>
    </>
  )
}

export function ZoneChoice(props: {
  /** The zone that is meant where none is chosen; the account's unless given. */
  readonly home?: string
}) {
  const view = useView()
  const home = () => props.home ?? view.account()?.time_zone
  const zone = () => view.state().tz ?? home()
  // Four hundred options are not needed for the first paint, and to ask for the viewer's own zone is dear.
  const [viewerZone, setViewerZone] = createSignal<string>()
  const [others, setOthers] = createSignal<ReadonlyArray<string>>([])
  onMount(() => {
    const timer = setTimeout(() => {
      setViewerZone(new Intl.DateTimeFormat().resolvedOptions().timeZone)
      setOthers(Intl.supportedValuesOf("timeZone"))
    }, 500)
    onCleanup(() => clearTimeout(timer))
  })
  const near = () =>
    [...new Set([home(), zone(), view.account()?.time_zone, "UTC", viewerZone()])].filter(isKnown)
  return (
    <Choice
      label={m().range.zone}
      value={zone() ?? ""}
      onChoose={(chosen) => view.update({ tz: chosen === home() ? undefined : chosen })}
    >
      <optgroup label={m().range.nearZones}>
        <For each={near()}>
          {(name) => (
            <option value={name} selected={name === zone()}>
              {name}
            </option>
          )}
        </For>
      </optgroup>
      <Show when={others().length > 0}>
        <optgroup label={m().range.allZones}>
          <For each={others().filter((name) => !near().includes(name))}>
            {(name) => <option value={name}>{name}</option>}
          </For>
        </optgroup>
      </Show>
    </Choice>
  )
}

const isKnown = (zone: string | undefined): zone is string => zone !== undefined

export function GrainChoice(props: {
  readonly grain: Grain
  readonly allowed: ReadonlyArray<Grain>
  readonly automatic: Grain
}) {
  const view = useView()
  return (
    <Choice
      label={m().range.grain}
      value={props.grain}
      onChoose={(grain) =>
        view.update({ grain: grain === props.automatic ? undefined : (grain as Grain) })
      }
    >
      <For each={props.allowed}>
        {(grain) => (
          <option value={grain} selected={grain === props.grain}>
            {m().range.grains[grain]}
          </option>
        )}
      </For>
    </Choice>
  )
}
