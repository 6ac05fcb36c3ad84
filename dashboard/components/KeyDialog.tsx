/** Makes an API key, and shows it the one time that it can be shown. */
import { createSignal, For, onMount, Show } from "solid-js"
import type { CreatedKey } from "#api/contract.ts"
import { createForm } from "../create-form.ts"
import { deskClient, type KeyRequest } from "../desk-client.ts"
import { daysFrom } from "../key-words.ts"
import { keysWords } from "../messages/keys.ts"
import { serverNow } from "../server-clock.ts"
import { CopyButton } from "./CopyButton.tsx"
import { FormField } from "./FormField.tsx"
import { FormFoot } from "./FormFoot.tsx"
import { ChevronDown } from "./icons.tsx"
import { Modal } from "./Modal.tsx"

const said = () => keysWords().form
const scopes = ["ingest", "read", "admin"] as const
type Scope = (typeof scopes)[number]
/** In days; 0 is never. */
const lengths = [30, 90, 365, 0] as const
const YEAR = 365

const lengthName = (days: number): string =>
  days === 0 ? said().never : days === YEAR ? said().inYear : said().inDays(days)

export function KeyDialog(props: { readonly onMade: () => void; readonly onClose: () => void }) {
  const form = createForm()
  const [made, setMade] = createSignal<CreatedKey>()
  const make = (request: KeyRequest) =>
    form.send(async () => {
      setMade(await deskClient.makeKey(request))
      props.onMade()
    })
  return (
    <Modal
      title={made() === undefined ? said().title : said().made(made()?.name ?? "")}
      onClose={props.onClose}
    >
      <Show
        when={made()}
        fallback={
          <KeyForm form={form} onMake={(request) => void make(request)} onClose={props.onClose} />
        }
      >
        {(created) => <ShownOnce made={created()} onClose={props.onClose} />}
      </Show>
    </Modal>
  )
}

function KeyForm(props: {
  readonly form: ReturnType<typeof createForm>
  readonly onMake: (request: KeyRequest) => void
  readonly onClose: () => void
}) {
  const [name, setName] = createSignal("")
  const [chosen, setChosen] = createSignal<ReadonlyArray<Scope>>(["read"])
  const [accounts, setAccounts] = createSignal("")
  const [days, setDays] = createSignal<number>(YEAR)
  const toggle = (scope: Scope) =>
    setChosen(scopes.filter((each) => chosen().includes(each) !== (each === scope)))
  const isForAll = () => chosen().includes("admin")
  const make = (event: SubmitEvent) => {
    event.preventDefault()
    const named = accounts()
      .split(",")
      .map((each) => each.trim())
      .filter((each) => each !== "")
    props.onMake({
      name: name().trim(),
      scopes: chosen(),
      accounts: isForAll() || named.length === 0 ? null : named,
      expires_at: days() === 0 ? null : daysFrom(serverNow(), days()),
    })
  }
  return (
    <form class="desk-form" novalidate onSubmit={make}>
      <FormField
        label={said().name}
        note={said().nameNote}
        problem={props.form.wrong("name")}
        class="wide"
      >
        {(ids) => (
          <input
            {...ids}
            class="control field"
            maxlength={128}
            autocomplete="off"
            autofocus
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </FormField>
      <fieldset class="choices wide key-scopes">
        <legend>{said().scopes}</legend>
        <For each={scopes}>
          {(scope) => (
            <label>
              <input
                type="checkbox"
                checked={chosen().includes(scope)}
                onChange={() => toggle(scope)}
              />
              <span>
                {keysWords().scopes[scope]}{" "}
                <span class="note">{keysWords().scopeNotes[scope]}</span>
              </span>
            </label>
          )}
        </For>
        <Show when={props.form.wrong("scopes")}>
          {(why) => (
            <p class="field-problem" role="alert">
              {why()}
            </p>
          )}
        </Show>
      </fieldset>
      <FormField
        label={said().accounts}
        note={isForAll() ? said().adminIsForAll : said().accountsNote}
        problem={props.form.wrong("accounts")}
      >
        {(ids) => (
          <input
            {...ids}
            class="control field"
            autocomplete="off"
            disabled={isForAll()}
            onInput={(event) => setAccounts(event.currentTarget.value)}
          />
        )}
      </FormField>
      <FormField label={said().expires} problem={props.form.wrong("expires_at")}>
        {(ids) => (
          <span class="control choice field">
            <select {...ids} onChange={(event) => setDays(Number(event.currentTarget.value))}>
              <For each={lengths}>
                {(length) => (
                  <option value={length} selected={length === days()}>
                    {lengthName(length)}
                  </option>
                )}
              </For>
            </select>
            <ChevronDown />
          </span>
        )}
      </FormField>
      <FormFoot
        form={props.form}
        cancel={said().cancel}
        submit={said().make}
        onClose={() => props.onClose()}
      />
    </form>
  )
}

function ShownOnce(props: { readonly made: CreatedKey; readonly onClose: () => void }) {
  let shown!: HTMLInputElement
  onMount(() => shown.focus())
  return (
    <div class="shown-once">
      <p role="status">{said().once}</p>
      <label class="form-field">
        {said().key}
        <input
          ref={shown}
          class="control field secret"
          readonly
          value={props.made.key}
          onFocus={() => shown.select()}
        />
      </label>
      <div class="desk-foot">
        <CopyButton text={() => props.made.key}>{said().copy}</CopyButton>
        <button type="button" class="control primary push" onClick={() => props.onClose()}>
          {said().close}
        </button>
      </div>
    </div>
  )
}
