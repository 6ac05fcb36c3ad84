/** Three lists that filter each other, and the path that was chosen through them. */
import { createMemo, createSignal, For, Index, Show } from "solid-js"
import type { Breakdown } from "#api/contract.ts"
import { ChevronDown, Cross } from "../components/icons.tsx"
import { Phrases } from "../components/Phrases.tsx"
import { Popup } from "../components/Popup.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import { createRead } from "../create-read.ts"
import type { Dimension } from "../dimensions.ts"
import { chipText } from "../filter-words.ts"
import { type Filter, putFilter } from "../filters.ts"
import { percent } from "../format-number.ts"
import { exploreWords } from "../messages/explore.ts"
import { m } from "../messages.ts"
import { useView } from "../view.ts"
import { type Explore, refresh } from "./create-explore.ts"
import { DimensionPanel } from "./DimensionPanel.tsx"
import { exploreClient } from "./explore-client.ts"
import { figure } from "./explore-sentence.ts"
import { hiddenPart, isCounted, linkedList, toggled, withoutOwn } from "./linked-list.ts"
import { dimensionName, dimensionTitle } from "./question-words.ts"
import { ValueButton } from "./ValueButton.tsx"
import { type Slots, slotColour } from "./value-slots.ts"

const said = () => exploreWords().lists

export function LinkedLists(props: { readonly explore: Explore }) {
  const view = useView()
  const third = (): Dimension => view.state().list ?? (view.state().everyone ? "account" : "actor")
  return (
    <section class="section linked-lists" aria-labelledby="lists-title">
      <div class="section-head">
        <h2 id="lists-title">{said().title}</h2>
        <p class="section-note">{said().hint}</p>
      </div>
      <Path explore={props.explore} />
      <div class="lists">
        <List explore={props.explore} by="category" />
        <List explore={props.explore} by="operation" />
        <List explore={props.explore} by={third()} divisible />
      </div>
    </section>
  )
}

/** The filters as chips, and what they leave of everything. */
function Path(props: { readonly explore: Explore }) {
  const view = useView()
  const filters = () => view.state().filters
  const all = createRead(() => {
    const scope = props.explore.scope()
    if (scope === undefined || filters().length === 0) return undefined
    return { ...scope, filters: [], by: "type" as const }
  }, exploreClient.breakdown)
  const put = (next: ReadonlyArray<Filter>) => view.update({ filters: next })
  const leaves = () => {
    const [left, whole] = [props.explore.explored(), all.latest()]
    if (left === undefined || whole === undefined || left.usage.measure !== whole.measure) return ""
    const of = whole.total.value
    return said().leaves(figure(left.divided.total, whole.measure), figure(of, whole.measure))
  }
  return (
    <Show when={filters().length > 0}>
      <div class="path">
        <ul class="chips" aria-label={said().path}>
          <For each={filters()}>
            {(filter) => (
              <li>
                <button
                  type="button"
                  class="chip"
                  aria-label={m().filters.remove(chipText(filter))}
                  onClick={() => put(putFilter(filters(), { ...filter, values: [] }))}
                >
                  <span class="ellipsis">{chipText(filter)}</span>
                  <Cross />
                </button>
              </li>
            )}
          </For>
        </ul>
        <button type="button" class="link-button" onClick={() => put([])}>
          {said().clear}
        </button>
        <p class="section-note path-leaves" role="status">
          <Phrases text={leaves()} />
        </p>
      </div>
    </Show>
  )
}

interface ListProps {
  readonly explore: Explore
  readonly by: Dimension
  /** It can be about something else. */
  readonly divisible?: true
}

