/** A filter to be added: which field, how, and which values, with how many entries each has. */
import { createMemo, createSignal, For, onMount, Show } from "solid-js"
import { client } from "../client.ts"
import { createRead } from "../create-read.ts"
import { fieldName, valueName } from "../filter-words.ts"
import {
  type FilterOperator,
  filterFields,
  isValue,
  type NamedField,
  operatorsOf,
  putFilter,
} from "../filters.ts"
import { count } from "../format-number.ts"
import { m } from "../messages.ts"
import { useView } from "../view.ts"
import { Choice } from "./ScopeBar.tsx"
import { SectionProblem } from "./SectionProblem.tsx"

/** Text is what the search box is for. */
const offeredOf = (everyone: boolean) =>
  filterFields.filter((field) => field !== "text" && (everyone || field !== "account"))
/** Their values are few enough to choose from. */
const listed: ReadonlyArray<NamedField> = ["account", "type", "category", "operation", "actor"]

export function FilterForm(props: {
  readonly onDone: () => void
  /** The filter to begin with, where one is changed. */
  readonly start?: { readonly field: NamedField; readonly operator: FilterOperator }
}) {
  const view = useView()
  const start = props.start ?? { field: "category", operator: "is" }
  const [field, setField] = createSignal<NamedField>(start.field)
  const [operator, setOperator] = createSignal<FilterOperator>(start.operator)
  const present = (of: NamedField, how: FilterOperator) =>
    view.state().filters.find((known) => known.field === of && known.operator === how)?.values ?? []
  const [values, setValues] = createSignal(present(start.field, start.operator))
  const turnTo = (of: NamedField, how: FilterOperator) => {
    setField(of)
    setOperator(how)
    setValues(present(of, how))
  }
  const offered = () => offeredOf(view.state().everyone)
  const chosen = () => listed.includes(field()) && operator() !== "has"
  const usable = () =>
    (values().length > 0 || present(field(), operator()).length > 0) &&
    values().every((value) => isValue(field(), operator(), value))
  const apply = (event: SubmitEvent) => {
    event.preventDefault()
    if (!usable()) return
    const filter = { field: field(), operator: operator(), values: values() }
    props.onDone()
    view.update({ filters: putFilter(view.state().filters, filter) })
  }
  let root!: HTMLFormElement
  // The panel may have opened before this was there to take the focus.
  onMount(() => {
    const find = (what: string) => root.querySelector<HTMLElement>(what)
    const first = find("[data-first]") ?? find("select, input")
    first?.focus()
  })
  return (
    <form ref={root} class="filter-form" onSubmit={apply}>
      <div class="filter-question">
        <Choice
          label={m().filters.field}
          value={field()}
          onChoose={(name) => {
            const of = offered().find((known) => known === name) ?? "category"
            turnTo(of, operatorsOf(of)[0] ?? "is")
          }}
        >
          <For each={offered()}>
            {(name) => (
              <option value={name} selected={name === field()}>
                {fieldName(name)}
              </option>
            )}
          </For>
        </Choice>
        <Choice
          label={m().filters.operator}
          value={operator()}
          onChoose={(name) =>
            turnTo(field(), operatorsOf(field()).find((known) => known === name) ?? "is")
          }
        >
          <For each={operatorsOf(field())}>
            {(name) => (
              <option value={name} selected={name === operator()}>
                {m().filters.operators[name]}
              </option>
            )}
          </For>
        </Choice>
      </div>
      <Show
        when={chosen()}
        fallback={<TextValue field={field()} values={values()} onChange={setValues} />}
      >
        <ValueList field={field()} values={values()} onChange={setValues} />
      </Show>
      <button type="submit" class="control primary" disabled={!usable()}>
        {m().filters.apply}
      </button>
    </form>
  )
}

interface ValueProps {
  readonly field: NamedField
  readonly values: ReadonlyArray<string>
  readonly onChange: (values: ReadonlyArray<string>) => void
}

function TextValue(props: ValueProps) {
  return (
    <label class="filter-value">
      {m().filters.value}
      <input
        type="text"
        class="control field"
        value={props.values.join(",")}
        inputmode={props.field === "credits" ? "decimal" : "text"}
        maxlength={200}
        onInput={({ currentTarget: { value } }) => props.onChange(value === "" ? [] : [value])}
      />
      <Show when={props.field === "credits"}>
        <span class="note">{m().filters.creditsHint}</span>
      </Show>
    </label>
  )
}

/** Asked for anew each time the list is opened: the values there are in these days. */
function ValueList(props: ValueProps) {
  const view = useView()
  const [search, setSearch] = createSignal("")
  const read = createRead(() => {
    const { everyone, tz, range } = view.state()
    const scope = everyone ? { account: undefined, tz } : view.scope()
    return scope === undefined ? undefined : { ...scope, range, field: props.field }
  }, client.filterValues)
  const options = createMemo(() => {
    const latest = read.latest()
    const found = latest?.field === props.field ? latest.values : []
    const missing = props.values
      .filter((value) => !found.some((option) => option.value === value))
      .map((value) => ({ value, count: 0 }))
    return [...missing, ...found]
  })
  const fitting = () =>
    options().filter(({ value }) =>
      valueName(props.field, value).toLowerCase().includes(search().trim().toLowerCase()),
    )
  const toggle = (value: string) =>
    props.onChange(
      props.values.includes(value)
        ? props.values.filter((known) => known !== value)
        : [...props.values, value],
    )
  return (
    <div class="filter-values">
      <input
        type="search"
        class="control field"
        data-first
        placeholder={m().filters.find}
        aria-label={m().filters.find}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <SectionProblem read={read} what={m().filters.values} />
      <fieldset class="choices" aria-busy={read.pending()}>
        <legend class="visually-hidden">{fieldName(props.field)}</legend>
        <For each={fitting()} fallback={<p class="note">{m().filters.noValue}</p>}>
          {(option) => (
            <label>
              <input
                type="checkbox"
                checked={props.values.includes(option.value)}
                onChange={() => toggle(option.value)}
              />
              <span class="ellipsis">{valueName(props.field, option.value)}</span>
              <span class="note">{count(option.count)}</span>
            </label>
          )}
        </For>
      </fieldset>
    </div>
  )
}
