/** API keys: what each may do, until when, and the button that ends it. */
import { createSignal, For, Show } from "solid-js"
import type { ApiKey } from "#api/contract.ts"
import { keyTimes, keyUse } from "../key-words.ts"
import { createMediaQuery } from "../media-query.ts"
import { keysWords } from "../messages/keys.ts"

const said = () => keysWords().list

export function KeysTable(props: {
  readonly keys: ReadonlyArray<ApiKey>
  readonly busy: boolean
  readonly onRevoke: (id: string, name: string) => void
}) {
  const small = createMediaQuery("(max-width: 59.99em)")
  const revoke = (key: ApiKey) => (
    <Show when={key.state === "active"}>
      <Revoke item={key} busy={props.busy} onRevoke={() => props.onRevoke(key.id, key.name)} />
    </Show>
  )
  return (
    <Show when={props.keys.length > 0} fallback={<p class="note desk-none">{said().none}</p>}>
      <Show
        when={small()}
        fallback={
          <section class="table-region" tabindex="0" aria-label={said().caption}>
            <table class="desk-table">
              <caption class="visually-hidden">{said().caption}</caption>
              <thead>
                <tr>
                  <For each={[said().name, said().scopes, said().accounts, said().state]}>
                    {(head) => <th scope="col">{head}</th>}
                  </For>
                  <th scope="col" class="end">
                    <span class="visually-hidden">{said().actions}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                <For each={props.keys}>
                  {(key) => (
                    <tr data-key={key.id} data-state={key.state}>
                      <th scope="row">
                        <Name item={key} />
                      </th>
                      <td>{scopesOf(key)}</td>
                      <td>{accountsOf(key)}</td>
                      <td>
                        {said().states[key.state]}
                        <span class="note desk-note">
                          {keyTimes(key)} · {keyUse(key)}
                        </span>
                      </td>
                      <td class="end">{revoke(key)}</td>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </section>
        }
      >
        <ul class="desk-list" aria-label={said().caption}>
          <For each={props.keys}>
            {(key) => (
              <li data-key={key.id} data-state={key.state}>
                <p>
                  <Name item={key} />
                </p>
                <p>
                  {scopesOf(key)} · {accountsOf(key)}
                </p>
                <p>
                  {said().states[key.state]}
                  <span class="note desk-note">
                    {keyTimes(key)} · {keyUse(key)}
                  </span>
                </p>
                {revoke(key)}
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Show>
  )
}

const scopesOf = ({ scopes }: ApiKey) => scopes.map((scope) => keysWords().scopes[scope]).join(", ")

const SHOWN_ACCOUNTS = 3

const accountsOf = ({ accounts }: ApiKey) => {
  if (accounts === null) return said().allAccounts
  const more = accounts.length - SHOWN_ACCOUNTS
  const shown = accounts.slice(0, SHOWN_ACCOUNTS).join(", ")
  return more > 0 ? `${shown} + ${more}` : shown
}

const Name = (props: { readonly item: ApiKey }) => (
  <>
    <span class="desk-name">{props.item.name}</span>
    <span class="note desk-note">
      <code>{props.item.starts_with}…</code>
    </span>
  </>
)

/** Asked twice: what uses the key stops working. */
function Revoke(props: {
  readonly item: ApiKey
  readonly busy: boolean
  readonly onRevoke: () => void
}) {
  const [isAsked, setAsked] = createSignal(false)
  let first: HTMLButtonElement | undefined
  let keep: HTMLButtonElement | undefined
  return (
    <Show
      when={isAsked()}
      fallback={
        <button
          type="button"
          class="control"
          ref={first}
          aria-label={said().revokeOf(props.item.name)}
          onClick={() => {
            setAsked(true)
            keep?.focus()
          }}
        >
          {said().revoke}
        </button>
      }
    >
      <div class="desk-sure" role="alert">
        <p class="note">{said().sure}</p>
        <div class="desk-acts">
          <button
            type="button"
            class="control"
            ref={keep}
            onClick={() => {
              setAsked(false)
              first?.focus()
            }}
          >
            {said().keep}
          </button>
          <button
            type="button"
            class="control danger"
            disabled={props.busy}
            onClick={() => props.onRevoke()}
          >
            {said().revokeNow}
          </button>
        </div>
      </div>
    </Show>
  )
}
