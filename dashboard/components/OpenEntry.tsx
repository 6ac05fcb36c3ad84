/** The story of the entry that is open; when it closes, the focus goes back to the row it was about. */
import { createEffect, lazy, on, Show, Suspense } from "solid-js"
import type { Transactions } from "#api/contract.ts"
import { useView } from "../view.ts"

const EventSheet = lazy(() =>
  import("./EventSheet.tsx").then((code) => ({ default: code.EventSheet })),
)

export function OpenEntry(props: { readonly page: Transactions | undefined }) {
  const view = useView()
  const opened = () => {
    const [account, id] = [view.accountId(), view.state().event]
    return account === undefined || id === undefined ? undefined : { account, id }
  }
  const close = () => view.update({ event: undefined }, "replace")
  createEffect(
    on(
      () => view.state().event,
      (now, before) => {
        if (now !== undefined || before === undefined) return
        // A frame later: the columns that come back make the rows anew.
        requestAnimationFrame(() => {
          const row = document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(before)}"]`)
          ;(row ?? document.getElementById("ledger-caption"))?.focus()
        })
      },
    ),
  )
  return (
    <Show when={opened()}>
      {(entry) => (
        <Suspense>
          <EventSheet
            account={entry().account}
            id={entry().id}
            zone={view.zone() ?? "UTC"}
            entries={props.page?.transactions ?? []}
            onMove={(event) => view.update({ event }, "replace")}
            onDay={(day) => view.openEntries({ day })}
            onClose={close}
          />
        </Suspense>
      )}
    </Show>
  )
}
