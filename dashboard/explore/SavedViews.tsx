/** Keeps the question under a name, and brings kept ones back. */
import { createSignal, Show } from "solid-js"
import { CopyButton } from "../components/CopyButton.tsx"
import { ChevronDown } from "../components/icons.tsx"
import { Popup } from "../components/Popup.tsx"
import { exploreWords } from "../messages/explore.ts"
import { EXPLORE } from "../state-change.ts"
import { useView } from "../view.ts"
import { createViews } from "./create-views.ts"
import { VIEW_NAME_MAX } from "./saved-views.ts"
import { ViewsPanel } from "./ViewsMenu.tsx"

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
      <Popup
        name={said().list}
        align="end"
        button={
          <>
            {said().saved} <ChevronDown />
          </>
        }
      >
        {(close) => <ViewsPanel onDone={close} />}
      </Popup>
      <Popup name={said().save} align="end" shortcut="save" button={said().save}>
        {(close) => <SaveForm name={props.question} address={address()} onDone={close} />}
      </Popup>
    </div>
  )
}

function SaveForm(props: {
  readonly name: string
  readonly address: string
  readonly onDone: () => void
}) {
  const kept = createViews()
  const [name, setName] = createSignal(props.name.slice(0, VIEW_NAME_MAX))
  const [shared, setShared] = createSignal(false)
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    if (await kept.save({ name: name(), address: props.address, shared: shared() })) props.onDone()
  }
  return (
    <form class="condition-panel" onSubmit={(event) => void save(event)}>
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
      <Show when={kept.mayShare()}>
        <label class="check">
          <input
            type="checkbox"
            checked={shared()}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />{" "}
          {said().shareIt}
        </label>
      </Show>
      <p class="note" role="status">
        <Show when={kept.named(name())}>{said().replaces}</Show>
        <Show when={kept.full()}>{said().full(kept.max())}</Show>
        <Show when={kept.act.failure()}>{(why) => why()}</Show>
      </p>
      <button
        type="submit"
        class="control primary"
        disabled={name().trim() === "" || kept.place() === undefined || kept.act.busy()}
      >
        {said().keep}
      </button>
    </form>
  )
}
