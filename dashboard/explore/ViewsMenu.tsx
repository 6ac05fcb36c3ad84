/** The views that are kept, each with what can be done with it. */
import { useLocation, useNavigate } from "@solidjs/router"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import { Cross } from "../components/icons.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import { exploreWords } from "../messages/explore.ts"
import { EXPLORE } from "../state-change.ts"
import { createViews, type KeptView, type KeptViews } from "./create-views.ts"
import { VIEW_NAME_MAX } from "./saved-views.ts"

const said = () => exploreWords().views

export function ViewsPanel(props: { readonly onDone: () => void }) {
  const navigate = useNavigate()
  const kept = createViews()
  const own = () => kept.views().filter((view) => view.own)
  const others = () => kept.views().filter((view) => !view.own)
  const open = (address: string) => {
    props.onDone()
    navigate(address, { scroll: false })
  }
  return (
    <div class="condition-panel" aria-busy={kept.place() === "server" && kept.read.pending()}>
      <SectionProblem read={kept.read} what={said().list} />
      <ul aria-label={said().list}>
        <For each={own()} fallback={<li class="note">{said().none}</li>}>
          {(view) => <OwnView view={view} kept={kept} onOpen={open} />}
        </For>
      </ul>
      <Show when={others().length > 0}>
        <p class="note">{said().shared}</p>
        <ul aria-label={said().shared}>
          <For each={others()}>
            {(view) => (
              <li class="kept-view">
                <ViewButton view={view} onOpen={open} />
                <span class="note">{view.owner}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <p class="note" role="status">
        {kept.failure() ?? (kept.place() === "here" ? said().staysHere : said().onServer)}
      </p>
      <button type="button" class="control" onClick={() => open(EXPLORE)}>
        {said().fresh}
      </button>
    </div>
  )
}

interface ViewProps {
  readonly view: KeptView
  readonly onOpen: (address: string) => void
}

function ViewButton(props: ViewProps) {
  const location = useLocation()
  return (
    <button
      type="button"
      class="menu-item"
      aria-current={location.pathname + location.search === props.view.address ? "true" : undefined}
      onClick={() => props.onOpen(props.view.address)}
    >
      {props.view.name}
    </button>
  )
}

function OwnView(props: ViewProps & { readonly kept: KeptViews }) {
  const [renaming, setRenaming] = createSignal(false)
  const name = () => props.view.name
  return (
    <li class="kept-view">
      <Show
        when={!renaming()}
        fallback={<RenameForm {...props} onDone={() => setRenaming(false)} />}
      >
        <ViewButton {...props} />
        <Show when={props.kept.mayShare()}>
          <button
            type="button"
            class="link-button"
            aria-pressed={props.view.shared}
            aria-label={said().share(name())}
            disabled={props.kept.act.busy()}
            onClick={() => void props.kept.share(props.view, !props.view.shared)}
          >
            <Switch>
              <Match when={props.view.shared}>{said().isShared}</Match>
              <Match when={true}>{said().shareShort}</Match>
            </Switch>
          </button>
        </Show>
        <button
          type="button"
          class="link-button"
          aria-label={said().rename(name())}
          onClick={() => setRenaming(true)}
        >
          {said().renameShort}
        </button>
        <button
          type="button"
          class="exclude-button"
          aria-label={said().remove(name())}
          onClick={() => props.kept.remove(props.view)}
        >
          <Cross />
        </button>
      </Show>
    </li>
  )
}

function RenameForm(props: {
  readonly view: KeptView
  readonly kept: KeptViews
  readonly onDone: () => void
}) {
  const [name, setName] = createSignal(props.view.name)
  const rename = async (event: SubmitEvent) => {
    event.preventDefault()
    if (name().trim() === props.view.name || (await props.kept.rename(props.view, name())))
      props.onDone()
  }
  return (
    <form class="kept-view" onSubmit={(event) => void rename(event)}>
      <input
        type="text"
        class="control field"
        aria-label={said().rename(props.view.name)}
        required
        value={name()}
        maxlength={VIEW_NAME_MAX}
        onInput={(event) => setName(event.currentTarget.value)}
        ref={(field) => queueMicrotask(() => field.focus())}
      />
      <button type="submit" class="control" disabled={props.kept.act.busy()}>
        {said().keep}
      </button>
    </form>
  )
}
