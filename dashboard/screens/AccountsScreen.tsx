/** "Who uses credits here, and what may they use?" */
import { createSignal, For, onCleanup, Show } from "solid-js"
import type { AccountSummary } from "#api/contract.ts"
import { formatDecimal, parseDecimal } from "#warehouse/domain/decimal.ts"
import {
  type AccountOrder,
  accountOrders,
  inOrder,
  nextOrder,
  type OrderedBy,
} from "../account-order.ts"
import { AccountDialog } from "../components/AccountDialog.tsx"
import { AccountsTable } from "../components/AccountsTable.tsx"
import { DeskHead } from "../components/DeskHead.tsx"
import { Permitted } from "../components/Permitted.tsx"
import { Choice } from "../components/ScopeBar.tsx"
import { SectionProblem } from "../components/SectionProblem.tsx"
import { createRead } from "../create-read.ts"
import { deskClient } from "../desk-client.ts"
import { credits } from "../format-number.ts"
import { accountsWords } from "../messages/accounts.ts"
import { m } from "../messages.ts"
import { mayRead } from "../session.ts"
import { useView } from "../view.ts"
import "../styles/desk.css"

const said = () => accountsWords()
const SEARCH_PAUSE_MS = 200
const PAGE = 100
/** The API lists at most so many at once; the search finds the others. */
const LIST_MAX = 500

export const AccountsScreen = () => (
  <Permitted may={mayRead} words={said()}>
    {(session) => <AllAccounts admin={session().admin} />}
  </Permitted>
)

const orderName = (by: AccountOrder): string => {
  const { account, balance, used } = said().list
  return { name: account, balance, used_30d: used }[by]
}

const sumOf = (accounts: ReadonlyArray<AccountSummary>, name: "balance" | "used_30d") =>
  formatDecimal(accounts.reduce((sum, account) => sum + (parseDecimal(account[name]) ?? 0n), 0n))

function AllAccounts(props: { readonly admin: boolean }) {
  const view = useView()
  const [q, setSearch] = createSignal("")
  const [limit, setLimit] = createSignal(PAGE)
  const [edited, setEdited] = createSignal<AccountSummary | "new">()
  const [done, setDone] = createSignal("")
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const searchSoon = (text: string) => {
    clearTimeout(timer)
    timer = setTimeout(() => setSearch(text.trim()), SEARCH_PAUSE_MS)
  }
  const [order, setOrder] = createSignal<OrderedBy>()
  // An order of a part would not be one: as many as there may be.
  const read = createRead(
    () => ({ q: q(), limit: order() === undefined ? limit() : LIST_MAX }),
    deskClient.accounts,
  )
  const sentence = () => {
    const answer = read.latest()
    if (answer === undefined) return undefined
    const { accounts, next } = answer
    if (q() !== "") return said().sentence.found(accounts.length, q())
    if (next !== null) return said().sentence.first(accounts.length)
    if (accounts.length === 0) return said().sentence.none
    const [balance, used] = [sumOf(accounts, "balance"), sumOf(accounts, "used_30d")]
    return said().sentence.all(accounts.length, credits(balance), credits(used))
  }
  const saved = (account: string, name: string) => {
    setEdited(undefined)
    setDone(said().list.saved(name))
    read.again()
    // What the page says of it elsewhere follows.
    if (view.accountId() === account) {
      view.accountRead.again()
      view.overview.again()
    }
  }
  return (
    <div class="column">
      <DeskHead screen={m().shell.names.accounts} place={said().place} sentence={sentence()} />
      <section
        class="section desk-section"
        aria-label={m().shell.names.accounts}
        aria-busy={read.pending()}
      >
        <div class="desk-bar">
          <input
            type="search"
            class="control field"
            placeholder={said().list.search}
            aria-label={said().list.search}
            maxlength={128}
            onInput={(event) => searchSoon(event.currentTarget.value)}
          />
          <Choice
            label={said().list.order}
            value={order()?.by ?? ""}
            onChoose={(name) => {
              const by = accountOrders.find((known) => known === name)
              setOrder(by === undefined ? undefined : nextOrder(undefined, by))
            }}
          >
            <option value="">{said().list.byId}</option>
            <For each={accountOrders}>
              {(by) => (
                <option value={by} selected={order()?.by === by}>
                  {orderName(by)}
                </option>
              )}
            </For>
          </Choice>
          <Show when={props.admin} fallback={<p class="note push">{said().list.onlyAdmin}</p>}>
            <button type="button" class="control push" onClick={() => setEdited("new")}>
              {said().list.add}
            </button>
          </Show>
        </div>
        <p class="desk-done" role="status">
          {done()}
        </p>
        <SectionProblem read={read} what={said().what} />
        <Show when={read.latest()} fallback={<div class="skeleton desk-wait" aria-hidden="true" />}>
          {(answer) => (
            <>
              <AccountsTable
                accounts={inOrder(answer().accounts, order())}
                order={order()}
                onOrder={(by) => setOrder(nextOrder(order(), by))}
                {...(props.admin ? { onEdit: setEdited } : {})}
              />
              <Show when={answer().next !== null && order() !== undefined}>
                <p class="note">{said().list.partly(answer().accounts.length)}</p>
              </Show>
              <Show when={answer().next !== null && limit() < LIST_MAX && order() === undefined}>
                <button
                  type="button"
                  class="control"
                  onClick={() => setLimit(Math.min(LIST_MAX, limit() + PAGE))}
                >
                  {said().list.more}
                </button>
              </Show>
            </>
          )}
        </Show>
      </section>
      <Show when={edited()}>
        {(known) => (
          <AccountDialog account={known()} onSaved={saved} onClose={() => setEdited(undefined)} />
        )}
      </Show>
    </div>
  )
}
