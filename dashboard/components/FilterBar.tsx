/** Which entries: a search, one chip a filter, and the way to add one. */
import { createEffect, For, on, onCleanup, Show } from "solid-js"
import { chipText } from "../filter-words.ts"
import { type Filter, putFilter, searchOf, withSearch } from "../filters.ts"
import { weekdayDate } from "../format-date.ts"
import { m } from "../messages.ts"
import { useView } from "../view.ts"
import { FilterMenu } from "./FilterMenu.tsx"
import { Cross } from "./icons.tsx"

const PAUSE_MS = 200

export function FilterBar() {
  return (
    <div class="filter-bar">
      <Search />
      <FilterMenu />
      <Chips />
    </div>
  )
}

function Search() {
  const view = useView()
  const filters = () => view.state().filters
  let field!: HTMLInputElement
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const apply = () => {
    clearTimeout(timer)
    const next = withSearch(filters(), field.value)
    if (searchOf(next) === searchOf(filters())) return
    // One entry in the history for a search, however many letters it took.
    view.update({ filters: next }, searchOf(filters()) === "" ? undefined : "replace")
  }
  createEffect(
    on(
      () => searchOf(filters()),
      (text) => {
        if (document.activeElement !== field) field.value = text
      },
    ),
  )
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") apply()
    if (event.key !== "Backspace" || field.value !== "") return
    const chips = document.querySelectorAll<HTMLElement>(".filter-bar .chip")
    chips[chips.length - 1]?.focus()
  }
  return (
    <input
      ref={field}
      id="ledger-search"
      type="search"
      class="control field ledger-search"
      placeholder={m().filters.search}
      aria-label={m().filters.searchLabel}
      aria-keyshortcuts="/"
      minlength={2}
      maxlength={200}
      onKeyDown={onKeyDown}
      onInput={() => {
        clearTimeout(timer)
        timer = setTimeout(apply, PAUSE_MS)
      }}
    />
  )
}

/** `all`: where no search box shows what is searched for. */
export function Chips(props: { readonly all?: true }) {
  const view = useView()
  const shown = () =>
    view.state().filters.filter(({ field }) => props.all === true || field !== "text")
  const remove = (filter: Filter) => {
    view.update({ filters: putFilter(view.state().filters, { ...filter, values: [] }) })
    const next = document.getElementById("ledger-search") ?? document.querySelector(".add-filter")
    if (next instanceof HTMLElement) next.focus()
  }
  return (
    <Show when={shown().length > 0 || view.state().day !== undefined}>
      <ul class="chips" aria-label={m().filters.active}>
        <Show when={view.state().day}>
          {(day) => (
            <li>
              <Chip
                text={m().ledger.dayIs(weekdayDate(day(), view.today()))}
                onRemove={() => view.openEntries({ day: undefined })}
              />
            </li>
          )}
        </Show>
        <For each={shown()}>
          {(filter) => (
            <li>
              <Chip text={chipText(filter)} onRemove={() => remove(filter)} />
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

function Chip(props: { readonly text: string; readonly onRemove: () => void }) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Backspace" || event.key === "Delete") props.onRemove()
  }
  return (
    <button
      type="button"
      class="chip"
      aria-label={m().filters.remove(props.text)}
      onClick={() => props.onRemove()}
      onKeyDown={onKeyDown}
    >
      <span class="ellipsis">{props.text}</span>
      <Cross />
    </button>
  )
}
