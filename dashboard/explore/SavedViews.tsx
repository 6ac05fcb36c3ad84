/** Keeps the question under a name, and brings kept ones back. */
import { useLocation, useNavigate } from "@solidjs/router"
import { createSignal, For, Show } from "solid-js"
import { CopyButton } from "../components/CopyButton.tsx"
import { ChevronDown, Cross } from "../components/icons.tsx"
import { Popup } from "../components/Popup.tsx"
import { exploreWords } from "../messages/explore.ts"
import { EXPLORE } from "../state-change.ts"
import { useView } from "../view.ts"
import { removeView, renameView, saveView, VIEW_NAME_MAX, VIEWS_MAX, views } from "./saved-views.ts"

const said = () => exploreWords().views

export function SavedViews(props: { readonly question: string }) {
  const view = useView()
  // With its account: whoever opens it has looked at another one since.
  const address = () => view.href(EXPLORE, { account: view.accountId() })
  return (
    <div class="page-actions">
      <CopyButton class="link-button" text={() => location.origin + address()}>
        {said().copyLink}
      </CopyButton>
      <ViewsMenu />
      <Popup name={said().save} align="end" shortcut="save" button={said().save}>
        {(close) => (
          <SaveForm name={props.question} search={address().slice(EXPLORE.length)} onDone={close} />
        )}
      </Popup>
    </div>
  )
}

function SaveForm(props: {
  readonly name: string
  readonly search: string
  readonly onDone: () => void
}) {
  const [name, setName] = createSignal(props.name.slice(0, VIEW_NAME_MAX))
  const [refused, setRefused] = createSignal(false)
  const exists = () => views().some((known) => known.name === name().trim())
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    if (saveView({ name: name(), search: props.search })) props.onDone()
    else setRefused(true)
  }
  return (
    <form class="condition-panel" onSubmit={save}>
      <label class="filter-value">
        {said().name}
        <input
          type="text"
          class="control field"
          data-first
          required
          value={name()}
          maxlength={VIEW_NAME_MAX}
          onFocus={(event) => event.currentTarget.select()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <p class="note" role="status">
        <Show when={exists()}>{said().replaces}</Show>
        <Show when={refused()}>{said().full(VIEWS_MAX)}</Show>
      </p>
      <button type="submit" class="control primary" disabled={name().trim() === ""}>
        {said().keep}
      </button>
    </form>
  )
}

function ViewsMenu() {
  const location = useLocation()
  const navigate = useNavigate()
  const [renamed, setRenamed] = createSignal<string>()
  return (
    <Popup
      name={said().list}
      align="end"
      button={
        <>
          {said().saved} <ChevronDown />
        </>
      }
    >
      {(close) => (
        <div class="condition-panel">
          <ul aria-label={said().list}>
            <For each={views()} fallback={<li class="note">{said().none}</li>}>
              {(kept) => (
                <li class="kept-view">
                  <Show
                    when={renamed() === kept.name}
                    fallback={
                      <>
                        <button
                          type="button"
                          class="menu-item"
                          aria-current={location.search === kept.search ? "true" : undefined}
                          onClick={() => {
                            close()
                            navigate(EXPLORE + kept.search, { scroll: false })
                          }}
                        >
                          {kept.name}
                        </button>
                        <button
                          type="button"
                          class="link-button"
                          aria-label={said().rename(kept.name)}
                          onClick={() => setRenamed(kept.name)}
                        >
                          {said().renameShort}
                        </button>
                        <button
                          type="button"
                          class="exclude-button"
                          aria-label={said().remove(kept.name)}
                          onClick={() => removeView(kept.name)}
                        >
                          <Cross />
                        </button>
                      </>
                    }
                  >
                    <RenameForm name={kept.name} onDone={() => setRenamed(undefined)} />
                  </Show>
                </li>
              )}
            </For>
          </ul>
          <button
            type="button"
            class="control"
            onClick={() => {
              close()
              navigate(EXPLORE, { scroll: false })
            }}
          >
            {said().fresh}
          </button>
        </div>
      )}
    </Popup>
  )
}

function RenameForm(props: { readonly name: string; readonly onDone: () => void }) {
  const [name, setName] = createSignal(props.name)
  const rename = (event: SubmitEvent) => {
    event.preventDefault()
    if (renameView(props.name, name())) props.onDone()
  }
  return (
    <form class="kept-view" onSubmit={rename}>
      <input
        type="text"
        class="control field"
        aria-label={said().rename(props.name)}
        required
        value={name()}
        maxlength={VIEW_NAME_MAX}
        onInput={(event) => setName(event.currentTarget.value)}
        ref={(field) => queueMicrotask(() => field.focus())}
      />
      <button type="submit" class="control">
        {said().keep}
      </button>
    </form>
  )
}
