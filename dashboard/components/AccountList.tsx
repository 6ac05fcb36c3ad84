/** The accounts to choose from: with their balances, a search, and what each of them is. */
import { createSignal, For, onCleanup, Show } from "solid-js"
import type { AccountSummary } from "#api/contract.ts"
import { client } from "../client.ts"
import { createRead } from "../create-read.ts"
import { credits } from "../format-number.ts"
import { m } from "../messages.ts"
import { SectionProblem } from "./SectionProblem.tsx"

const SEARCH_PAUSE_MS = 200
const LIST_MAX = 50

const said = () => m().shell.account

export function AccountList(props: {
  readonly chosen: string | undefined
  readonly onChoose: (account: string) => void
}) {
  const [search, setSearch] = createSignal("")
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const searchSoon = (text: string) => {
    clearTimeout(timer)
    timer = setTimeout(() => setSearch(text.trim()), SEARCH_PAUSE_MS)
  }
  const found = createRead(search, (q, signal) =>
    client.accounts({ limit: String(LIST_MAX), ...(q === "" ? {} : { q }) }, signal),
  )
  let list: HTMLUListElement | undefined
  const onKeyDown = (event: KeyboardEvent) => {
    if (list !== undefined && moveFocus(list, event.key)) event.preventDefault()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys are a short cut beside Tab.
    <div class="account-list" onKeyDown={onKeyDown}>
      <input
        type="search"
        class="control field"
        data-first
        placeholder={said().hint}
        aria-label={said().search}
        maxlength={128}
        onInput={(event) => searchSoon(event.currentTarget.value)}
      />
      <SectionProblem read={found} what={said().what} />
      <Show when={found.latest()}>
        {(answer) => (
          <>
            <p class="visually-hidden" role="status">
              {said().found(answer().accounts.length)}
            </p>
            <ul ref={list} aria-label={said().list}>
              <For each={answer().accounts} fallback={<li class="note">{said().nothing}</li>}>
                {(account) => (
                  <li>
                    <AccountChoice
                      account={account}
                      chosen={account.account === props.chosen}
                      onChoose={props.onChoose}
                    />
                  </li>
                )}
              </For>
            </ul>
            <Show when={answer().next !== null}>
              <p class="note">{said().more(LIST_MAX)}</p>
            </Show>
          </>
        )}
      </Show>
    </div>
  )
}

function AccountChoice(props: {
  readonly account: AccountSummary
  readonly chosen: boolean
  readonly onChoose: (account: string) => void
}) {
  return (
    <button
      type="button"
      class="account-choice"
      aria-current={props.chosen ? "true" : undefined}
      onClick={() => props.onChoose(props.account.account)}
    >
      <span class="account-name">{props.account.name}</span>{" "}
      <span class="account-balance">
        {credits(props.account.balance)}
        <span class="visually-hidden">{said().credits}</span>
      </span>
      <Show when={props.account.about}>
        {(about) => <span class="account-about">{about()}</span>}
      </Show>
    </button>
  )
}

/** Up and Down walk from the search field through the list. True when the key was used. */
const moveFocus = (list: HTMLUListElement, key: string): boolean => {
  if (key !== "ArrowDown" && key !== "ArrowUp") return false
  const choices = [...list.querySelectorAll("button")]
  const at = choices.indexOf(document.activeElement as HTMLButtonElement)
  const next = key === "ArrowDown" ? Math.min(at + 1, choices.length - 1) : Math.max(at - 1, 0)
  choices[next]?.focus()
  return true
}
