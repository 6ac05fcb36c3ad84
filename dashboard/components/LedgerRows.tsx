/** A page of entries: as a table, on a small screen as a list. */
import { Show } from "solid-js"
import type { Transactions } from "#api/contract.ts"
import { addValue } from "../filters.ts"
import type { ColumnId } from "../ledger-columns.ts"
import { pageSpan } from "../ledger-question.ts"
import { createIsList, createMediaQuery } from "../media-query.ts"
import { m } from "../messages.ts"
import { isByTime } from "../url-state.ts"
import { useView } from "../view.ts"
import { TransactionList } from "./TransactionList.tsx"
import { TransactionTable } from "./TransactionTable.tsx"
import { visibility } from "./transaction-columns.ts"

export function LedgerRows(props: {
  readonly page: Transactions
  readonly columns: ReadonlyArray<ColumnId>
}) {
  const view = useView()
  const small = createIsList()
  const middling = createMediaQuery("(max-width: 59.99em)")
  const wide = createMediaQuery("(min-width: 80em)")
  const opened = () => view.state().event
  const caption = () =>
    m().ledger.caption(
      pageSpan(props.page),
      m().ledger.order[view.state().sort].toLowerCase(),
      props.page.meta.tz,
    )
  const room = () => (middling() ? "middling" : wide() && opened() !== undefined ? "sheet" : "full")
  const open = (event: string) => view.update({ event }, "replace")
  return (
    <Show
      when={small()}
      fallback={
        <TransactionTable
          page={props.page}
          today={view.today()}
          caption={caption()}
          visible={visibility(props.columns, room())}
          sort={view.state().sort}
          filtered={view.state().filters.length > 0}
          onSort={(sort) => view.update({ sort })}
          onPick={(field, value, operator) =>
            view.update({ filters: addValue(view.state().filters, { field, operator, value }) })
          }
          opened={opened()}
          onOpen={open}
        />
      }
    >
      <TransactionList
        page={props.page}
        today={view.today()}
        caption={caption()}
        byDay={isByTime(view.state().sort)}
        filtered={view.state().filters.length > 0}
        onOpen={open}
      />
    </Show>
  )
}