function List(props: ListProps) {
  const view = useView()
  const read = createRead(() => {
    const scope = props.explore.scope()
    return scope === undefined
      ? undefined
      : { ...scope, filters: withoutOwn(scope.filters, props.by), by: props.by }
  }, exploreClient.breakdown)
  refresh(read)
  // Of another dimension the old answer would stand under the new one's name.
  const latest = () => (read.latest()?.by[0] === props.by ? read.latest() : undefined)
  return (
    <section
      class="linked-list"
      aria-label={said().list(dimensionTitle(props.by))}
      aria-busy={read.pending()}
    >
      <div class="list-head">
        <h3>
          <Show when={props.divisible} fallback={dimensionTitle(props.by)}>
            <Popup
              name={said().divide}
              buttonClass="condition"
              button={
                <>
                  <span class="visually-hidden">{said().divide}: </span>
                  {dimensionTitle(props.by)} <ChevronDown />
                </>
              }
            >
              {(close) => (
                <DimensionPanel
                  label={said().divide}
                  chosen={props.by}
                  onChoose={(list) => {
                    close()
                    view.update({ list })
                  }}
                />
              )}
            </Popup>
          </Show>
        </h3>
        <Show when={latest()}>{(known) => <Counts breakdown={known()} by={props.by} />}</Show>
      </div>
      <SectionProblem read={read} what={said().asked(dimensionName(props.by))} />
      <Show when={latest()}>
        {(known) => (
          <Values
            breakdown={known()}
            by={props.by}
            slots={
              props.explore.explored()?.by === props.by
                ? props.explore.explored()?.slots
                : undefined
            }
          />
        )}
      </Show>
    </section>
  )
}

function Counts(props: { readonly breakdown: Breakdown; readonly by: Dimension }) {
  const view = useView()
  const list = createMemo(() => linkedList(props.breakdown, props.by, view.state().filters))
  const n = () => list().values.length + (props.breakdown.other?.groups ?? 0)
  return (
    <p class="note push">
      {said().values(n())}
      <Show when={list().excluded > 0}>{said().excluded(list().excluded)}</Show>
    </p>
  )
}

const SHOWN = 7

function Values(props: {
  readonly breakdown: Breakdown
  readonly by: Dimension
  /** Colours, where the chart is by the same. */
  readonly slots: Slots | undefined
}) {
  const view = useView()
  const [all, setAll] = createSignal(false)
  const list = createMemo(() => linkedList(props.breakdown, props.by, view.state().filters))
  const shown = () => (all() ? list().values : list().values.slice(0, SHOWN))
  const hidden = () => hiddenPart(list(), shown().length)
  const print = (decimal: string) => figure(decimal, props.breakdown.measure)
  const isFiltered = () => list().values.some(({ state }) => state !== "counted")
  const toggle = (key: string, how: "is" | "not") =>
    view.update({ filters: toggled(view.state().filters, props.by, { key, how }) })
  return (
    <Show when={list().values.length > 0} fallback={<p class="note">{said().nothing}</p>}>
      <ul>
        <Index each={shown()}>
          {(value) => (
            <li class={`listed listed-${value().state}`}>
              <ValueButton
                name={value().name}
                swatch={
                  props.slots === undefined
                    ? undefined
                    : slotColour(props.slots.get(value().key) ?? 0)
                }
                state={value().state}
                onToggle={(how) => toggle(value().key, how)}
              />
              <span class="listed-figure">{print(value().value)}</span>
              <span class="listed-share">
                {isCounted(value().state)
                  ? percent(value().share * 100)
                  : value().state === "excluded"
                    ? said().out
                    : said().left}
              </span>
              <span class="listed-bar" style={{ width: `${value().length * 100}%` }} />
            </li>
          )}
        </Index>
      </ul>
      <Show when={hidden()}>
        {(rest) => (
          <div class="listed listed-rest">
            <Show
              when={!all()}
              fallback={<span class="note">{said().unnamed(rest().groups)}</span>}
            >
              <button type="button" class="link-button" onClick={() => setAll(true)}>
                {said().showMore(rest().groups)}
              </button>
            </Show>
            <span class="listed-figure">{print(rest().value)}</span>
            <span class="listed-share">{percent(rest().share * 100)}</span>
          </div>
        )}
      </Show>
      <Show when={all() && list().values.length > SHOWN}>
        <button type="button" class="link-button" onClick={() => setAll(false)}>
          {said().showLess}
        </button>
      </Show>
      <Show when={isFiltered()}>
        <p class="note">{said().ownNote(print(list().total))}</p>
      </Show>
    </Show>
  )
}
