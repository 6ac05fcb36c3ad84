/** From page to page of the ledger; the page is named by its first and last entry. */
import { For } from "solid-js"
import type { Transactions } from "#api/contract.ts"
import { pageSpan } from "../ledger-question.ts"
import { m } from "../messages.ts"
import { type LedgerPage, pageSizes } from "../url-state.ts"
import { useView } from "../view.ts"
import { ArrowLeft, ArrowRight } from "./icons.tsx"
import { Choice } from "./ScopeBar.tsx"

export function Pager(props: {
  readonly page: Transactions
  readonly onOpen: (page: LedgerPage | undefined) => void
}) {
  const view = useView()
  const newer = () => props.page.prev
  const older = () => props.page.next
  return (
    <nav class="pager" aria-label={m().ledger.pages}>
      <p>{pageSpan(props.page)}</p>
      <Choice
        label={m().ledger.pageSize}
        value={String(view.state().size)}
        onChoose={(size) =>
          view.update({ size: pageSizes.find((known) => String(known) === size) ?? 25 })
        }
      >
        <For each={pageSizes}>
          {(size) => (
            <option value={size} selected={size === view.state().size}>
              {m().ledger.aPage(size)}
            </option>
          )}
        </For>
      </Choice>
      <button
        type="button"
        class="control"
        disabled={newer() === null}
        onClick={() => props.onOpen(undefined)}
      >
        {m().ledger.first}
      </button>
      <button
        type="button"
        class="control"
        data-shortcut="newer"
        aria-keyshortcuts="["
        disabled={newer() === null}
        onClick={() => props.onOpen({ before: newer() ?? "" })}
      >
        <ArrowLeft /> {m().ledger.newer}
      </button>
      <button
        type="button"
        class="control"
        data-shortcut="older"
        aria-keyshortcuts="]"
        disabled={older() === null}
        onClick={() => props.onOpen({ after: older() ?? "" })}
      >
        {m().ledger.older} <ArrowRight />
      </button>
    </nav>
  )
}
