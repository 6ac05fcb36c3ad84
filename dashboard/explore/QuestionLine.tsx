/** The question in a sentence, each of its conditions a button; it stands in the place of a scope bar. */
import { For, Match, Show, Switch } from "solid-js"
import { RangePanel } from "../components/RangePicker.tsx"
import { type Measure, measures } from "../dimensions.ts"
import { exploreWords } from "../messages/explore.ts"
import { resolveRange } from "../ranges.ts"
import { comparing, EXPLORE, usualComparison } from "../state-change.ts"
import { comparisons, defaults, type Grain, matches, NONE } from "../url-state.ts"
import { useView } from "../view.ts"
import { ChoiceList } from "./ChoiceList.tsx"
import { Condition } from "./Condition.tsx"
import { Conditions } from "./Conditions.tsx"
import type { Explore } from "./create-explore.ts"
import { DimensionPanel } from "./DimensionPanel.tsx"
import { dimensionName, piecesOf, rangeWords, type SlotName } from "./question-words.ts"

const said = () => exploreWords()

export function QuestionLine(props: { readonly explore: Explore }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a sentence with controls in it, no set of fields.
    <div class="question" role="group" aria-label={said().questionName}>
      <For each={piecesOf(said().question)}>
        {(piece) => (
          <>
            {piece.text}
            <Show when={piece.slot}>
              {(slot) => (
                <span class="slot">
                  <Slot name={slot()} explore={props.explore} />
                  {piece.after}
                </span>
              )}
            </Show>
          </>
        )}
      </For>
    </div>
  )
}

function Slot(props: { readonly name: SlotName; readonly explore: Explore }) {
  return (
    <Switch>
      <Match when={props.name === "measure"}>
        <MeasureSlot />
      </Match>
      <Match when={props.name === "by"}>
        <BySlot />
      </Match>
      <Match when={props.name === "grain"}>
        <GrainSlot explore={props.explore} />
      </Match>
      <Match when={props.name === "range"}>
        <RangeSlot />
      </Match>
      <Match when={props.name === "filters"}>
        <Conditions />
      </Match>
      <Match when={props.name === "compare"}>
        <CompareSlot explore={props.explore} />
      </Match>
    </Switch>
  )
}

function MeasureSlot() {
  const view = useView()
  const chosen = () => view.state().measure
  return (
    <Condition
      name={said().choose.measure}
      word={said().measures[chosen()]}
      set={chosen() !== defaults.measure}
    >
      {(close) => (
        <ChoiceList
          label={said().choose.measure}
          choices={measures.map((id) => ({ id, name: said().measures[id] }))}
          chosen={chosen()}
          onChoose={(id) => {
            close()
            view.update({ measure: id as Measure })
          }}
        />
      )}
    </Condition>
  )
}

function BySlot() {
  const view = useView()
  const chosen = () => view.state().by
  return (
    <Condition
      name={said().choose.by}
      word={dimensionName(chosen())}
      set={chosen() !== defaults.by}
      shortcut="by"
    >
      {(close) => (
        <DimensionPanel
          label={said().choose.by}
          chosen={chosen()}
          onChoose={(by) => {
            close()
            // Spends alone would be of one type.
            const measure =
              by === "type" && view.state().measure === "spend" ? "credits" : undefined
            view.update({ by, ...(measure === undefined ? {} : { measure }) })
          }}
        />
      )}
    </Condition>
  )
}

function GrainSlot(props: { readonly explore: Explore }) {
  const view = useView()
  return (
    <Condition
      name={said().choose.grain}
      word={said().grains[props.explore.grain()]}
      set={view.state().grain !== undefined}
    >
      {(close) => (
        <ChoiceList
          label={said().choose.grain}
          choices={props.explore.allowed().map((id) => ({ id, name: said().grains[id] }))}
          chosen={props.explore.grain()}
          onChoose={(id) => {
            close()
            view.update({ grain: id as Grain })
          }}
        />
      )}
    </Condition>
  )
}

function RangeSlot() {
  const view = useView()
  const range = () => view.state().range
  const days = () => resolveRange(range(), view.rangeContext())
  return (
    <Condition
      name={said().choose.range}
      word={rangeWords(range(), days(), view.today())}
      set={range() !== defaults.range}
      shortcut="custom"
    >
      {(close) => <RangePanel onChoose={close} />}
    </Condition>
  )
}

function CompareSlot(props: { readonly explore: Explore }) {
  const view = useView()
  const chosen = () => props.explore.compare() ?? NONE
  return (
    <Condition
      name={said().choose.compare}
      word={said().comparisons[chosen()]}
      set={chosen() !== usualComparison(EXPLORE) || view.state().match !== defaults.match}
    >
      {(close) => (
        <div class="condition-panel">
          <ChoiceList
            label={said().choose.compare}
            choices={[...comparisons, NONE].map((id) => ({ id, name: said().comparisons[id] }))}
            chosen={chosen()}
            onChoose={(id) => {
              close()
              view.update(
                comparing(
                  EXPLORE,
                  comparisons.find((each) => each === id),
                ),
              )
            }}
          />
          <p class="note">{said().matchLabel}</p>
          <ChoiceList
            label={said().matchLabel}
            choices={matches.map((id) => ({ id, name: said().matches[id] }))}
            chosen={view.state().match}
            onChoose={(id) => {
              close()
              view.update({ match: matches.find((each) => each === id) ?? defaults.match })
            }}
          />
        </div>
      )}
    </Condition>
  )
}
