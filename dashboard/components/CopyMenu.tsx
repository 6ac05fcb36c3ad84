/** Takes the page along: its entries as text, or the view as a link or a request. */
import { createSignal, For, type JSX, Show } from "solid-js"
import type { Transactions } from "#api/contract.ts"
import { transactionsAddress, transactionsQuery } from "../client.ts"
import { copyText } from "../clipboard.ts"
import { embedded } from "../embedded.ts"
import type { ColumnId } from "../ledger-columns.ts"
import { copyFormats, copyRows, curlCommand, typedCall } from "../ledger-copy.ts"
import type { LedgerQuestion } from "../ledger-question.ts"
import { m } from "../messages.ts"
import { resolveRange } from "../ranges.ts"
import { useView } from "../view.ts"
import { ChevronDown, Tick } from "./icons.tsx"
import { Popup } from "./Popup.tsx"

export interface CopyMenuProps {
  readonly page: Transactions
  readonly columns: ReadonlyArray<ColumnId>
  readonly question: LedgerQuestion
}

type Choices = Record<string, ReadonlyArray<{ name: string; text: () => string }>>

export function CopyMenu(props: CopyMenuProps) {
  const view = useView()
  const [copied, setCopied] = createSignal<string>()
  const [failed, setFailed] = createSignal(false)
  const exactLink = () => {
    const range = resolveRange(view.state().range, view.rangeContext())
    const account = view.accountId()
    const tz = view.zone()
    return location.origin + view.href(location.pathname, { account, range: range ?? "all", tz })
  }
  const link = () => location.origin + view.href(location.pathname, { account: view.accountId() })
  const rows = (): Choices => ({
    [m().ledger.copyRows]: copyFormats.map((format) => ({
      name: m().ledger[format],
      text: () => copyRows(props.page.transactions, props.columns, format),
    })),
  })
  const views = (): Choices => ({
    [m().ledger.copyView]: [
      { name: m().ledger.link, text: link },
      { name: m().ledger.linkExact, text: exactLink },
      {
        name: m().ledger.curl,
        text: () => curlCommand(location.origin + transactionsAddress(props.question)),
      },
      {
        name: m().ledger.typed,
        text: () =>
          typedCall(location.origin, props.question.account, transactionsQuery(props.question)),
      },
    ],
  })
  // From a frame there is no address that would show the same to somebody else.
  const choices = () => (embedded ? rows() : { ...rows(), ...views() })
  const copy = async (name: string, text: string) => {
    const done = await copyText(text)
    setCopied(done ? name : undefined)
    setFailed(!done)
  }
  return (
    <Popup
      name={m().ledger.copyAs}
      align="end"
      button={
        <>
          {m().ledger.copyAs} <ChevronDown />
        </>
      }
    >
      {() => (
        <div class="menu">
          <For each={Object.entries(choices())}>
            {([title, list]) => (
              <Group title={title}>
                <For each={list}>
                  {({ name, text }) => (
                    <button type="button" class="menu-item" onClick={() => copy(name, text())}>
                      {name}
                      <Show when={copied() === name}>
                        <Tick />
                      </Show>
                    </button>
                  )}
                </For>
              </Group>
            )}
          </For>
          <p class="note" role="status">
            <Show when={copied()}>{(name) => `${m().common.copied}: ${name()}`}</Show>
            <Show when={failed()}>{m().common.copyFailed}</Show>
          </p>
        </div>
      )}
    </Popup>
  )
}

function Group(props: { readonly title: string; readonly children: JSX.Element }) {
  return (
    <fieldset class="choices">
      <legend>{props.title}</legend>
      {props.children}
    </fieldset>
  )
}
