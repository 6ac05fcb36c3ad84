/** "where …": a button a filter, and the way to one more. */
import { For, Show } from "solid-js"
import { FilterForm } from "../components/FilterForm.tsx"
import { Popup } from "../components/Popup.tsx"
import { chipText } from "../filter-words.ts"
import { type Filter, filterFields, putFilter } from "../filters.ts"
import { exploreWords } from "../messages/explore.ts"
import { useView } from "../view.ts"
import { Condition } from "./Condition.tsx"

export function Conditions() {
  const view = useView()
  const filters = () => view.state().filters
  return (
    <>
      <For each={filters()}>
        {(filter) => (
          <>
            <Condition
              name={exploreWords().choose.filters}
              word={conditionWords(filter)}
              set={true}
            >
              {(close) => <EditCondition filter={filter} onDone={close} />}
            </Condition>{" "}
          </>
        )}
      </For>
      <Popup
        name={exploreWords().addCondition}
        buttonClass={filters().length === 0 ? "condition" : "condition condition-add"}
        button={
          <>
            <span class="visually-hidden">{exploreWords().addCondition}: </span>
            <Show when={filters().length === 0}>{exploreWords().anyEntry} </Show>
            <span aria-hidden="true">+</span>
          </>
        }
      >
        {(close) => <FilterForm onDone={close} />}
      </Popup>
    </>
  )
}

/** Within a sentence the field begins small, where its language writes it so. */
const conditionWords = (filter: Filter): string => {
  const chip = chipText(filter)
  return filter.field.startsWith("property:") ? chip : exploreWords().condition(chip)
}

function EditCondition(props: { readonly filter: Filter; readonly onDone: () => void }) {
  const view = useView()
  const known = () => filterFields.find((field) => field === props.filter.field && field !== "text")
  const drop = () => {
    props.onDone()
    view.update({ filters: putFilter(view.state().filters, { ...props.filter, values: [] }) })
  }
  return (
    <div class="condition-panel">
      <Show when={known()}>
        {(field) => (
          <FilterForm
            start={{ field: field(), operator: props.filter.operator }}
            onDone={props.onDone}
          />
        )}
      </Show>
      <button type="button" class="control" onClick={drop}>
        {exploreWords().dropCondition}
      </button>
    </div>
  )
}
